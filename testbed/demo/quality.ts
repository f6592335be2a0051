import type { Link } from '../link/link.ts';
import { congested, direct, type LinkProfile, steady, wan } from '../link/profile.ts';

/** What the portal's link can be set to. */
export type Quality = 'direct' | 'wan' | 'steady' | 'congested' | 'stalled';

export const qualities: readonly Quality[] = ['direct', 'wan', 'steady', 'congested', 'stalled'];

const profiles: Readonly<Record<Exclude<Quality, 'stalled'>, LinkProfile>> = {
  direct,
  wan,
  steady,
  congested,
};

/** Whether a text names a quality. */
export function isQuality(text: unknown): text is Quality {
  return qualities.some((quality) => quality === text);
}

/** Sets the link. A stall keeps the rates and delays it found. */
export function applyQuality(link: Link, quality: Quality): void {
  if (quality === 'stalled') {
    link.stall();
    return;
  }
  link.setProfile(profiles[quality]);
  link.heal();
}
