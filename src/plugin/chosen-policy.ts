import type { QualityChoice } from '../model/codec/quality-policy.ts';
import type { Policy } from '../model/policy/policy.ts';
import { DEFAULT_SETTINGS, siteQuality } from '../model/policy/settings.ts';

/**
 * The portal's policy with the user's choice about the picture, within the portal's bounds.
 *
 * @param choice null: the user chose nothing
 */
export function chosenPolicy(policy: Policy, choice: QualityChoice | null, host: string): Policy {
  if (choice === null) return policy;
  const quality: Readonly<Record<string, QualityChoice>> = { [host]: choice };
  return { ...policy, quality: siteQuality({ ...DEFAULT_SETTINGS, policy, quality }, host) };
}
