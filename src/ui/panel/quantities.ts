import type { ProbeKind } from '../../model/measure/readings.ts';
import type { IdleLabel } from '../../model/session/session-state.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Messages } from '../surroundings.ts';
import type { PanelAmounts } from './panel-amounts.ts';

/** One measured quantity as text: its name, its value with unit, and what it means, in the paper's words. */
export interface Quantity {
  readonly name: string;
  readonly value: string;
  readonly definition: string;
}

const PROBE_WORDS: Readonly<Record<ProbeKind, string>> = {
  fence: 'uiProbeFence',
  refresh: 'uiProbeRefresh',
  clipboard: 'uiProbeClipboard',
  none: 'uiProbeNone',
};

export const IDLE_WORDS: Readonly<Record<IdleLabel, string>> = {
  think: 'uiIdleThink',
  abort: 'uiIdleAbort',
  suppressed: 'uiIdleSuppressed',
  'no-data': 'uiIdleNoData',
};

/** All quantities of a snapshot, in the order they are read: what is asked, what comes back, over what path. */
export function quantities(
  snapshot: Snapshot,
  messages: Messages,
  amounts: PanelAmounts,
): readonly Quantity[] {
  const { path, demand, supply } = snapshot;
  const each = (key: string, ...values: readonly string[]): Quantity => ({
    name: messages(`uiQ${key}`),
    value: values.join(' · '),
    definition: messages(`uiQ${key}Def`),
  });
  const perSecond = (value: number): string => messages('uiPerSecond', amounts.perSecond(value));
  return [
    each('Attempted', perSecond(demand.attemptedPerSecond), amounts.rate(demand.attemptedBitsPerSecond)),
    each('Delivered', perSecond(demand.deliveredPerSecond), amounts.rate(demand.deliveredBitsPerSecond)),
    each('Retries', amounts.percent(demand.retryRatio)),
    each('Unacked', amounts.count(snapshot.unacknowledged)),
    each('Supply', amounts.rate(supply.rateBitsPerSecond)),
    each('Updates', perSecond(supply.updatesPerSecond)),
    each('Freezes', amounts.count(supply.freezes), amounts.percent(supply.frozenRatio)),
    each('Trip', amounts.duration(path.roundTripMs)),
    each('Effective', amounts.duration(path.effectiveMs)),
    each('Base', amounts.duration(path.baseMs)),
    each('Excess', amounts.duration(path.excessMs)),
    each('Trend', messages('uiQUnitTrend', amounts.count(Math.round(path.trendMsPerSecond)))),
    each('Quality', amounts.ratio(path.quality)),
    each(
      'Probe',
      messages(PROBE_WORDS[path.probe]),
      messages(path.confidence === 'high' ? 'uiConfidenceHigh' : 'uiConfidenceLow'),
    ),
  ];
}

/** The numbers one looks for first, under short names. */
export function mainQuantities(
  snapshot: Snapshot,
  messages: Messages,
  amounts: PanelAmounts,
): readonly Pick<Quantity, 'name' | 'value'>[] {
  const { path, demand, supply } = snapshot;
  return [
    { name: messages('uiChartTrip'), value: amounts.duration(path.effectiveMs ?? path.roundTripMs) },
    {
      name: messages('uiChartDemand'),
      value: messages('uiPerSecond', amounts.perSecond(demand.attemptedPerSecond)),
    },
    { name: messages('uiChartSupply'), value: amounts.rate(supply.rateBitsPerSecond) },
    { name: messages('uiQUnacked'), value: amounts.count(snapshot.unacknowledged) },
  ];
}
