import { isOverridable } from '../../model/gate/override.ts';
import { guardingText } from '../reasons.ts';
import type { Sentence } from '../sentence.ts';
import { keyOf } from '../verdict-words.ts';
import type { Rule, WhyFacts } from './why.ts';

/** What a user can do, as names of texts `uiWhyDo_<name>`. */
export const REMEDIES = [
  'wait',
  'network',
  'pause',
  'rearm',
  'confirm',
  'uncover',
  'visible',
  'reconnect',
  'reload',
  'ask_control',
  'ask_trainer',
  'alone',
  'guard',
  'page',
  'remote',
  'log_in',
  'override',
] as const;
type Remedy = (typeof REMEDIES)[number];

/** What would change it, as far as the user can: the most useful first. Never empty. */
export function remediesFor(rule: Rule, facts: WhyFacts): readonly Sentence[] {
  const { snapshot, display } = facts;
  const own = remediesOf(rule).map((name) => ({ key: keyOf('uiWhyDo', name) }));
  const { blocked, guardingReason } = snapshot;
  const isStuck = rule === 'unguarded' || rule === 'unverified' || rule === 'unverified-pass';
  const remedy = isStuck ? [{ key: guardingText(guardingReason).remedy }] : [];
  const override = blocked !== null && isOverridable(blocked) && !display.silent ? overrideWords(facts) : [];
  // What was set last holds until then, and nobody can say anything new.
  const reload = display.detached && !own.some(({ key }) => key === 'uiWhyDo_reload');
  return [...remedy, ...own, ...override, ...(reload ? [{ key: 'uiWhyDo_reload' }] : [])];
}

function remediesOf(rule: Rule): readonly Remedy[] {
  switch (rule) {
    case 'probe-overdue':
    case 'breakdown':
    case 'recovering':
      return ['wait', 'network'];
    case 'input-overdue':
    case 'no-credit':
    case 'retry':
    case 'hazardous':
    case 'control-passing':
      return ['wait'];
    case 'burst-cut':
    case 'stale-input':
    case 'held-through-block':
      return ['pause'];
    case 'not-armed':
      return ['rearm'];
    case 'confirm':
      return ['confirm'];
    case 'interfered':
      return ['uncover'];
    case 'no-data':
      return ['wait', 'visible'];
    case 'unverified':
    case 'closed':
      return ['reconnect'];
    case 'fault':
      return ['reload'];
    case 'no-control':
      return ['ask_control'];
    case 'control-frozen':
      return ['ask_trainer'];
    case 'control-lost':
      return ['wait', 'alone'];
    case 'silent':
      return ['wait', 'reload'];
    case 'connecting':
      return ['log_in'];
    case 'unguarded':
    case 'unverified-pass':
    case 'under-way':
      return ['remote'];
    case 'measuring':
      return ['remote', 'guard'];
    case 'override':
      return ['remote'];
    case 'nothing-came':
      return ['page', 'remote'];
    case 'arrived':
    case 'sent':
      return ['remote', 'page'];
    default:
      return rule satisfies never;
  }
}

function overrideWords({ snapshot, display }: WhyFacts): readonly Sentence[] {
  switch (snapshot.override.state) {
    case 'available':
      return display.detached ? [] : [{ key: 'uiWhyDo_override' }];
    case 'spent':
    case 'forbidden':
      return [{ key: keyOf('uiOverride', snapshot.override.state) }];
    case 'impossible':
    case 'active':
      return [];
  }
}
