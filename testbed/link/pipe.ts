import { Direction, type StalledBytes } from './direction.ts';
import type { DirectionProfile } from './profile.ts';

/** Where a pipe's bytes go: a socket, a WebSocket or a server in this process. */
export interface PipeEnds {
  /** Delivers bytes. Returns false when the receiver has had enough until `resume` is called. */
  readonly deliver: (bytes: Uint8Array) => boolean;
  /** The direction is full (true) or has room again (false): pause or resume the source. */
  readonly pause: (paused: boolean) => void;
  /** Everything that was pushed before `end` has been delivered. */
  readonly ended: () => void;
}

/** A Direction driven by the clock and one timer. */
export class Pipe {
  readonly #direction: Direction;
  readonly #ends: PipeEnds;
  #timer: NodeJS.Timeout | null = null;
  #receiverFull = false;
  #sourcePaused = false;
  #ending = false;
  #stopped = false;

  constructor(profile: DirectionProfile, random: () => number, ends: PipeEnds) {
    this.#direction = new Direction(profile, random);
    this.#ends = ends;
  }

  /** Bytes not yet delivered. */
  get heldBytes(): number {
    return this.#direction.heldBytes;
  }

  push(bytes: Uint8Array): void {
    if (this.#stopped) return;
    this.#direction.push(bytes, performance.now());
    this.#run();
  }

  /** No more bytes will come; like a FIN it waits behind what is held, through a stall too. */
  end(): void {
    this.#ending = true;
    this.#run();
  }

  /** The receiver can take bytes again. */
  resume(): void {
    this.#receiverFull = false;
    this.#run();
  }

  setProfile(profile: DirectionProfile): void {
    this.#direction.setProfile(profile, performance.now());
    this.#run();
  }

  stall(): void {
    this.#direction.stall(performance.now());
    this.#run();
  }

  heal(bytes?: StalledBytes): void {
    this.#direction.heal(performance.now(), bytes);
    this.#run();
  }

  /** Drops what is held. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    if (this.#stopped) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#receiverFull) {
      const bytes = this.#direction.take(performance.now());
      if (bytes !== null && !this.#ends.deliver(bytes)) this.#receiverFull = true;
    }
    // Delivering may have stopped this pipe.
    if (this.#stopped) return;
    if (this.#direction.full !== this.#sourcePaused) {
      this.#sourcePaused = this.#direction.full;
      this.#ends.pause(this.#sourcePaused);
    }
    if (this.#ending && this.#direction.heldBytes === 0) {
      this.stop();
      this.#ends.ended();
      return;
    }
    if (this.#receiverFull) return;
    const nowMs = performance.now();
    const nextMs = this.#direction.nextAtMs(nowMs);
    // Rounded up: a timer that fires a fraction early would only run again.
    if (nextMs !== null) this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.ceil(nextMs - nowMs)));
  }
}
