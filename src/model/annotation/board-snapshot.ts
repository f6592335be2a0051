import type { MemberId } from '../room/member.ts';
import type { AuthorMarks, Keeping, MarkEntry } from './author-marks.ts';
import { type Board, faded } from './board.ts';
import type { BoardChange, SaidChange } from './board-change.ts';

/** A change and its age: what it was made from fades from there. */
export interface AgedChange {
  readonly agoMs: number;
  readonly change: BoardChange;
}

/** All that stands of one author, and what must not come back, as that author may say it: for somebody who is new. */
export function snapshotOf(board: Board, of: MemberId, nowMs: number): readonly AgedChange[] {
  const author = board.authors.get(of);
  return author === undefined ? [] : said(of, author, nowMs).map(({ agoMs, change }) => ({ agoMs, change }));
}

/** What is seen of an author who is gone, as somebody else may say it. */
export function legacyOf(board: Board, of: MemberId, nowMs: number): readonly AgedChange[] {
  return board.marks
    .filter((placed) => placed.mark.by === of && faded(placed, nowMs) > 0)
    .map(({ mark, sinceMs }) => ({ agoMs: nowMs - sinceMs, change: { type: 'mark', mark } }));
}

/** The whole board: applied to an empty one, or to one that missed some of it, it gives this one. */
export function wholeOf(board: Board, nowMs: number): readonly SaidChange[] {
  const { rules, ruledBy } = board;
  const ruled: SaidChange[] =
    ruledBy === null
      ? []
      : [
          {
            by: ruledBy.by,
            isTrainer: true,
            agoMs: 0,
            change: { type: 'rules', rules, stamp: ruledBy.stamp },
          },
        ];
  return [...ruled, ...[...board.authors].flatMap(([of, author]) => said(of, author, nowMs))];
}

function said(of: MemberId, { floor, entries }: AuthorMarks, nowMs: number): readonly SaidChange[] {
  const own = { by: of, isTrainer: false, agoMs: 0 };
  const known = [...entries.values()];
  const erased = known.filter(({ isErased }) => isErased).map(({ number }) => number);
  return [
    ...(floor < 0 ? [] : [{ ...own, change: { type: 'clear', floors: [{ of, upTo: floor }] } } as const]),
    ...(erased.length === 0 ? [] : [{ ...own, change: { type: 'erase', of, numbers: erased } } as const]),
    ...known.flatMap((entry) => saidOf(of, entry, nowMs)),
  ];
}

function saidOf(
  of: MemberId,
  { number, drawn, shown, keeping }: MarkEntry,
  nowMs: number,
): readonly SaidChange[] {
  const isSeen = shown !== null && faded(shown, nowMs) > 0;
  const mark: SaidChange[] =
    isSeen && drawn !== null
      ? [
          {
            by: of,
            isTrainer: false,
            agoMs: nowMs - drawn.sinceMs,
            change: { type: 'mark', mark: drawn.mark },
          },
        ]
      : [];
  return keeping === null ? mark : [...mark, kept(of, number, keeping, nowMs)];
}

function kept(of: MemberId, number: number, keeping: Keeping, nowMs: number): SaidChange {
  const { by, isTrainer, stamp, fadeMs, sinceMs } = keeping;
  return { by, isTrainer, agoMs: nowMs - sinceMs, change: { type: 'keep', of, number, fadeMs, stamp } };
}
