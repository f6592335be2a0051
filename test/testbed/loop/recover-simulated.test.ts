import { describe, expect, it } from 'vitest';
import { recoverSimulated } from '../../../testbed/loop/recover-simulated.ts';
import { RECOVER_LINKS, type RecoveredQuantity } from '../../../testbed/loop/recovered.ts';

/** How far off an estimate may be where nothing but the session disturbs it. */
const TOLERANCE: Readonly<Record<RecoveredQuantity, number>> = {
  G: 0.05,
  b_seed: 0.02,
  // A lower bound where the link was never full.
  capacity: 0.1,
  psi_net: 0.03,
  'psi_net, e = 100 ms': 0.08,
};

describe('the session model on the simulated loop, whose truths are known', () => {
  it.each(RECOVER_LINKS)('recovers them at $rateBitsPerSecond bit/s and $roundTripMs ms', (link) => {
    for (const { quantity, error, isInside } of recoverSimulated(link)) {
      expect(Math.abs(error ?? 1), quantity).toBeLessThan(TOLERANCE[quantity]);
      // G states quartiles, which may lie beside a truth that is a hair away.
      if (quantity === 'capacity' || quantity === 'b_seed') expect(isInside, quantity).toBe(true);
    }
  });
});
