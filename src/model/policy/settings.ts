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
  /** Its mode is in force on sites without their own. */
  readonly policy: Policy;
}

/** Sites that can be kept. The next one is refused with a message: dropping an old one could unguard it. */
export const MAX_SITES = 1000;

/** In force on a fresh install, and whenever what is stored does not decode. */
export const DEFAULT_SETTINGS: Settings = { version: 1, sites: {}, traced: [], policy: STRICT_POLICY };

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
  return { ...settings.policy, mode: siteMode(settings, host) === 'guard' ? 'guard' : 'measure' };
}
