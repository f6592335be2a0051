import type { MemberId } from '../room/member.ts';
import { MAX_MARKS, type Mark } from './mark.ts';

/** A mark as it stands on a board. */
export interface PlacedMark {
  /** `fadeMs` is what holds now: somebody may have pinned it. The same object for as long as nothing about it changes. */
  readonly mark: Mark;
  /** What fades does so from here, by this computer's clock. */
  readonly sinceMs: number;
}

/** A word on how long a mark stays. */
export interface Keeping {
  readonly stamp: number;
  readonly by: MemberId;
  readonly isTrainer: boolean;
  readonly fadeMs: number | null;
  readonly sinceMs: number;
}

/** All that is known of one number of an author. */
export interface MarkEntry {
  readonly number: number;
  /** As it was drawn; null: it has not come yet, was erased, or faded long ago. */
  readonly drawn: PlacedMark | null;
  /** As it is seen; null: not at all. */
  readonly shown: PlacedMark | null;
  readonly isErased: boolean;
  /** Points that it has or had: an erased one counts as before, so that it does not matter what came first. */
  readonly points: number;
  readonly keeping: Keeping | null;
}

/** What is remembered of an author: the greatest numbers above the floor. */
export interface AuthorMarks {
  /** All marks up to this number are gone for good. */
  readonly floor: number;
  readonly entries: ReadonlyMap<number, MarkEntry>;
}

export const NO_MARKS: AuthorMarks = { floor: -1, entries: new Map() };

/** Points of all marks of one author together: 500 strokes of a hand have some 75 000. */
export const MAX_AUTHOR_POINTS = 200_000;
/** The same mark said again is as old as it was; clocks and ways differ by so much. */
const AGE_TOLERANCE_MS = 250;

/** The same object where nothing changed, as in all of these. */
export function withMark(author: AuthorMarks, mark: Mark, sinceMs: number): AuthorMarks {
  const { number } = mark;
  if (number <= author.floor) return author;
  const entry = entryOf(author, number);
  const points = Math.max(entry.points, mark.shape.tool === 'pen' ? mark.shape.points.length : 1);
  const drawn = entry.isErased ? null : greater(entry.drawn, { mark, sinceMs });
  if (drawn === entry.drawn && points === entry.points) return author;
  return bounded(withEntries(author, [{ ...entry, drawn, points }]));
}

/** An erased mark never comes back, whenever its mark arrives. */
export function withoutMarks(author: AuthorMarks, numbers: readonly number[]): AuthorMarks {
  const news = numbers.filter(
    (number) => number > author.floor && author.entries.get(number)?.isErased !== true,
  );
  if (news.length === 0) return author;
  return bounded(
    withEntries(
      author,
      news.map((number) => ({
        ...entryOf(author, number),
        ...{ drawn: null, keeping: null, isErased: true },
      })),
    ),
  );
}

export function raised(author: AuthorMarks, floor: number): AuthorMarks {
  if (floor <= author.floor) return author;
  return { floor, entries: new Map([...author.entries].filter(([number]) => number > floor)) };
}

export function withKeeping(author: AuthorMarks, number: number, keeping: Keeping): AuthorMarks {
  if (number <= author.floor) return author;
  const entry = entryOf(author, number);
  if (entry.isErased || !isNewer(keeping, entry.keeping)) return author;
  return bounded(withEntries(author, [{ ...entry, keeping }]));
}

/** Faded marks leave the memory. @param before their fading ended before this */
export function withoutFaded(author: AuthorMarks, before: number): AuthorMarks {
  const gone = [...author.entries.values()].filter(({ shown }) => {
    if (shown === null || shown.mark.fadeMs === null) return false;
    return shown.sinceMs + shown.mark.fadeMs < before;
  });
  if (gone.length === 0) return author;
  return withEntries(
    author,
    gone.map((entry) => ({ ...entry, drawn: null })),
  );
}

/** The greatest number that was heard of; -1: none. */
export function lastNumber({ floor, entries }: AuthorMarks): number {
  return [...entries.keys()].reduce((last, number) => Math.max(last, number), floor);
}

function entryOf(author: AuthorMarks, number: number): MarkEntry {
  return (
    author.entries.get(number) ?? {
      ...{ number, drawn: null, shown: null, keeping: null },
      ...{ isErased: false, points: 1 },
    }
  );
}

function withEntries(author: AuthorMarks, changed: readonly Omit<MarkEntry, 'shown'>[]): AuthorMarks {
  const entries = new Map(author.entries);
  for (const entry of changed) entries.set(entry.number, { ...entry, shown: shownOf(entry) });
  return { ...author, entries };
}

function shownOf({ drawn, keeping }: Omit<MarkEntry, 'shown'>): PlacedMark | null {
  if (drawn === null || keeping === null) return drawn;
  const { fadeMs, sinceMs } = keeping;
  return { mark: { ...drawn.mark, fadeMs }, sinceMs: fadeMs === null ? drawn.sinceMs : sinceMs };
}

/**
 * Of two marks with one number, which an honest author never makes, all choose the same; of two tellings of one mark
 * the older.
 */
function greater(known: PlacedMark | null, next: PlacedMark): PlacedMark {
  if (known === null) return next;
  const [before, after] = [JSON.stringify(known.mark), JSON.stringify(next.mark)];
  if (before === after) return next.sinceMs < known.sinceMs - AGE_TOLERANCE_MS ? next : known;
  return after > before ? next : known;
}

/** Of two words with one stamp all choose the same; of two tellings of one word the older. */
function isNewer(next: Keeping, known: Keeping | null): boolean {
  if (known === null || next.stamp !== known.stamp) return next.stamp > (known?.stamp ?? -1);
  if (next.by !== known.by) return next.by > known.by;
  if (next.fadeMs === known.fadeMs) return next.sinceMs < known.sinceMs - AGE_TOLERANCE_MS;
  return (next.fadeMs ?? Number.POSITIVE_INFINITY) > (known.fadeMs ?? Number.POSITIVE_INFINITY);
}

/**
 * Keeps the greatest numbers, as many as an author may have. What falls out raises the floor: so it is the same at the
 * end, whatever came first.
 */
function bounded(author: AuthorMarks): AuthorMarks {
  let points = 0;
  for (const entry of author.entries.values()) points += entry.points;
  if (author.entries.size <= MAX_MARKS && points <= MAX_AUTHOR_POINTS) return author;
  let [count, sum] = [0, 0];
  for (const entry of [...author.entries.values()].sort((a, b) => b.number - a.number)) {
    count += 1;
    sum += entry.points;
    if (count > MAX_MARKS || sum > MAX_AUTHOR_POINTS) return raised(author, entry.number);
  }
  return author;
}
