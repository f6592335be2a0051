import type { NetLevel } from '../session/session-state.ts';
import type { PathReading } from './readings.ts';
import {
  PASSIVE_ACKNOWLEDGE_MS,
  PASSIVE_BAD_MS,
  PASSIVE_MIN_ACTIONS,
  PASSIVE_RESPONSE_RATIO,
  PASSIVE_STALL_MS,
  PASSIVE_UNANSWERED_MS,
  pathQuality,
} from './thresholds.ts';

/** Gain of the learned response ratio. */
const RESPONSE_GAIN = 0.1;

/**
 * The path of a server that answers no probe: from an action to the next update. Confidence is always low, and
 * silence is a sign only where actions are usually answered, never on a static screen.
 */
export class PassivePath {
  #pending: { readonly sequence: number; readonly sentAtMs: number } | null = null;
  #lastSequence = -1;
  #acknowledged = -1;
  #lastRoundTripMs: number | null = null;
  #baseMs: number | null = null;
  #responseRatio = 0;
  #actions = 0;

  /** An action went to the server. */
  sent(sequence: number, nowMs: number): void {
    this.settle(nowMs);
    this.#lastSequence = sequence;
    this.#pending ??= { sequence, sentAtMs: nowMs };
  }

  /** A framebuffer update was complete. */
  update(nowMs: number): void {
    const pending = this.#pending;
    this.#acknowledged = this.#lastSequence;
    if (pending === null) return;
    this.#pending = null;
    this.#lastRoundTripMs = nowMs - pending.sentAtMs;
    this.#baseMs = Math.min(this.#baseMs ?? Infinity, this.#lastRoundTripMs);
    this.#learn(1);
  }

  /** Gives up on what will not be answered. Call on every tick. */
  settle(nowMs: number): void {
    const pending = this.#pending;
    if (pending === null) return;
    const ageMs = nowMs - pending.sentAtMs;
    if (!this.#answersActions && ageMs > PASSIVE_ACKNOWLEDGE_MS) this.#acknowledged = this.#lastSequence;
    if (ageMs <= PASSIVE_UNANSWERED_MS) return;
    this.#pending = null;
    this.#acknowledged = this.#lastSequence;
    this.#learn(0);
  }

  get acknowledgedSequence(): number {
    return this.#acknowledged;
  }

  reading(nowMs: number): PathReading {
    const waitingMs = this.#pending === null ? 0 : nowMs - this.#pending.sentAtMs;
    const level = this.#level(waitingMs);
    const effective = Math.max(this.#lastRoundTripMs ?? 0, waitingMs);
    const excessMs = this.#baseMs === null ? 0 : Math.max(0, effective - this.#baseMs);
    return {
      probe: 'none',
      confidence: 'low',
      roundTripMs: this.#lastRoundTripMs,
      effectiveMs: this.#lastRoundTripMs === null && waitingMs === 0 ? null : effective,
      baseMs: this.#baseMs,
      excessMs,
      trendMsPerSecond: 0,
      unansweredMs: this.#answersActions ? waitingMs : 0,
      stallAfterMs: PASSIVE_STALL_MS,
      level,
      quality: level === 'stall' ? 0 : pathQuality(excessMs / 2),
      probeBitsPerSecond: 0,
    };
  }

  get #answersActions(): boolean {
    return this.#actions >= PASSIVE_MIN_ACTIONS && this.#responseRatio >= PASSIVE_RESPONSE_RATIO;
  }

  #level(waitingMs: number): NetLevel {
    if (!this.#answersActions) return 'ok';
    if (waitingMs > PASSIVE_STALL_MS) return 'stall';
    return waitingMs > PASSIVE_BAD_MS ? 'bad' : 'ok';
  }

  #learn(answered: 0 | 1): void {
    this.#actions++;
    const gain = Math.max(RESPONSE_GAIN, 1 / this.#actions);
    this.#responseRatio += gain * (answered - this.#responseRatio);
  }
}
