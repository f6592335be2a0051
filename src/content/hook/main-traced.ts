// The hook of a site whose sessions are traced: the same one, with guards that write down what they are asked.
import { claimRealm } from '../../driver/realm-claim.ts';
import { TracedGuard } from '../../driver/traced-guard.ts';
import { Wire } from '../../model/rfb/wire.ts';
import { captureIntrinsics } from './intrinsics.ts';
import { PageGuard } from './page-guard.ts';
import { traceSender } from './trace-sender.ts';

try {
  if (claimRealm(window)) {
    const page = captureIntrinsics(window);
    new PageGuard(page, window, (connection, send) => ({
      wire: () => new Wire(),
      guard: (options) =>
        new TracedGuard(
          options,
          traceSender({ connection, send, nowMs: page.performanceNowMs, wallMs: page.dateNowMs }),
        ),
    }));
  }
} catch {
  // Nothing of ours may end in the page. The link hears no "ready", and the popup says that the page is not hooked.
}
