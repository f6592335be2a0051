import { type CreditRule, creditLimits } from '../../src/model/gate/credit.ts';

/** As good as no limit: nobody presses so often in a run. Finite, because it crosses the extension's messages. */
const UNLIMITED = 1_000_000;

/**
 * The arm that detects and gates but does not bound: where the rule allows some unacknowledged actions it allows any
 * number, and where it allows none it stays closed.
 */
export const detectedCredit: CreditRule = (state, flags, path, thresholds) => {
  const { normal, hazardous } = creditLimits(state, flags, path, thresholds);
  return { normal: normal > 0 ? UNLIMITED : 0, hazardous: hazardous > 0 ? UNLIMITED : 0 };
};
