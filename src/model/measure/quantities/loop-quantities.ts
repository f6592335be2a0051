import type { Activity } from './activity.ts';
import { closedLoopSupply, loopGain } from './closed-loop.ts';
import { type Quantity, unknown } from './quantity.ts';

interface LoopParts {
  readonly gain: Quantity;
  readonly path: Quantity;
  readonly feedback: Quantity;
  readonly seed: Quantity;
  readonly activity: Activity;
}

/** L from the estimates of its factors; its interval is that of H. */
export function loopGainOf({ gain, path, feedback, seed, activity }: LoopParts): Quantity {
  if (gain.value === null) return unknown(gain.reason ?? 'few-samples', gain.samples);
  if (path.value === null) return unknown('no-probe');
  if (feedback.value === null) return unknown(feedback.reason ?? 'few-samples', feedback.samples);
  const point = {
    gain: gain.value,
    path: path.value,
    demandPerSecond: activity.slowActionsPerSecond,
    inputBitsPerSecond: activity.slowAskingBitsPerSecond,
    seedBitsPerSecond: seed.value ?? 0,
  };
  const at = (feedbackPerSecond: number | null): number | null =>
    feedbackPerSecond === null ? null : loopGain({ ...point, feedbackPerSecond });
  const value = at(feedback.value);
  if (value === null) return unknown('few-samples', feedback.samples);
  return { ...feedback, value, low: at(feedback.low), high: at(feedback.high), confidence: 'low' };
}

interface ClosedLoopParts extends LoopParts {
  readonly forward: Quantity;
  readonly reverse: Quantity;
  readonly loopGain: Quantity;
  readonly capacity: Quantity;
  /** x now; null: not known. */
  readonly shortfall: number | null;
}

/**
 * Eq. 5 with the estimates of this moment. b_user-activity as counted contains what H adds already: eq. 4 takes it off
 * again. A loop gain that may as well be nothing counts as nothing.
 */
export function closedLoopSupplyOf(parts: ClosedLoopParts): Quantity {
  const { gain, path, forward, reverse, feedback, seed, capacity, activity } = parts;
  if (gain.value === null) return unknown(gain.reason ?? 'few-samples', gain.samples);
  if (path.value === null) return unknown('no-probe');
  const isClosed = feedback.value !== null && feedback.reason === null && parts.loopGain.value !== null;
  const bitsPerAction =
    activity.slowActionsPerSecond > 0 ? activity.slowAskingBitsPerSecond / activity.slowActionsPerSecond : 0;
  // H < 0: the user adds -H x actions/s.
  const pushed = isClosed ? -(feedback.value ?? 0) * (parts.shortfall ?? 0) * bitsPerAction : 0;
  const value = closedLoopSupply({
    demandBitsPerSecond: activity.attemptedAskingBitsPerSecond - pushed,
    gain: gain.value,
    seedBitsPerSecond: seed.value ?? 0,
    forward: forward.value ?? 1,
    // What cannot be put to one direction is put to the way back, which all of the supply takes.
    reverse: reverse.value ?? path.value,
    loopGain: isClosed ? (parts.loopGain.value ?? 0) : 0,
    capacityBitsPerSecond: capacity.reason === 'never-saturated' ? null : capacity.value,
  });
  if (value === null) return unknown('never-saturated', gain.samples);
  return { value, low: null, high: null, confidence: 'low', reason: 'inferred', samples: gain.samples };
}
