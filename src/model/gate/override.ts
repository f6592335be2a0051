import type { OverrideEnd, OverrideReason, RecordEvent } from '../record/record-event.ts';
import type { OverrideReading } from '../snapshot.ts';
import type { BlockReason } from './outcome.ts';

/** An override lasts at most so long. Who needs longer holds the button again, and it is counted. */
export const OVERRIDE_MS = 10_000;
/** So many within ten minutes; then the network has to be mended instead. */
export const OVERRIDE_LIMIT = 3;
export const OVERRIDE_WINDOW_MS = 600_000;

/** What the network says can be overridden; faults, a stream that cannot be read and a hidden overlay cannot. */
const OVERRIDABLE: ReadonlySet<BlockReason> = new Set<BlockReason>([
  'probe-overdue',
  'input-overdue',
  'breakdown',
  'burst-cut',
]);

/** Whether this reason for a block yields to the user's word. */
export function isOverridable(reason: BlockReason): boolean {
  return OVERRIDABLE.has(reason);
}

/** What an override depends on at the moment it is asked for. */
export interface OverrideFacts {
  readonly isAllowed: boolean;
  /** Why presses are held back now; null: nothing is, so there is nothing to override. */
  readonly blocked: BlockReason | null;
}

/**
 * The user's word against the network's: presses pass for a few seconds although they may arrive late (IEC 61511
 * 11.9: visible, limited in time, recorded with a reason, and not a way of life).
 */
export class Override {
  #untilMs: number | null = null;
  #beganAtMs: readonly number[] = [];
  #sent = 0;

  /** By the time of this instant: no timer is needed to end it. A clock that ran backwards ends it too. */
  isActive(nowMs: number): boolean {
    const leftMs = (this.#untilMs ?? nowMs) - nowMs;
    return leftMs > 0 && leftMs <= OVERRIDE_MS;
  }

  reading({ isAllowed, blocked }: OverrideFacts, nowMs: number): OverrideReading {
    if (this.isActive(nowMs)) return { state: 'active', remainingMs: (this.#untilMs ?? nowMs) - nowMs };
    const state = !isAllowed
      ? 'forbidden'
      : blocked === null || !isOverridable(blocked)
        ? 'impossible'
        : this.#isSpent(nowMs)
          ? 'spent'
          : 'available';
    return { state, remainingMs: 0 };
  }

  /** Begins one if it may be; the fact for the record either way. */
  begin(reason: OverrideReason, facts: OverrideFacts, nowMs: number): RecordEvent | null {
    const { state } = this.reading(facts, nowMs);
    switch (state) {
      case 'active':
        return null;
      case 'forbidden':
      case 'spent':
        return { type: 'override', phase: 'refused', reason: state };
      case 'impossible':
        return { type: 'override', phase: 'refused', reason: 'fault' };
      case 'available':
        this.#untilMs = nowMs + OVERRIDE_MS;
        this.#beganAtMs = [...this.#beganAtMs, nowMs].slice(-OVERRIDE_LIMIT);
        this.#sent = 0;
        return { type: 'override', phase: 'begin', reason };
    }
  }

  /** A press went out under it. */
  sent(): void {
    this.#sent += 1;
  }

  /** Ends it for this cause; null: there was none. */
  end(reason: OverrideEnd): RecordEvent | null {
    if (this.#untilMs === null) return null;
    this.#untilMs = null;
    return { type: 'override', phase: 'end', reason, sent: this.#sent };
  }

  /** Ends it when its time is over. */
  update(nowMs: number): RecordEvent | null {
    return this.isActive(nowMs) ? null : this.end('time');
  }

  #isSpent(nowMs: number): boolean {
    const [first] = this.#beganAtMs;
    const isFull = this.#beganAtMs.length >= OVERRIDE_LIMIT;
    return isFull && first !== undefined && nowMs - first < OVERRIDE_WINDOW_MS;
  }
}
