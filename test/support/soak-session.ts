import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import { Guard } from '../../src/model/guard.ts';
import type { Bin } from '../../src/model/measure/bin.ts';
import { SessionModel } from '../../src/model/measure/quantities/session-model.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';
import {
  FENCE_REQUEST,
  fenceReply,
  rect,
  serverInit,
  update,
  updateEnd,
} from '../../testbed/loop/server-events.ts';
import { key, pointer, setEncodings } from './guard-messages.ts';
import { randomFrom } from './random-from.ts';

const TICK_MS = 50;
const FENCE_BYTES = 9 + 16;
const ONE_WAY_MS = 20;
const SEED_PERIOD_MS = 100;
const SEED_BYTES = 500;
const CLICK_BYTES = 48_000;
const KEY_BYTES = 2000;
/** What of an update comes in its first piece. */
const FIRST_PIECE_BYTES = 8000;
const FAST_BITS_PER_SECOND = 20e6;
const SLOW_BITS_PER_SECOND = 1e6;

/** What is put into the session, for comparison with what the model finds in it. */
export const SOAK_TRUTH = {
  seedBitsPerSecond: (8 * SEED_BYTES * 1000) / SEED_PERIOD_MS,
  /** A press and its release: 6 B each with the mouse, 8 B each with a key. */
  gain: { pointer: CLICK_BYTES / 12, keyboard: KEY_BYTES / 16 },
  capacityBitsPerSecond: FAST_BITS_PER_SECOND,
} as const;

type Down =
  | { readonly type: 'probe'; readonly dueMs: number; readonly payload: Uint8Array }
  | {
      readonly type: 'piece';
      readonly dueMs: number;
      readonly bytes: number;
      readonly part: 'first' | 'last';
    };
type Up =
  | { readonly type: 'probe'; readonly dueMs: number; readonly payload: Uint8Array }
  | { readonly type: 'press'; readonly dueMs: number; readonly bytes: number };

/** What is wrong with the link for a while. */
interface Trouble {
  readonly kind: 'cut' | 'slow';
  readonly fromMs: number;
  readonly toMs: number;
}

/** The state at the end of a stretch without trouble. */
export interface CalmEnd {
  readonly atMs: number;
  readonly state: SessionState;
}

/**
 * A user who clicks, types and thinks, the real guard and session model, a link of 20 Mbit/s and 40 ms with an outage
 * or a lack of capacity now and then, and a server that draws what was pressed. For sessions of days: nothing is
 * kept but what is under way.
 */
export class SoakSession {
  readonly model = new SessionModel();
  readonly guard: Guard;
  /** One entry for each stretch without trouble that has ended. */
  readonly calmEnds: CalmEnd[] = [];
  nowMs = 0;
  ticks = 0;
  sentPresses = 0;
  heldBackPresses = 0;
  #bin: Bin | null = null;
  readonly #random: () => number;
  #up: Up[] = [];
  #down: Down[] = [];
  #freeUpMs = 0;
  #freeDownMs = 0;
  #trouble: Trouble;
  #seedAtMs = 0;
  #user = { activeUntilMs: 0, nextMs: 5000, typing: 0, repeats: 0, answeredMs: 0, pressedMs: -1 };
  #x = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    this.#trouble = this.#nextTrouble();
    let nonces = 0;
    this.guard = new Guard({
      connection: 'soak',
      policy: STRICT_POLICY,
      profiles: [],
      socketHost: 'instrument.example',
      journal: null,
      nowMs: 0,
      randomNonce: () => {
        const nonce = new Uint8Array(16);
        new DataView(nonce.buffer).setFloat64(0, ++nonces);
        return nonce;
      },
    });
    this.#begin();
  }

  run(ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) this.#step();
  }

  #step(): void {
    const tickMs = this.nowMs + TICK_MS;
    this.#deliver(tickMs);
    this.nowMs = tickMs;
    this.ticks += 1;
    this.#act();
    this.#perform(this.guard.tick(tickMs));
    if (tickMs >= this.#trouble.fromMs && this.#bin !== null && tickMs - TICK_MS < this.#trouble.fromMs) {
      this.calmEnds.push({ atMs: tickMs, state: this.#bin.state });
    }
    if (tickMs >= this.#trouble.toMs) this.#trouble = this.#nextTrouble();
  }

  #begin(): void {
    this.guard.server(serverInit({ name: 'demo' }), 0);
    this.guard.client(setEncodings([ENCODING.raw, ENCODING.fence]), { eventAgeMs: 0 }, 0);
    for (const event of [...update([], 0), FENCE_REQUEST]) this.guard.server(event, 0);
  }

  /** Every ten minutes or so: a cut of 0.2 to 12 s, or half a minute with a twentieth of the capacity. */
  #nextTrouble(): Trouble {
    const fromMs = this.nowMs + 90_000 + this.#random() * 900_000;
    const isCut = this.#random() < 0.7;
    const lengthMs = isCut ? 200 * 60 ** this.#random() : 10_000 + 30_000 * this.#random();
    return { kind: isCut ? 'cut' : 'slow', fromMs, toMs: fromMs + lengthMs };
  }

  #isInTrouble(kind: Trouble['kind'], atMs: number): boolean {
    return this.#trouble.kind === kind && atMs >= this.#trouble.fromMs && atMs < this.#trouble.toMs;
  }

  /** When something that is sent now arrives: in order, and not through a cut. */
  #arrivalMs(atMs: number, bytes: number, freeMs: number): number {
    const rate = this.#isInTrouble('slow', atMs) ? SLOW_BITS_PER_SECOND : FAST_BITS_PER_SECOND;
    const startMs = Math.max(atMs, freeMs);
    const arrivalMs = startMs + (8000 * bytes) / rate;
    return this.#isInTrouble('cut', arrivalMs) ? this.#trouble.toMs + (8000 * bytes) / rate : arrivalMs;
  }

  #sendUp(message: Pick<Extract<Up, { type: 'press' }>, 'type' | 'bytes'> | Uint8Array): void {
    this.#freeUpMs = this.#arrivalMs(this.nowMs, 60, this.#freeUpMs);
    const dueMs = this.#freeUpMs + ONE_WAY_MS + this.#random();
    this.#up.push(
      message instanceof Uint8Array ? { type: 'probe', dueMs, payload: message } : { ...message, dueMs },
    );
  }

  #sendDown(atMs: number, bytes: number, rest: 'first' | 'last' | Uint8Array): void {
    this.#freeDownMs = this.#arrivalMs(atMs, bytes, this.#freeDownMs);
    const dueMs = this.#freeDownMs + ONE_WAY_MS;
    this.#down.push(
      rest instanceof Uint8Array
        ? { type: 'probe', dueMs, payload: rest }
        : { type: 'piece', dueMs, bytes, part: rest },
    );
  }

  #draw(atMs: number, bytes: number): void {
    const first = Math.min(bytes, FIRST_PIECE_BYTES);
    this.#sendDown(atMs, first, 'first');
    this.#sendDown(atMs, bytes - first, 'last');
  }

  #deliver(untilMs: number): void {
    for (; this.#seedAtMs < untilMs; this.#seedAtMs += SEED_PERIOD_MS) this.#draw(this.#seedAtMs, SEED_BYTES);
    while (this.#up[0] !== undefined && this.#up[0].dueMs <= untilMs) {
      const message = this.#up.shift();
      if (message?.type === 'probe') this.#sendDown(message.dueMs, FENCE_BYTES, message.payload);
      else if (message !== undefined) this.#draw(message.dueMs, message.bytes);
    }
    while (this.#down[0] !== undefined && this.#down[0].dueMs <= untilMs) {
      const message = this.#down.shift();
      if (message !== undefined) this.#arrive(message);
    }
  }

  #arrive(message: Down): void {
    const atMs = Math.max(message.dueMs, this.nowMs);
    if (message.type === 'probe') {
      this.guard.serverBytes(FENCE_BYTES, atMs);
      this.#perform(this.guard.server(fenceReply(message.payload, FENCE_BYTES), atMs).effects);
      return;
    }
    this.guard.serverBytes(message.bytes, atMs);
    if (message.part === 'first') {
      this.guard.server({ type: 'update-start', startByte: 0, rects: 1 }, atMs);
      return;
    }
    this.guard.server(rect(ENCODING.tight), atMs);
    this.#perform(this.guard.server(updateEnd(), atMs).effects);
    if (message.bytes > 0) this.#user.answeredMs = atMs;
  }

  /** Active for half a minute, then in thought for as long; presses again what is not answered, then gives up. */
  #act(): void {
    const user = this.#user;
    if (this.nowMs < user.nextMs) {
      if (this.nowMs < user.activeUntilMs && this.ticks % 4 === 0) this.#move();
      return;
    }
    const isWaiting = user.pressedMs >= 0 && user.answeredMs < user.pressedMs;
    if (isWaiting && this.nowMs - user.pressedMs < 1000 * (user.repeats + 1)) return;
    user.repeats = isWaiting ? user.repeats + 1 : 0;
    if (user.repeats > 4) {
      user.repeats = 0;
      user.pressedMs = -1;
      user.nextMs = this.nowMs + 4000 + 6000 * this.#random();
      return;
    }
    if (this.nowMs > user.activeUntilMs && !isWaiting) {
      user.activeUntilMs = this.nowMs + 10_000 + 40_000 * this.#random();
    }
    if (!isWaiting && this.#random() < 0.1) user.typing = 5 + Math.floor(10 * this.#random());
    if (user.typing > 0) this.#type();
    else this.#click();
    const pauseMs = user.typing > 0 ? 120 + 100 * this.#random() : 700 + 1800 * this.#random();
    user.nextMs = this.nowMs + pauseMs;
    if (user.nextMs > user.activeUntilMs) user.nextMs += 4000 + 30_000 * this.#random();
  }

  #move(): void {
    this.#x = (this.#x + 3) % 600;
    this.#input(pointer(0, this.#x, 50));
  }

  #click(): void {
    const sent = this.#input(pointer(1, this.#x, 50));
    this.#input(pointer(0, this.#x, 50));
    if (sent) this.#pressed(CLICK_BYTES);
    else this.heldBackPresses += 1;
  }

  #type(): void {
    this.#user.typing -= 1;
    const sent = this.#input(key(true, 0x61));
    this.#input(key(false, 0x61));
    if (sent) this.#pressed(KEY_BYTES);
    else this.heldBackPresses += 1;
  }

  #pressed(bytes: number): void {
    this.sentPresses += 1;
    // A repeated press waits on from the first.
    if (this.#user.repeats === 0) this.#user.pressedMs = this.nowMs;
    this.#sendUp({ type: 'press', bytes });
  }

  #input(message: ClientMessage): boolean {
    const { outcome, effects } = this.guard.client(message, { eventAgeMs: 0 }, this.nowMs);
    this.#perform(effects);
    return outcome.type !== 'drop';
  }

  #perform(effects: readonly GuardEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'bin') {
        this.#bin = effect.bin;
        this.model.add(effect.bin);
      }
      if (effect.type === 'send' && effect.purpose === 'probe') this.#sendUp(effect.bytes.slice(9));
    }
  }
}
