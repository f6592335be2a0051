import type { ArmName, ProfileName, RealmName, UserName } from '../plan.ts';
import type { Estimate } from './interval.ts';

export const PROFILE_NAMES: Readonly<Record<ProfileName, string>> = {
  direct: 'Direct GigE',
  'isolated-lan': 'Isolated LAN',
  'public-lan': 'Public LAN',
  wan: 'WAN',
  'congested-wan': 'Congested WAN',
  'capacity-drop': 'Capacity drop',
  fault: 'Fault',
};

export const USER_NAMES: Readonly<Record<UserName, string>> = { novice: 'novice', expert: 'expert' };

export const ARM_NAMES: Readonly<Record<ArmName, string>> = {
  plain: 'plain',
  monitor: 'monitor',
  detected: 'detected',
  guarded: 'guarded',
  adaptive: 'adaptive',
};

export const REALM_NAMES: Readonly<Record<RealmName, string>> = {
  virtual: 'virtual time',
  live: 'real time',
};

/** How a number is written. */
export interface NumberForm {
  readonly unit: string;
  readonly factor?: number;
  readonly digits: number;
}

/** `12.3`, without a minus in front of nothing. */
export function numberText(value: number, { factor = 1, digits }: NumberForm): string {
  const text = (value * factor).toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** `12.3 (11.9 to 12.8)`; the interval where there is one. */
export function estimateText(estimate: Estimate | null, form: NumberForm): string {
  if (estimate === null) return '–';
  const { value, low, high } = estimate;
  const interval =
    low === null || high === null ? '' : ` (${numberText(low, form)} to ${numberText(high, form)})`;
  return `${numberText(value, form)}${interval}`;
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
