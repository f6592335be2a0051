// The hook: runs in the page's own world before its first script, in every frame of an enabled site.
import { claimRealm } from '../../driver/realm-claim.ts';
import { captureIntrinsics } from './intrinsics.ts';
import { PageGuard } from './page-guard.ts';

try {
  if (claimRealm(window)) new PageGuard(captureIntrinsics(window), window);
} catch {
  // Nothing of ours may end in the page. The link hears no "ready", and the popup says that the page is not hooked.
}
