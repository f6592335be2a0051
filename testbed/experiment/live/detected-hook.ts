// The hook of the arm `detected`: the product's, with a guard that does not limit what may be unacknowledged.

import { captureIntrinsics } from '../../../src/content/hook/intrinsics.ts';
import { PageGuard } from '../../../src/content/hook/page-guard.ts';
import { claimRealm } from '../../../src/driver/realm-claim.ts';
import { Guard } from '../../../src/model/guard.ts';
import { Wire } from '../../../src/model/rfb/wire.ts';
import { detectedCredit } from '../detected-credit.ts';

if (claimRealm(window)) {
  new PageGuard(captureIntrinsics(window), window, () => ({
    wire: () => new Wire(),
    guard: (options) => new Guard({ ...options, credit: detectedCredit }),
  }));
}
