import type { QualityLevel } from '../codec/quality-level.ts';
import type { QualityChoice, QualityPolicy } from '../codec/quality-policy.ts';
import type { Problem } from '../decode/decode.ts';
import { type Policy, STRICT_POLICY } from './policy.ts';

/** What a site is set to by the user. off: no script runs there. */
export type SiteMode = 'guard' | 'measure' | 'off';

/** Everything the user has set, as it is stored. A new release migrates older versions. */
export interface Settings {
  readonly version: 1;
  /** By host, without port: the browsers grant permissions per host, so nothing finer could be kept. */
  readonly sites: Readonly<Record<string, SiteMode>>;
  /** Hosts whose sessions are traced (docs/trace.md), from the next load of a page on. */
  readonly traced: readonly string[];
  /** What the user chose about the picture, by host. */
  readonly quality: Readonly<Record<string, QualityChoice>>;
  /** Its mode and its choice of quality are in force on sites without their own. */
  readonly policy: Policy;
}

/** Sites that can be kept. The next one is refused with a message: dropping an old one could unguard it. */
export const MAX_SITES = 1000;

/** In force on a fresh install, and whenever what is stored does not decode. */
export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  sites: {},
  traced: [],
  quality: {},
  policy: STRICT_POLICY,
};

/** The stored settings as far as they could be read: strict defaults when not, with what was wrong. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
}

/** The mode in force on a host. @example siteMode(DEFAULT_SETTINGS, 'lab.example.org') // 'guard' */
export function siteMode(settings: Settings, host: string): SiteMode {
  return (Object.hasOwn(settings.sites, host) ? settings.sites[host] : undefined) ?? settings.policy.mode;
}

/** The policy in force on a host. A page that still runs our scripts after "off" is only measured. */
export function sitePolicy(settings: Settings, host: string): Policy {
  const mode = siteMode(settings, host);
  const { policy } = settings;
  return {
    ...policy,
    mode: mode === 'guard' ? 'guard' : 'measure',
    // Nothing is changed any more where our scripts should not run.
    quality:
      mode === 'off' ? { ...policy.quality, choice: { type: 'suggest' } } : siteQuality(settings, host),
  };
}

/**
 * What is in force about the picture on a host: the user's choice there, or else the policy's, within the policy's
 * bounds.
 */
export function siteQuality(settings: Settings, host: string): QualityPolicy {
  const { quality } = settings.policy;
  const chosen = Object.hasOwn(settings.quality, host) ? settings.quality[host] : undefined;
  return { ...quality, choice: withinBounds(chosen ?? quality.choice, quality) };
}

/** A choice moved to where the bounds leave something of it. */
export function withinBounds(
  choice: QualityChoice,
  { lowest, highest }: Pick<QualityPolicy, 'highest' | 'lowest'>,
): QualityChoice {
  const bound = (level: QualityLevel): QualityLevel =>
    level < lowest ? lowest : level > highest ? highest : level;
  switch (choice.type) {
    case 'suggest':
      return choice;
    case 'automatic':
      return { ...choice, lowest: bound(choice.lowest), highest: bound(choice.highest) };
    case 'fixed':
      return { ...choice, level: bound(choice.level) };
  }
}
