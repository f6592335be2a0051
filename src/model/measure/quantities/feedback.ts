import { type Quantity, unknown } from './quantity.ts';
import { WeightedLine } from './weighted-line.ts';

/** Samples at 2 Hz: 0.98 a sample is a memory of 25 s. */
export const FEEDBACK_SLOT_MS = 500;
const KEEP = 0.98;
/** x(t) is paired with the demand a second later: what people need to see, judge and press again. */
const LAG_SLOTS = 2;
/** The trend that is taken off the demand: a mean over a minute. */
const TREND_SLOTS = 120;
/** Samples, and spread of x, below which a slope says nothing. */
const MIN_COUNT = 20;
const MIN_SPREAD = 0.05;
/** A slope counts beyond so many standard errors. */
const SIGNIFICANT = 2;

/**
 * H (eq. 4) in actions/s: what the user leaves out (positive) or adds (negative) when all of the expected picture is
 * missing. Minus the slope of d(t + 1 s), its mean taken off, on the shortfall x(t), by least squares with forgetting.
 * Of low power: people press and pause for reasons of their own, so what decides is the retry index.
 */
export class Feedback {
  readonly #line = new WeightedLine(KEEP);
  #shortfalls: (number | null)[] = [];
  #trend: number | null = null;
  #count = 0;

  /** One slot of 500 ms: actions/s in it, and x at its end; null: not known, or nobody is there. */
  add(demandPerSecond: number, shortfall: number | null): void {
    this.#trend =
      this.#trend === null ? demandPerSecond : this.#trend + (demandPerSecond - this.#trend) / TREND_SLOTS;
    const earlier = this.#shortfalls.length < LAG_SLOTS ? null : (this.#shortfalls.shift() ?? null);
    this.#shortfalls.push(shortfall);
    if (earlier === null || shortfall === null) return;
    this.#count += 1;
    this.#line.add(earlier, demandPerSecond - this.#trend);
  }

  /** Nothing is known of the time before: the next slot follows none. */
  interrupt(): void {
    this.#shortfalls = [];
  }

  /** low and high: two standard errors; samples: slots. */
  get reading(): Quantity {
    if (this.#count < MIN_COUNT) return unknown('few-samples', this.#count);
    const fit = this.#line.fit();
    if (fit === null || fit.spread < MIN_SPREAD) return unknown('no-variation', this.#count);
    const value = -fit.slope;
    const margin = SIGNIFICANT * fit.standardError;
    return {
      value,
      low: value - margin,
      high: value + margin,
      confidence: 'low',
      reason: Math.abs(value) > margin ? null : 'no-variation',
      samples: this.#count,
    };
  }
}

/** rho from which the user amplifies the trouble, whatever the slope says. */
const PUSHING_RETRY_RATIO = 0.3;

/** The sign of H, where anything decides it. */
export function feedbackSign(feedback: Quantity, retryRatio: number): 'pushes' | 'yields' | 'unknown' {
  if (retryRatio >= PUSHING_RETRY_RATIO) return 'pushes';
  if (feedback.value === null || feedback.low === null || feedback.high === null) return 'unknown';
  if (feedback.high < 0) return 'pushes';
  return feedback.low > 0 ? 'yields' : 'unknown';
}
