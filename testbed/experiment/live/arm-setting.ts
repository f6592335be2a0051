import type { QualityChoice } from '../../../src/model/codec/quality-policy.ts';
import type { InstrumentProfile } from '../../../src/model/policy/instrument-profile.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { Settings, SiteMode } from '../../../src/model/policy/settings.ts';
import type { TestExtension } from '../../../test/support/browsers/test-browser.ts';
import type { ArmName } from '../plan.ts';

interface StorageApi {
  readonly storage: { readonly local: { set(items: object): Promise<void> } };
}
declare const chrome: StorageApi;

const PORTAL_HOST = 'localhost';

/** What the user has set the portal to in an arm. */
const MODES: Readonly<Record<Exclude<ArmName, 'plain'>, SiteMode>> = {
  monitor: 'measure',
  detected: 'guard',
  guarded: 'guard',
  adaptive: 'guard',
};
/** What somebody chooses who wants it: all of the ladder. */
const AUTOMATIC: QualityChoice = { type: 'automatic', lowest: 0, highest: 9 };

/**
 * Sets the extension up for the next page that is loaded: the site's mode, who decides about the picture's quality, and
 * the instrument's profile for the socket that the run uses.
 */
export async function setUpArm(
  extension: TestExtension,
  arm: Exclude<ArmName, 'plain'>,
  profile: InstrumentProfile,
  socketHost: string,
): Promise<void> {
  const settings: Settings = {
    version: 1,
    sites: { [PORTAL_HOST]: MODES[arm] },
    traced: [],
    quality: arm === 'adaptive' ? { [PORTAL_HOST]: AUTOMATIC } : {},
    policy: STRICT_POLICY,
  };
  const bound = { ...profile, binding: { portal: 'http://localhost:*', socketHost } };
  const profiles = { version: 1, profiles: [{ id: 'experiment', profile: bound }], removed: [] };
  await extension.evaluate(async (stored) => chrome.storage.local.set(stored), { settings, profiles });
}
