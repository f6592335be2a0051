import type { BlockReason } from '../model/gate/outcome.ts';
import type { CutBurst, Snapshot } from '../model/snapshot.ts';
import { blockText, guardingText } from './reasons.ts';
import type { Sentence } from './sentence.ts';
import { type DisplayFacts, type Tone, type VerdictName, verdict } from './verdict.ts';

/** A block or a bad path shorter than this raises no banner (design.md, The session). */
export const SPIKE_MS = 300;

/** The pause that ends a cut burst (gate/burst.ts), and a spike before it: so long only the badge tells. */
const PAUSED_MS = 1_000;

/** A session that begins has this long for its first answer, unless presses are lost meanwhile. */
const FIRST_ANSWER_MS = 2_000;

/** What the warning banner says. */
export interface Notice {
  /** Identity: a notice with the same id is the same warning with newer numbers. */
  readonly id: string;
  readonly tone: Tone;
  readonly verdict: VerdictName;
  readonly title: Sentence;
  readonly lines: readonly Sentence[];
  /** Presses are held back while it shows: the frame around the picture says so too. */
  readonly holding: boolean;
  /** A lasting condition the badge tells too, so the banner may be put away. */
  readonly dismissible: boolean;
}

/**
 * The warning a snapshot deserves at this instant, or null.
 *
 * @param badPathMs for how long the path has been bad or stalled, as seen by the caller
 */
export function noticeFor(snapshot: Snapshot, display: DisplayFacts, badPathMs: number): Notice | null {
  const { name, tone } = verdict(snapshot, display);
  if (display.interfered) {
    return lasting('interfered', 'danger', name, 'uiInterfered', [
      ...(snapshot.blocked === null ? [] : [{ key: blockText('interfered').doing }]),
      { key: 'uiInterferedDoing' },
    ]);
  }
  switch (snapshot.guarding) {
    case 'connecting':
      return null;
    case 'closed':
      return snapshot.unacknowledged > 0
        ? lasting('closed', 'caution', name, blockText('closed').title, [
            ...mayExecute(snapshot),
            { key: 'uiClosedCheck' },
          ])
        : null;
    case 'unguarded':
      return lasting('unguarded', 'danger', name, 'uiUnguardedTitle', [
        { key: guardingText(snapshot.guardingReason).why },
        { key: 'uiUnguardedDoing' },
        { key: guardingText(snapshot.guardingReason).remedy },
      ]);
    case 'unverified':
      return lasting('unverified', 'caution', name, blockText('unverified').title, [
        { key: guardingText(snapshot.guardingReason).why },
        { key: snapshot.blocked === null ? 'uiUnverifiedPass' : blockText('unverified').doing },
        ...mayExecute(snapshot),
        { key: guardingText(snapshot.guardingReason).remedy },
      ]);
    case 'measuring':
      return measuringNotice(snapshot, name, tone, badPathMs);
    case 'guarded':
      return guardedNotice(snapshot, display, name, tone);
  }
}

function guardedNotice(
  snapshot: Snapshot,
  display: DisplayFacts,
  name: VerdictName,
  tone: Tone,
): Notice | null {
  if (snapshot.override.state === 'active') {
    const lines = [{ key: 'uiOverrideDoing' }, ...mayExecute(snapshot), { key: 'uiOverrideUntil' }];
    const notice = lasting('override', 'danger', name, 'uiOverrideTitle', lines);
    return { ...notice, dismissible: false };
  }
  // Without control nothing is wrong: the room part says whose it is.
  if (snapshot.blocked === null || snapshot.blocked === 'no-control') {
    if (display.detached) {
      return lasting('detached', 'caution', name, 'uiDetachedTitle', [{ key: 'uiDetachedDoing' }]);
    }
    return unknownInstrument(snapshot, name);
  }
  const beginning = snapshot.path.roundTripMs === null && snapshot.droppedPresses === 0;
  // After a spike the rest of a burst ends by itself when the user pauses; who goes on pressing has not seen it.
  const silentMs = beginning ? FIRST_ANSWER_MS : snapshot.blocked === 'burst-cut' ? PAUSED_MS : SPIKE_MS;
  if (snapshot.blockedMs < silentMs) return null;
  const text = blockText(snapshot.blocked);
  const recovering = snapshot.state === 'recovery' && snapshot.blocked === 'breakdown';
  const lines: Sentence[] = [{ key: recovering ? 'uiRecoveringDoing' : text.doing }];
  if (snapshot.cutBurst !== null) lines.push(becameOf(snapshot.cutBurst, snapshot.unacknowledged > 0));
  else if (snapshot.droppedPresses > 0) lines.push(dropped(snapshot.droppedPresses));
  lines.push(...mayExecute(snapshot), { key: recovering ? 'uiRecoveringUntil' : text.until });
  const lasts = snapshot.blocked === 'fault';
  return {
    id: recovering ? 'recovering' : snapshot.blocked,
    tone,
    verdict: name,
    title: { key: recovering ? 'uiRecoveringTitle' : text.title },
    lines,
    holding: true,
    dismissible: lasts,
  };
}

/** Nothing is held back: say so while it matters. */
function measuringNotice(
  snapshot: Snapshot,
  name: VerdictName,
  tone: Tone,
  badPathMs: number,
): Notice | null {
  const bad = snapshot.state === 'breakdown' || snapshot.state === 'unstable' || badPathMs >= SPIKE_MS;
  if (!bad) return unknownInstrument(snapshot, name);
  const stalled = snapshot.state === 'breakdown' || snapshot.path.level === 'stall';
  const lines = [{ key: 'uiMeasuringDoing' }, ...mayExecute(snapshot)];
  return {
    id: stalled ? 'measuring-stall' : 'measuring-bad',
    tone: tone === 'danger' ? tone : 'caution',
    verdict: name,
    title: { key: blockText(stalled ? 'breakdown' : 'probe-overdue').title },
    lines,
    holding: false,
    dismissible: true,
  };
}

/** Said when presses pass again, and after a burst was cut. */
export function afterNotice(cut: CutBurst | null): Notice {
  return {
    id: cut === null ? 'clear' : 'clear-cut',
    tone: cut === null ? 'good' : 'notice',
    verdict: 'stable',
    title: { key: 'uiClearTitle' },
    lines: cut === null ? [{ key: 'uiClearDoing' }] : [becameOf(cut, false), { key: 'uiClearDoing' }],
    holding: false,
    dismissible: true,
  };
}

/** The facility has profiles for this portal, and none is for what it leads to. */
function unknownInstrument(snapshot: Snapshot, name: VerdictName): Notice | null {
  if (snapshot.instrument.match !== 'unknown') return null;
  return lasting('unknown-instrument', 'danger', name, 'uiUnknownTitle', [
    { key: 'uiUnknownDoing' },
    { key: 'uiUnknownUntil' },
  ]);
}

function lasting(
  id: string,
  tone: Tone,
  name: VerdictName,
  title: string,
  lines: readonly Sentence[],
): Notice {
  return { id, tone, verdict: name, title: { key: title }, lines, holding: false, dismissible: true };
}

/** The reasons a warning may have to give when the extension cannot be asked for its text any more. */
const BLOCKS: readonly BlockReason[] = [
  'probe-overdue',
  'input-overdue',
  'breakdown',
  'burst-cut',
  'retry',
  'no-credit',
  'not-armed',
  'hazardous',
  'confirm',
  'interfered',
  'stale-input',
  'no-data',
  'unverified',
  'fault',
  'no-control',
  'held-through-block',
  'closed',
];

/** Every key a warning of a guarded connection may ever need. */
export function noticeKeys(): readonly string[] {
  const plural = (key: string): readonly string[] => [`${key}_one`, `${key}_other`];
  return [
    ...BLOCKS.map(blockText).flatMap(({ title, doing, until }) => [title, doing, until]),
    ...['uiSent', 'uiArrived', 'uiDropped', 'uiMayExecute', 'uiNoteMayExecute'].flatMap(plural),
    ...['Title', 'Doing', 'Until'].flatMap((part) => [`uiRecovering${part}`, `uiOverride${part}`]),
    ...['uiDetachedTitle', 'uiDetachedDoing', 'uiClearTitle', 'uiClearDoing', 'uiClosedCheck'],
    ...['uiInterfered', 'uiInterferedDoing', 'uiDismiss', 'uiBannerLabel', 'uiDead'],
  ];
}

function mayExecute({ unacknowledged }: Snapshot): readonly Sentence[] {
  if (unacknowledged === 0) return [];
  return [{ key: 'uiMayExecute', counts: [unacknowledged], plural: unacknowledged }];
}

function dropped(presses: number): Sentence {
  return { key: 'uiDropped', counts: [presses], plural: presses };
}

/** What arrived is known once nothing is unconfirmed; until then only what was sent. */
function becameOf(cut: CutBurst, underWay: boolean): Sentence {
  if (cut.sent === 0) return dropped(cut.dropped);
  const all = cut.sent + cut.dropped;
  return { key: underWay ? 'uiSent' : 'uiArrived', counts: [cut.sent, all], plural: all };
}
