/** One operating point of the loop of the paper's Fig. 2. Rates are means of about half a minute. */
export interface LoopPoint {
  /** G, bit per bit. */
  readonly gain: number;
  /** psi_f psi_r = psi_net, 0 to 1. */
  readonly path: number;
  /** H in actions/s: negative where the user pushes harder. */
  readonly feedbackPerSecond: number;
  /** Mean demand d, actions/s. */
  readonly demandPerSecond: number;
  /** Mean input that asks for a picture, bit/s. */
  readonly inputBitsPerSecond: number;
  readonly seedBitsPerSecond: number;
}

/** Below this demand, actions/s, a loop that runs through the user's actions has no gain to speak of. */
const LEAST_DEMAND = 0.05;

/**
 * L = psi_f psi_r G H' (eq. 5), a ratio. H' is H in bits of input per bit of missing picture, as eq. 4 needs it:
 * H' = H B / s_exp with B = b_in / d bits an action and s_exp = G b_in + b_seed. Without b_seed L = psi H / d. null: no
 * demand to relate it to.
 *
 * @example
 * loopGain({ gain: 1000, path: 1, feedbackPerSecond: -2, demandPerSecond: 2, inputBitsPerSecond: 200, seedBitsPerSecond: 0 }); // -1
 */
export function loopGain(point: LoopPoint): number | null {
  const { gain, path, feedbackPerSecond, demandPerSecond, inputBitsPerSecond, seedBitsPerSecond } = point;
  const expected = gain * inputBitsPerSecond + seedBitsPerSecond;
  if (demandPerSecond < LEAST_DEMAND || expected <= 0) return null;
  const bitsPerAction = inputBitsPerSecond / demandPerSecond;
  return (path * gain * feedbackPerSecond * bitsPerAction) / expected;
}

export interface ClosedLoop {
  /** What the user asks for of his own accord: b_user-activity without what H adds, bit/s. */
  readonly demandBitsPerSecond: number;
  readonly gain: number;
  readonly seedBitsPerSecond: number;
  readonly forward: number;
  readonly reverse: number;
  /** L; 0: an open loop. */
  readonly loopGain: number;
  /** C, bit/s; null: not known. */
  readonly capacityBitsPerSecond: number | null;
}

/**
 * Eq. 5 with b_seed and the min() of eq. 3 kept, bit/s:
 * psi_r min(C, (psi_f G b_user-activity + b_seed) / (1 + L)). At L of -1 and below nothing bounds it but C. null: it is
 * not bounded by anything that is known.
 */
export function closedLoopSupply(loop: ClosedLoop): number | null {
  const capacity = loop.capacityBitsPerSecond ?? Number.POSITIVE_INFINITY;
  const open = loop.forward * loop.gain * Math.max(0, loop.demandBitsPerSecond) + loop.seedBitsPerSecond;
  const closed = loop.loopGain > -1 ? open / (1 + loop.loopGain) : Number.POSITIVE_INFINITY;
  const supply = Math.min(capacity, closed);
  // Nothing asked for, nothing sent: whatever the loop gain, there is nothing to amplify.
  if (open === 0) return 0;
  return Number.isFinite(supply) ? loop.reverse * supply : null;
}
