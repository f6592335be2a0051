import type { QualityLevel } from '../codec/quality-level.ts';
import type { QualityPolicy } from '../codec/quality-policy.ts';
import { type Feature, isDisabled, type ManagedLimits, type ManagedPolicy } from './managed-policy.ts';
import type { Policy } from './policy.ts';
import { type Settings, withinBounds } from './settings.ts';

/** A field that is not, or not wholly, the user's to set, because a facility manages it. */
export interface Lock {
  /**
   * A field of `Settings`: `sites.lab.example.org`, `policy.override`, `policy.maxInputAgeMs`, `policy.quality.lowest`,
   * `traced`, `quality`; or `relays`, `rooms`, `drawing`, `profiles`, `records` for what is kept elsewhere.
   */
  readonly path: string;
  readonly reason: LockReason;
}

/**
 * What the facility has set.
 * - fixed: this value, whatever the user sets
 * - at-most, at-least: the user's value, if it is not above or below this one
 * - only: one of these
 * - off: the facility has switched the feature off
 */
export type LockReason =
  | { readonly type: 'fixed'; readonly to: string }
  | { readonly type: 'at-most'; readonly to: number }
  | { readonly type: 'at-least'; readonly to: number }
  | { readonly type: 'only'; readonly to: readonly string[] }
  | { readonly type: 'off'; readonly feature: Feature };

export interface ManagedSettings {
  /** In force: what everybody but the store works with. */
  readonly settings: Settings;
  readonly locked: readonly Lock[];
}

/**
 * The user's settings under a facility's policy: of two limits the stricter one is in force, and of a portal's mode
 * the facility's.
 * @example managedSettings(DEFAULT_SETTINGS, { ...NO_MANAGED_POLICY, portals: { 'lab.example.org': 'guard' } }).locked
 * // [{ path: 'sites.lab.example.org', reason: { type: 'fixed', to: 'guard' } }]
 */
export function managedSettings(settings: Settings, managed: ManagedPolicy): ManagedSettings {
  const hasQuality = !isDisabled(managed, 'quality');
  return {
    settings: {
      ...settings,
      sites: { ...settings.sites, ...managed.portals },
      traced: isDisabled(managed, 'traces') ? [] : settings.traced,
      quality: hasQuality ? settings.quality : {},
      policy: limited(settings.policy, managed.policy, hasQuality),
    },
    locked: locks(managed),
  };
}

/** The lock on a field, if there is one. */
export function lockOn(locked: readonly Lock[], path: string): LockReason | null {
  return locked.find((each) => each.path === path)?.reason ?? null;
}

function limited(policy: Policy, limits: ManagedLimits, hasQuality: boolean): Policy {
  const quality = bounded(policy.quality, limits);
  return {
    ...policy,
    maxInputAgeMs: Math.min(policy.maxInputAgeMs, limits.maxInputAgeMs ?? policy.maxInputAgeMs),
    override: limits.override === 'forbid' ? 'forbid' : policy.override,
    whenUnverified: limits.whenUnverified === 'block' ? 'block' : policy.whenUnverified,
    whenUnguarded: limits.whenUnguarded === 'close' ? 'close' : policy.whenUnguarded,
    quality: hasQuality ? quality : { ...quality, choice: { type: 'suggest' } },
  };
}

/** The user's bounds within the facility's; where they have nothing in common, the facility's. */
function bounded(own: QualityPolicy, { quality }: ManagedLimits): QualityPolicy {
  const managed = { lowest: quality?.lowest ?? 0, highest: quality?.highest ?? 9 } as const;
  const lowest = most(own.lowest, managed.lowest);
  const highest = least(own.highest, managed.highest);
  const bounds = lowest <= highest ? { lowest, highest } : managed;
  return { ...bounds, choice: withinBounds(own.choice, bounds) };
}

function most(a: QualityLevel, b: QualityLevel): QualityLevel {
  return a > b ? a : b;
}

function least(a: QualityLevel, b: QualityLevel): QualityLevel {
  return a < b ? a : b;
}

/** In the order of the settings. */
function locks({ portals, policy, relays, disabled }: ManagedPolicy): readonly Lock[] {
  const { maxInputAgeMs, override, whenUnverified, whenUnguarded, quality } = policy;
  return [
    ...Object.entries(portals).map(([host, mode]) => fixed(`sites.${host}`, mode)),
    ...bound('policy.maxInputAgeMs', 'at-most', maxInputAgeMs),
    // The laxer word of a facility locks nothing: the user may still be stricter.
    ...(override === 'forbid' ? [fixed('policy.override', override)] : []),
    ...(whenUnverified === 'block' ? [fixed('policy.whenUnverified', whenUnverified)] : []),
    ...(whenUnguarded === 'close' ? [fixed('policy.whenUnguarded', whenUnguarded)] : []),
    ...bound('policy.quality.lowest', 'at-least', quality?.lowest),
    ...bound('policy.quality.highest', 'at-most', quality?.highest),
    ...(relays === null ? [] : [{ path: 'relays', reason: { type: 'only', to: relays } } as const]),
    ...disabled.map((feature): Lock => ({ path: pathOf(feature), reason: { type: 'off', feature } })),
  ];
}

function fixed(path: string, to: string): Lock {
  return { path, reason: { type: 'fixed', to } };
}

function bound(path: string, type: 'at-most' | 'at-least', to: number | undefined): readonly Lock[] {
  return to === undefined ? [] : [{ path, reason: { type, to } }];
}

function pathOf(feature: Feature): string {
  return feature === 'traces' ? 'traced' : feature;
}
