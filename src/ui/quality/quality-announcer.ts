import type { QualityReading } from '../../model/codec/quality-reading.ts';
import type { Sentence } from '../sentence.ts';
import { causeWords } from './quality-words.ts';

/** Between two announcements of a level: it may move every few seconds, and a screen reader must be able to finish. */
export const QUIET_MS = 10_000;
/** The region is emptied after this, so that the same words can be said again later. */
export const CLEAR_AFTER_MS = 8_000;

/** What a screen reader says now, and what it knows already. Plain values. */
export interface QualityAnnouncer {
  readonly sentences: readonly Sentence[];
  readonly atMs: number;
  /** null: nothing is known of a connection yet. */
  readonly known: {
    readonly connection: string;
    readonly level: number | null;
    readonly isFocused: boolean;
    readonly full: QualityReading['full']['state'];
    /** That it is lossy is said once: it comes and goes with every pause of the hands. */
    readonly isLossyTold: boolean;
    readonly isOffered: boolean;
  } | null;
}

export const SILENT_QUALITY: QualityAnnouncer = {
  sentences: [],
  atMs: Number.NEGATIVE_INFINITY,
  known: null,
};

/**
 * Decides what is said of the picture's quality. What the user asked for is answered at once; a level that moved by
 * itself waits until there is room, and then the newest is said.
 */
export function announceQuality(
  announcer: QualityAnnouncer,
  connection: string,
  reading: QualityReading,
  isOffered: boolean,
  nowMs: number,
): QualityAnnouncer {
  const { level, isFocused, isLossy, full, cause } = reading;
  const before = announcer.known?.connection === connection ? announcer.known : null;
  const isLossyTold = before?.isLossyTold === true || isLossy;
  const known = { connection, level, isFocused, full: full.state, isLossyTold, isOffered };
  const answers: Sentence[] = [];
  if (before !== null && full.state !== before.full) {
    if (full.state === 'coming') answers.push({ key: 'uiQualityComing' });
    if (full.state === 'complete') answers.push({ key: 'uiQualityComplete' });
  }
  if (before !== null && isFocused !== before.isFocused) {
    answers.push({ key: isFocused ? 'uiQualityFocusOn' : 'uiQualityFocusOff' });
  }
  if (isOffered && before?.isOffered !== true) answers.push({ key: 'uiQualityOfferSaid' });
  if (isLossy && before?.isLossyTold !== true) answers.push({ key: 'uiQualityLossy' });
  if (answers.length > 0) return { sentences: answers, atMs: nowMs, known };

  const sinceMs = nowMs - announcer.atMs;
  const isMoved = before !== null && before.level !== level && level !== null && before.level !== null;
  if (isMoved && sinceMs >= QUIET_MS) {
    return {
      sentences: [{ key: 'uiQualityChosen', counts: [level] }, { key: causeWords(cause) }],
      atMs: nowMs,
      known,
    };
  }
  const isOver = announcer.sentences.length > 0 && sinceMs >= CLEAR_AFTER_MS;
  return {
    ...announcer,
    ...(isOver ? { sentences: [] } : {}),
    // Not said yet: what was known stays, until there is room.
    known: isMoved ? { ...known, level: before.level } : known,
  };
}
