import type { LockPhase } from '../../model/control/lock-view.ts';
import type { BlockReason } from '../../model/gate/outcome.ts';
import type { Policy } from '../../model/policy/policy.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { blockText, guardingText } from '../reasons.ts';
import type { Sentence } from '../sentence.ts';
import type { DisplayFacts } from '../verdict.ts';
import { keyOf } from '../verdict-words.ts';
import { numbersOf, type WhyNumber } from './why-numbers.ts';
import { remediesFor } from './why-remedies.ts';

/** The page sent no press for so long: whoever pressed something since was not heard here at all. */
export const NOTHING_CAME_MS = 5_000;

/** What is known beside the snapshot. */
export interface WhyFacts {
  readonly snapshot: Snapshot;
  readonly display: DisplayFacts;
  /** In force on this site; null: not known. */
  readonly policy: Policy | null;
  /** Who may open a gate in the room of this session; lost: its relay does not answer; null: there is no room. */
  readonly lock: LockPhase['type'] | 'lost' | null;
}

/** What decides now about presses, by name. */
export type Rule =
  | BlockReason
  /** In a Breakdown that heals. */
  | 'recovering'
  /** Why control is not here, where the room says so. */
  | 'control-frozen'
  | 'control-passing'
  | 'control-lost'
  /** The page tells the overlay nothing any more. */
  | 'silent'
  /** Nothing is held back, and why. */
  | 'connecting'
  | 'unguarded'
  | 'unverified-pass'
  | 'measuring'
  | 'override'
  /** Nothing is held back: what became of the newest press. */
  | 'nothing-came'
  | 'under-way'
  | 'arrived'
  | 'sent';

/** Why presses do not arrive, as a person asks it. Plain data. */
export interface Answer {
  readonly rule: Rule;
  /** all: every press; some: presses of a kind; none. */
  readonly held: 'all' | 'some' | 'none';
  readonly title: Sentence;
  /** What is done, and when it ends. */
  readonly lines: readonly Sentence[];
  /** What the rule rests on. */
  readonly numbers: readonly WhyNumber[];
  /** What the user can do, the most useful first. */
  readonly remedies: readonly Sentence[];
  /** What would still be held back if this were over. */
  readonly also: readonly Sentence[];
}

/**
 * Which rule decides about presses at this instant, with its numbers and what would change it.
 * @example why({ snapshot, display: QUIET_DISPLAY, policy: null, lock: null }).rule // 'probe-overdue'
 */
export function why(facts: WhyFacts): Answer {
  const partly = partlyHeld(facts.snapshot);
  const rule = wholeRule(facts) ?? partly[0] ?? passingRule(facts.snapshot);
  const held = heldBy(rule);
  return {
    rule,
    held,
    ...wordsOf(rule, facts.snapshot),
    // Where there was none yet, and nothing to hold it against, there is nothing to tell.
    numbers: numbersOf(rule, facts).filter(({ value, bound }) => value !== null || bound !== null),
    remedies: remediesFor(rule, facts),
    also: [
      ...partly.filter((each) => each !== rule).map((each) => ({ key: blockText(each).title })),
      ...(facts.display.detached ? [{ key: 'uiDetachedTitle' }] : []),
    ],
  };
}

/** What decides about every press; null: each is looked at by itself. */
function wholeRule({ snapshot, display, lock }: WhyFacts): Rule | null {
  const { guarding, blocked, state } = snapshot;
  if (guarding === 'closed') return 'closed';
  if (guarding === 'unguarded') return 'unguarded';
  if (display.silent) return 'silent';
  if (blocked === 'no-control') return controlRule(lock, snapshot);
  if (blocked === 'breakdown' && state === 'recovery') return 'recovering';
  if (blocked !== null) return blocked;
  if (guarding === 'connecting') return 'connecting';
  if (guarding === 'measuring') return 'measuring';
  if (guarding === 'unverified') return 'unverified-pass';
  return snapshot.override.state === 'active' ? 'override' : null;
}

function controlRule(lock: WhyFacts['lock'], { seat }: Snapshot): Rule {
  switch (lock) {
    case 'frozen':
      return 'control-frozen';
    case 'lost':
      return 'control-lost';
    case 'draining':
    case 'offered':
      return 'control-passing';
    case 'held':
    case 'free':
    case null:
      return seat.state === 'opening' ? 'control-passing' : 'no-control';
  }
}

/** Presses of some kind that would be held back although others pass, the one that waits for the user first. */
function partlyHeld(snapshot: Snapshot): readonly BlockReason[] {
  const { guarding, confirm, waitingMs, normalCredit, hazardousCredit, armed, override } = snapshot;
  // Elsewhere these are only noted, and an override sets them aside.
  if (guarding !== 'guarded' || override.state === 'active') return [];
  return [
    ...(confirm === null ? [] : ['confirm' as const]),
    ...(waitingMs === null ? [] : ['retry' as const]),
    ...(normalCredit.used > 0 && normalCredit.used >= normalCredit.limit ? ['no-credit' as const] : []),
    ...(armed ? [] : ['not-armed' as const]),
    ...(armed && hazardousCredit.limit === 0 ? ['hazardous' as const] : []),
  ];
}

/** Presses pass: what became of the newest one. */
function passingRule({ demand, unacknowledged, path }: Snapshot): Rule {
  if (!(demand.sinceInputMs < NOTHING_CAME_MS)) return 'nothing-came';
  if (unacknowledged > 0) return 'under-way';
  // Without probes nothing tells that it arrived but time.
  return path.probe === 'none' ? 'sent' : 'arrived';
}

function heldBy(rule: Rule): Answer['held'] {
  switch (rule) {
    case 'probe-overdue':
    case 'input-overdue':
    case 'breakdown':
    case 'recovering':
    case 'burst-cut':
    case 'interfered':
    case 'stale-input':
    case 'no-data':
    case 'unverified':
    case 'fault':
    case 'no-control':
    case 'control-frozen':
    case 'control-passing':
    case 'control-lost':
    case 'closed':
    case 'silent':
      return 'all';
    case 'retry':
    case 'no-credit':
    case 'not-armed':
    case 'hazardous':
    case 'confirm':
    case 'held-through-block':
      return 'some';
    case 'connecting':
    case 'unguarded':
    case 'unverified-pass':
    case 'measuring':
    case 'override':
    case 'nothing-came':
    case 'under-way':
    case 'arrived':
    case 'sent':
      return 'none';
    default:
      return rule satisfies never;
  }
}

/** The warnings have words for most of this already: the same words for the same thing. */
function wordsOf(rule: Rule, { guardingReason }: Snapshot): Pick<Answer, 'title' | 'lines'> {
  const words = (title: string, ...lines: readonly string[]) => ({
    title: { key: title },
    lines: lines.map((key) => ({ key })),
  });
  const own = keyOf('uiWhy', rule);
  switch (rule) {
    case 'recovering':
      return words('uiRecoveringTitle', 'uiRecoveringDoing', 'uiRecoveringUntil');
    case 'unguarded':
      return words('uiUnguardedTitle', guardingText(guardingReason).why, 'uiUnguardedDoing');
    case 'unverified-pass':
      return words(blockText('unverified').title, guardingText(guardingReason).why, 'uiUnverifiedPass');
    case 'override':
      return words('uiOverrideTitle', 'uiOverrideDoing', 'uiOverrideUntil');
    case 'measuring':
      return words('uiWhyPassing', 'uiGuarded_measuring');
    case 'connecting':
      return words('uiState_connecting', 'uiGuarded_connecting');
    case 'nothing-came':
    case 'under-way':
    case 'arrived':
    case 'sent':
      return words('uiWhyPassing', own);
    case 'control-frozen':
    case 'control-passing':
    case 'control-lost':
    case 'silent':
      return words(`${own}_title`, `${own}_doing`);
    default: {
      const { title, doing, until } = blockText(rule);
      return words(title, doing, until);
    }
  }
}
