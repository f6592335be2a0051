/** Two presses so near in time and place are one double click. */
export const DOUBLE_CLICK_MS = 500;
export const DOUBLE_CLICK_PX = 5;
/** A repeat is near its predecessor in place and time (docs/model.md, "4: feedback"). */
export const RETRY_PX = 30;
export const RETRY_GAP_MS = 4000;
/**
 * The picture that answers a press, on a full path: the one that is under way takes a round trip, its own another, and
 * the instrument its time. No longer than users wait at most: the press may have had no effect.
 */
const ANSWER_ROUND_TRIPS = 3;
const MAX_ANSWER_MS = 2000;
/** Nobody takes a press for lost that soon: who presses again within this meant two steps. */
const AWAITED_ANSWER_MS = 600;
/** Buttons and chords that are remembered; the oldest makes room. */
const MAX_BUTTONS = 16;

export interface PointerPress {
  /** The bits that go down. */
  readonly buttons: number;
  readonly x: number;
  readonly y: number;
}

interface SentPress extends PointerPress {
  readonly sentAtMs: number;
  readonly attemptedAtMs: number;
  readonly sequence: number;
  /** 2: the second press of a double click. */
  readonly clicks: 1 | 2;
}

/** What an attempt is to the presses before it. */
export interface Repetition {
  /** When the press was sent of which this is a retry; null: it is none. */
  readonly retryOfMs: number | null;
  /** When the press was sent that was acknowledged, and whose answer cannot have been seen yet; null: there is none. */
  readonly earlyAfterMs: number | null;
  /** The second press of a double click: part of the first one's action. */
  readonly isSecondClick: boolean;
}

const NO_REPETITION: Repetition = { retryOfMs: null, earlyAfterMs: null, isSecondClick: false };

/**
 * Finds retries: a pointer press repeated at the same place while the server has not acknowledged the one before.
 * Clicks that were acknowledged are never retries, nor is typing, nor the wheel.
 */
export class Retries {
  readonly #last = new Map<number, SentPress>();

  /**
   * What this attempt repeats. `acknowledged`: the server has read everything up to this number. `answerWithinMs`: how
   * long the picture takes that shows what a press has done.
   */
  attempted(press: PointerPress, acknowledged: number, nowMs: number, answerWithinMs = 0): Repetition {
    const last = this.#last.get(press.buttons);
    if (last === undefined) return NO_REPETITION;
    const second = isSecondClick(press, last, nowMs);
    const isNear = distance(press, last) <= RETRY_PX && nowMs - last.attemptedAtMs <= RETRY_GAP_MS;
    this.#last.set(press.buttons, { ...last, attemptedAtMs: nowMs });
    if (second || !isNear) return { ...NO_REPETITION, isSecondClick: second };
    if (last.sequence > acknowledged) return { ...NO_REPETITION, retryOfMs: last.sentAtMs };
    const isEarly = nowMs - last.sentAtMs < answerWithinMs;
    return { ...NO_REPETITION, earlyAfterMs: isEarly ? last.sentAtMs : null };
  }

  /** The press was sent as message number `sequence`. */
  sent(press: PointerPress, sequence: number, nowMs: number): void {
    const last = this.#last.get(press.buttons);
    const clicks = last !== undefined && isSecondClick(press, last, nowMs) ? 2 : 1;
    this.#last.delete(press.buttons);
    this.#last.set(press.buttons, { ...press, sequence, clicks, sentAtMs: nowMs, attemptedAtMs: nowMs });
    const oldest = this.#last.keys().next().value;
    if (this.#last.size > MAX_BUTTONS && oldest !== undefined) this.#last.delete(oldest);
  }
}

/** How long a press at the same place may be too early to know the answer to the first; 0: it never is. */
export function answerWithinMs(roundTripMs: number): number {
  const withinMs = ANSWER_ROUND_TRIPS * roundTripMs;
  return withinMs < AWAITED_ANSWER_MS ? 0 : Math.min(MAX_ANSWER_MS, withinMs);
}

function isSecondClick(press: PointerPress, last: SentPress, nowMs: number): boolean {
  return (
    last.clicks === 1 && nowMs - last.sentAtMs <= DOUBLE_CLICK_MS && distance(press, last) <= DOUBLE_CLICK_PX
  );
}

function distance(a: PointerPress, b: PointerPress): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
