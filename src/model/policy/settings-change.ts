import type { QualityChoice } from '../codec/quality-policy.ts';
import type { Policy } from './policy.ts';
import type { PolicyChange } from './policy-change.ts';
import type { Settings, SiteMode } from './settings.ts';

/** One thing that differs between two settings; null: it has no value of its own there. */
export type SettingsChange =
  | {
      readonly type: 'site';
      readonly host: string;
      readonly from: SiteMode | null;
      readonly to: SiteMode | null;
    }
  | { readonly type: 'trace'; readonly host: string; readonly to: boolean }
  | {
      readonly type: 'quality';
      readonly host: string;
      readonly from: QualityChoice | null;
      readonly to: QualityChoice | null;
    }
  | { readonly type: 'policy'; readonly from: PolicyChange; readonly to: PolicyChange };

/** Everything that differs, by kind and then by name. */
export function settingsChanges(before: Settings, after: Settings): readonly SettingsChange[] {
  return [
    ...policyFieldsOf(before.policy).flatMap((from, index): readonly SettingsChange[] => {
      const to = policyFieldsOf(after.policy)[index];
      return to === undefined || isSame(from, to) ? [] : [{ type: 'policy', from, to }];
    }),
    ...differing(before.sites, after.sites).map(
      ([host, from, to]): SettingsChange => ({ type: 'site', host, from, to }),
    ),
    ...differing(flags(before.traced), flags(after.traced)).map(
      ([host, , to]): SettingsChange => ({ type: 'trace', host, to: to === true }),
    ),
    ...differing(before.quality, after.quality).map(
      ([host, from, to]): SettingsChange => ({ type: 'quality', host, from, to }),
    ),
  ];
}

/** The fields of a policy that a user sets, always in the same order. */
function policyFieldsOf(policy: Policy): readonly PolicyChange[] {
  const { mode, whenUnverified, whenUnguarded, maxInputAgeMs, override, quality } = policy;
  return [
    { type: 'mode', mode },
    { type: 'whenUnverified', whenUnverified },
    { type: 'whenUnguarded', whenUnguarded },
    { type: 'override', override },
    { type: 'maxInputAgeMs', maxInputAgeMs },
    { type: 'quality', quality },
  ];
}

function differing<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): readonly (readonly [host: string, from: T | null, to: T | null])[] {
  const of = (record: Readonly<Record<string, T>>, host: string): T | null =>
    Object.hasOwn(record, host) ? (record[host] ?? null) : null;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .map((host) => [host, of(before, host), of(after, host)] as const)
    .filter(([, from, to]) => !isSame(from, to));
}

function flags(hosts: readonly string[]): Readonly<Record<string, true>> {
  return Object.fromEntries(hosts.map((host) => [host, true]));
}

/** Plain values whose fields a decoder has put into one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
