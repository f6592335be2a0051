import type { CutBurst, Snapshot } from '../model/snapshot.ts';
import { FRESH_MS } from './fresh.ts';
import { afterNotice, type Notice, noticeFor, SPIKE_MS } from './notice.ts';
import type { DisplayFacts, Tone } from './verdict.ts';

/** A warning stays this long before a milder or equal one takes its place: long enough to be read. */
export const DWELL_MS = 1_000;
/** How long "you can go on" stays. */
export const CLEAR_MS = 2_500;
/** How long what became of a cut burst stays after the gate opened. */
export const CUT_MS = 10_000;
/** Put-away warnings remembered; the oldest is forgotten and would be shown again. */
const MAX_DISMISSED = 32;

const WEIGHT: Readonly<Record<Tone, number>> = {
  good: 0,
  quiet: 0,
  notice: 1,
  watch: 2,
  caution: 2,
  danger: 3,
};

/** What the banner shows, and what it must remember to stay calm. Plain values. */
export interface NoticeDesk {
  readonly shown: Notice | null;
  readonly connection: string | null;
  readonly shownSinceMs: number;
  /** The newest cut burst of this block: told once more when presses pass again. */
  readonly cut: CutBurst | null;
  readonly badPathSinceMs: number | null;
  /** `<connection> <id>` of warnings that were put away; forgotten when the condition ends. */
  readonly dismissed: readonly string[];
}

export const EMPTY_DESK: NoticeDesk = {
  shown: null,
  connection: null,
  shownSinceMs: 0,
  cut: null,
  badPathSinceMs: null,
  dismissed: [],
};

/**
 * Moves the banner on to what the connection deserves now. Never flickers: a warning stays for DWELL_MS unless a
 * graver one comes.
 */
export function advance(
  desk: NoticeDesk,
  snapshot: Snapshot | undefined,
  display: DisplayFacts,
  nowMs: number,
): NoticeDesk {
  if (snapshot === undefined) return { ...EMPTY_DESK, dismissed: desk.dismissed };
  const sameConnection = desk.connection === snapshot.connection;
  const badPathSinceMs = isBad(snapshot)
    ? ((sameConnection ? desk.badPathSinceMs : null) ?? snapshot.nowMs)
    : null;
  const badPathMs = badPathSinceMs === null ? 0 : snapshot.nowMs - badPathSinceMs;
  const due = noticeFor(snapshot, display, badPathMs);
  const cut = snapshot.cutBurst ?? (sameConnection ? desk.cut : null);
  const next: NoticeDesk = { ...desk, connection: snapshot.connection, badPathSinceMs, cut };

  if (due === null) return withoutCause(next, snapshot, nowMs);
  const key = `${snapshot.connection} ${due.id}`;
  if (next.dismissed.includes(key)) {
    return next.shown?.id === due.id || next.shown === null ? { ...next, shown: null } : next;
  }
  return show(next, due, sameConnection, nowMs);
}

function show(desk: NoticeDesk, due: Notice, sameConnection: boolean, nowMs: number): NoticeDesk {
  const current = desk.shown;
  if (current === null) return { ...desk, shown: due, shownSinceMs: nowMs };
  if (sameConnection && current.id === due.id) return { ...desk, shown: due };
  const graver = WEIGHT[due.tone] > WEIGHT[current.tone];
  if (!graver && nowMs - desk.shownSinceMs < DWELL_MS) return desk;
  return { ...desk, shown: due, shownSinceMs: nowMs };
}

/** Nothing is wrong any more: say that presses pass again, then fall silent. */
function withoutCause(desk: NoticeDesk, snapshot: Snapshot, nowMs: number): NoticeDesk {
  const current = desk.shown;
  // A block too young for a banner is not yet the end of the one before.
  const settling = snapshot.blocked !== null && snapshot.blockedMs < SPIKE_MS;
  const dismissed = desk.dismissed.filter((key) => !key.startsWith(`${snapshot.connection} `));
  if (current === null) return { ...desk, dismissed, cut: settling ? desk.cut : null };
  if (settling) return desk;
  if (current.id === 'clear' || current.id === 'clear-cut') {
    const stayMs = current.id === 'clear' ? CLEAR_MS : CUT_MS;
    return nowMs - desk.shownSinceMs < stayMs ? desk : { ...desk, shown: null, cut: null };
  }
  if (current.holding && snapshot.guarding === 'guarded') {
    return { ...desk, dismissed, shown: afterNotice(desk.cut), shownSinceMs: nowMs };
  }
  return { ...desk, dismissed, shown: null, cut: null };
}

/** Puts the shown warning away, if that is allowed and it has been there to be seen, until its condition ends. */
export function dismiss(desk: NoticeDesk, nowMs: number): NoticeDesk {
  const { shown, connection, shownSinceMs } = desk;
  if (shown === null || !shown.dismissible || connection === null) return desk;
  if (nowMs - shownSinceMs < FRESH_MS) return desk;
  const dismissed = [...desk.dismissed, `${connection} ${shown.id}`].slice(-MAX_DISMISSED);
  return { ...desk, shown: null, cut: null, dismissed };
}

function isBad(snapshot: Snapshot): boolean {
  return snapshot.path.level === 'bad' || snapshot.path.level === 'stall';
}
