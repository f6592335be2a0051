import type { Notice } from './notice.ts';
import type { Sentence } from './sentence.ts';
import type { Verdict } from './verdict.ts';
import { verdictSpoken } from './verdict-words.ts';

/** Between two announcements of one region: a screen reader must be able to finish. */
export const QUIET_MS = 5_000;
/** A region is emptied after this, so that the same words can be said again later. */
export const CLEAR_AFTER_MS = 8_000;

export interface Announcement {
  readonly sentences: readonly Sentence[];
  readonly atMs: number;
}

/** The two live regions and what was last judged worth saying. Plain values. */
export interface Announcer {
  readonly polite: Announcement | null;
  readonly assertive: Announcement | null;
  /** Identity of the newest subject that was said in either region. */
  readonly said: string;
  readonly politeAtMs: number;
  readonly assertiveAtMs: number;
}

export const SILENT_ANNOUNCER: Announcer = {
  polite: null,
  assertive: null,
  said: '',
  politeAtMs: Number.NEGATIVE_INFINITY,
  assertiveAtMs: Number.NEGATIVE_INFINITY,
};

/**
 * Decides what a screen reader says now: warnings that hold presses back at once, everything else when there is
 * room. What changed while a region was quiet is skipped, the newest is said: no queue, no chatter.
 */
export function announce(
  announcer: Announcer,
  verdict: Verdict | null,
  notice: Notice | null,
  nowMs: number,
): Announcer {
  const cleared = expire(announcer, nowMs);
  const subject = subjectOf(verdict, notice);
  if (subject === null || subject.id === cleared.said) return cleared;
  // "You can go on" has already said it.
  if (subject.id === 'verdict stable' && cleared.said.startsWith('notice clear')) {
    return { ...cleared, said: subject.id };
  }
  const since = nowMs - (subject.urgent ? cleared.assertiveAtMs : cleared.politeAtMs);
  if (since < QUIET_MS && !(subject.grave && since >= QUIET_MS / 5)) return cleared;
  const announcement = { sentences: subject.sentences, atMs: nowMs };
  return subject.urgent
    ? { ...cleared, said: subject.id, assertive: announcement, polite: null, assertiveAtMs: nowMs }
    : { ...cleared, said: subject.id, polite: announcement, assertive: null, politeAtMs: nowMs };
}

interface Subject {
  readonly id: string;
  readonly sentences: readonly Sentence[];
  readonly urgent: boolean;
  readonly grave: boolean;
}

function subjectOf(verdict: Verdict | null, notice: Notice | null): Subject | null {
  if (notice !== null) {
    const [first] = notice.lines;
    return {
      id: `notice ${notice.id}`,
      sentences: first === undefined ? [notice.title] : [notice.title, first],
      urgent: notice.holding || notice.tone === 'danger',
      grave: notice.tone === 'danger',
    };
  }
  if (verdict === null) return null;
  // Idle and Stable alternate with every pause of the hands: one word for both.
  const name = verdict.name === 'idle' ? 'stable' : verdict.name;
  return {
    id: `verdict ${name}`,
    sentences: [{ key: verdictSpoken(name) }],
    urgent: false,
    grave: false,
  };
}

function expire(announcer: Announcer, nowMs: number): Announcer {
  const { polite, assertive } = announcer;
  const old = (each: Announcement | null): boolean => each !== null && nowMs - each.atMs >= CLEAR_AFTER_MS;
  if (!old(polite) && !old(assertive)) return announcer;
  return { ...announcer, polite: old(polite) ? null : polite, assertive: old(assertive) ? null : assertive };
}
