import { STALE_INPUT_MS } from '../../model/gate/admission.ts';
import { BURST_PAUSE_MS } from '../../model/gate/burst.ts';
import { inputAgeLimitMs, UNANSWERED_MAX_MS } from '../../model/gate/permit.ts';
import { FAULT_BLOCK_MS } from '../../model/guard/faults.ts';
import { STRICT_POLICY } from '../../model/policy/policy.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Rule, WhyFacts } from './why.ts';

/** A number that a rule rests on. */
export interface WhyNumber {
  /** Key of _locales. */
  readonly name: string;
  readonly unit: 'ms' | 'count';
  /** null: not known, or without an end. */
  readonly value: number | null;
  /**
   * - allowed: presses are held back above it
   * - needed: they are held back below it
   */
  readonly bound: { readonly type: 'allowed' | 'needed'; readonly value: number } | null;
}

type Bound = NonNullable<WhyNumber['bound']>;

const allowed = (value: number): Bound => ({ type: 'allowed', value });
const needed = (value: number): Bound => ({ type: 'needed', value });
const ms = (name: string, value: number | null, bound: Bound | null = null): WhyNumber => ({
  ...{ name, unit: 'ms', bound },
  value: value !== null && Number.isFinite(value) ? value : null,
});
const count = (name: string, value: number, bound: Bound | null = null): WhyNumber => ({
  ...{ name, unit: 'count', value, bound },
});

/** The numbers behind a rule, the deciding one first. */
export function numbersOf(rule: Rule, facts: WhyFacts): readonly WhyNumber[] {
  const { snapshot } = facts;
  const { path, demand, supply, seat } = snapshot;
  const underWay = count('uiWhyUnacknowledged', snapshot.unacknowledged);
  const inState = ms('uiWhyInState', snapshot.nowMs - snapshot.stateSinceMs);
  const unanswered = ms(
    'uiWhyUnanswered',
    path.unansweredMs,
    allowed(Math.min(path.stallAfterMs, UNANSWERED_MAX_MS)),
  );
  const excess = ms('uiWhyExcess', path.excessMs);
  const trip = ms('uiWhyRoundTrip', path.roundTripMs);
  const sinceInput = ms('uiWhySinceInput', demand.sinceInputMs);
  const held = heldNumbers(snapshot);
  switch (rule) {
    case 'probe-overdue':
      return [unanswered, trip, ...held];
    case 'input-overdue':
      return [ageLimit(facts), underWay, ...held];
    case 'breakdown':
    case 'recovering':
      return [unanswered, excess, inState, underWay, ...held];
    case 'burst-cut':
      return [
        ms('uiWhyPause', demand.sinceInputMs, needed(BURST_PAUSE_MS)),
        count('uiWhyUnacknowledged', snapshot.unacknowledged, allowed(0)),
        ...held,
      ];
    case 'retry':
      return [ms('uiWhyWaiting', snapshot.waitingMs), underWay];
    case 'no-credit':
      return [
        credit('uiWhyNormal', snapshot.normalCredit),
        credit('uiWhyHazardous', snapshot.hazardousCredit),
      ];
    case 'not-armed':
      return [inState];
    case 'hazardous':
      return [credit('uiWhyHazardous', snapshot.hazardousCredit), excess, inState];
    case 'confirm':
    case 'held-through-block':
      return [];
    case 'interfered':
    case 'unverified':
      return held;
    case 'stale-input':
      return [ms('uiWhyEventAge', null, allowed(STALE_INPUT_MS)), ...held];
    case 'no-data':
      return [unanswered, ms('uiWhySincePicture', supply.sinceUpdateMs), ...held];
    case 'fault':
      return [ms('uiWhyHeldFor', snapshot.blockedMs, needed(FAULT_BLOCK_MS)), ...held.slice(1)];
    case 'no-control':
    case 'control-frozen':
    case 'control-passing':
    case 'control-lost':
      return [...(seat.state === 'open' ? [ms('uiWhyLease', seat.leftMs)] : []), underWay, ...held];
    case 'closed':
      return [underWay];
    case 'silent':
      return [ms('uiWhySincePicture', supply.sinceUpdateMs), underWay];
    case 'connecting':
    case 'unguarded':
      return [];
    case 'unverified-pass':
    case 'measuring':
      return [sinceInput, trip];
    case 'override':
      return [ms('uiWhyOverrideLeft', snapshot.override.remainingMs), underWay];
    case 'nothing-came':
      return [sinceInput, ...lease(snapshot)];
    case 'under-way':
    case 'arrived':
    case 'sent':
      return [sinceInput, underWay, trip, ...lease(snapshot)];
    default:
      return rule satisfies never;
  }
}

function credit(name: string, { used, limit }: Snapshot['normalCredit']): WhyNumber {
  return count(name, used, allowed(limit));
}

/** In a room: for how long control stays without another answer. */
function lease({ seat }: Snapshot): readonly WhyNumber[] {
  return seat.state === 'open' ? [ms('uiWhyLease', seat.leftMs)] : [];
}

function heldNumbers({ blockedMs, droppedPresses }: Snapshot): readonly WhyNumber[] {
  return [ms('uiWhyHeldFor', blockedMs), count('uiWhyDropped', droppedPresses)];
}

/** The age itself is not told, only that it is above this; a profile may set less. */
function ageLimit({ snapshot, policy }: WhyFacts): WhyNumber {
  const { maxInputAgeMs } = policy ?? STRICT_POLICY;
  return ms('uiWhyInputAge', null, allowed(inputAgeLimitMs(snapshot.path, maxInputAgeMs)));
}
