import type { Notice } from './notice.ts';
import type { Sentence } from './sentence.ts';
import type { Verdict } from './verdict.ts';
import { verdictSpoken } from './verdict-words.ts';

/** Between two announcements, unless the later weighs more: a screen reader must be able to finish. */
export const QUIET_MS = 5_000;
/** The regions are emptied after this, so that the same words can be said again later. */
export const CLEAR_AFTER_MS = 8_000;

/** What is said now, and what was said last. Plain values. */
export interface Announcer {
  readonly sentences: readonly Sentence[];
  /** Which of the two live regions: assertive interrupts, polite waits. */
  readonly region: 'polite' | 'assertive';
  /** Identity of what was said last, and its weight. */
  readonly said: string;
  readonly weight: number;
  readonly atMs: number;
}

export const SILENT_ANNOUNCER: Announcer = {
  sentences: [],
  region: 'polite',
  said: '',
  weight: -1,
  atMs: 0,
};

/**
 * Decides what a screen reader says now: what weighs more at once, everything else when there is room. What changed
 * in between is skipped, the newest is said: no queue, no chatter.
 */
export function announce(
  announcer: Announcer,
  verdict: Verdict | null,
  notice: Notice | null,
  nowMs: number,
): Announcer {
  const sinceMs = nowMs - announcer.atMs;
  const cleared =
    announcer.sentences.length > 0 && sinceMs >= CLEAR_AFTER_MS ? { ...announcer, sentences: [] } : announcer;
  if (verdict === null) return cleared;
  // Idle and Stable alternate with every pause of the hands: one word for both.
  const said = notice?.id ?? (verdict.name === 'idle' ? 'stable' : verdict.name);
  if (said === cleared.said) return cleared;
  // "You can go on" has already said it.
  if (said === 'stable' && cleared.said.startsWith('clear')) return { ...cleared, said };
  const weight = weightOf(notice);
  if (weight <= cleared.weight && sinceMs < QUIET_MS) return cleared;
  return {
    sentences:
      notice === null ? [{ key: verdictSpoken(verdict.name) }] : [notice.title, ...notice.lines.slice(0, 1)],
    region: weight > 1 ? 'assertive' : 'polite',
    said,
    weight,
    atMs: nowMs,
  };
}

/** Warnings before states, held input before other warnings, danger before all. */
function weightOf(notice: Notice | null): number {
  if (notice === null) return 0;
  if (notice.tone === 'danger') return 3;
  return notice.holding ? 2 : 1;
}
