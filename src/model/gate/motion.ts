import type { NetLevel, SessionState } from '../session/session-state.ts';
import type { BlockReason } from './outcome.ts';

/** A pointer position with the buttons that are down at the server. */
export interface Move {
  readonly buttonMask: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Time between two moves that are sent, by state; null: none at all (docs/gate.md). noVNC itself sends a
 * move per 17 ms since 1.2, so while all is well nothing is held back; before 1.2 it sent one per DOM event.
 */
export const MOTION_INTERVAL_MS: Readonly<Record<SessionState, number | null>> = {
  idle: 10,
  stable: 10,
  unstable: 200,
  breakdown: null,
  recovery: 100,
};
/** While the path shows early signs. */
export const MOTION_INTERVAL_WARN_MS = 50;
/** While there is no permit for presses: a probe is overdue, and moves would only lengthen the queue. */
export const MOTION_INTERVAL_BLOCKED_MS = 200;

/** Moves per second: more than any noVNC sends, and the least that still lets a pointer be found. */
const MAX_RATE_HZ = 100;
const MIN_RATE_HZ = 5;
/** Additive increase, multiplicative decrease, as congestion control does (RFC 5681): the path is shared. */
const INCREASE_HZ_PER_SECOND = 5;
const DECREASE_FACTOR = 0.5;
/** What was halved has to show its effect before it is halved again. */
const DECREASE_EVERY_MS = 500;

/** The rate of moves that the path takes. */
export class MotionRate {
  #rateHz = MAX_RATE_HZ;
  #decreasedAtMs = Number.NEGATIVE_INFINITY;
  #updatedAtMs: number | null = null;

  get intervalMs(): number {
    return 1000 / this.#rateHz;
  }

  /** Call on every tick. */
  update(level: NetLevel, nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - (this.#updatedAtMs ?? nowMs));
    this.#updatedAtMs = nowMs;
    if (level === 'ok') {
      this.#rateHz = Math.min(MAX_RATE_HZ, this.#rateHz + (INCREASE_HZ_PER_SECOND * elapsedMs) / 1000);
    } else if (level !== 'warn' && nowMs - this.#decreasedAtMs >= DECREASE_EVERY_MS) {
      this.#rateHz = Math.max(MIN_RATE_HZ, this.#rateHz * DECREASE_FACTOR);
      this.#decreasedAtMs = nowMs;
    }
  }
}

/** How far apart moves are to be sent, given why presses are blocked (null: they are not). */
export function motionIntervalMs(
  state: SessionState,
  warn: boolean,
  blocked: BlockReason | null,
): number | null {
  const intervalMs = MOTION_INTERVAL_MS[state];
  // After a gap nothing is known about the path, nor is it the same picture that the pointer moves over.
  if (intervalMs === null || blocked === 'no-data' || blocked === 'closed') return null;
  return Math.max(
    intervalMs,
    warn ? MOTION_INTERVAL_WARN_MS : 0,
    blocked === null ? 0 : MOTION_INTERVAL_BLOCKED_MS,
  );
}

/**
 * Thins out moves: only the newest counts. One that was held back goes out when its time comes, unless a button
 * changed first, since every such message carries its own position.
 */
export class Motion {
  #lastSentMs = Number.NEGATIVE_INFINITY;
  #waiting: Move | null = null;

  /** Whether this move goes out now. If not, it waits in place of the one before. */
  offer(move: Move, intervalMs: number | null, nowMs: number): boolean {
    const due = intervalMs !== null && nowMs - this.#lastSentMs >= intervalMs;
    this.#waiting = due ? null : move;
    if (due) this.#lastSentMs = nowMs;
    return due;
  }

  /** The move that waited and is due now, if any. */
  take(intervalMs: number | null, nowMs: number): Move | null {
    const move = this.#waiting;
    if (move === null || !this.offer(move, intervalMs, nowMs)) return null;
    return move;
  }

  /** A message with a position of its own was sent, or what waited is void. */
  forget(): void {
    this.#waiting = null;
  }
}
