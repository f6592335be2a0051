import type { Stage } from './room-picture.ts';

/** A relay tells the lock every 5 s: one that is silent for so long is gone, even if its connection stands. */
export const SILENCE_MS = 12_000;
/** A relay that never answered for so long is not there. */
export const UNREACHABLE_MS = 30_000;

/** How this member stands with the relay: how far it has come, since when it waits, and by what it is known again. */
export class Standing {
  readonly #beganAtMs: number;
  #stage: Stage = { type: 'connecting' };
  #resume: string | null = null;
  #lostAtMs: number | null = null;
  #heardAtMs: number;
  #hasAnswered = false;
  #isWelcomed = false;

  constructor(nowMs: number) {
    this.#beganAtMs = nowMs;
    this.#heardAtMs = nowMs;
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** By which the relay takes this member for the same one after a break. */
  get resume(): string | null {
    return this.#resume;
  }

  /** Since when the relay is lost to a member that was in the room; null: it is not. */
  get lostAtMs(): number | null {
    return this.#lostAtMs;
  }

  /** By the relay, over the connection that stands. */
  get isWelcomed(): boolean {
    return this.#isWelcomed;
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.#heardAtMs > SILENCE_MS;
  }

  isUnreachable(nowMs: number): boolean {
    const isWaiting = this.#stage.type === 'connecting' && !this.#hasAnswered;
    return isWaiting && nowMs - this.#beganAtMs > UNREACHABLE_MS;
  }

  heard(nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#hasAnswered = true;
  }

  knocked(): void {
    if (this.#stage.type === 'connecting') this.#stage = { type: 'lobby' };
  }

  welcomed(resume: string): void {
    this.#stage = { type: 'in' };
    this.#lostAtMs = null;
    this.#resume = resume;
    this.#isWelcomed = true;
  }

  lost(nowMs: number): void {
    if (this.#stage.type === 'in') this.#lostAtMs ??= nowMs;
    if (this.#stage.type === 'lobby') this.#stage = { type: 'connecting' };
    this.#isWelcomed = false;
    this.#heardAtMs = nowMs;
  }

  ended(reason: Extract<Stage, { type: 'ended' }>['reason']): void {
    this.#stage = { type: 'ended', reason };
  }

  left(): void {
    this.#isWelcomed = false;
    this.ended('left');
  }
}
