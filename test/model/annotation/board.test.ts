import { describe, expect, it } from 'vitest';
import { MAX_AUTHOR_POINTS } from '../../../src/model/annotation/author-marks.ts';
import {
  apply,
  applyAll,
  type Board,
  clearing,
  dropFaded,
  EMPTY_BOARD,
  FADE_OUT_MS,
  faded,
  MAX_AUTHORS,
  nextStamp,
  visibleMarks,
} from '../../../src/model/annotation/board.ts';
import type { BoardChange, SaidChange } from '../../../src/model/annotation/board-change.ts';
import { legacyOf, snapshotOf } from '../../../src/model/annotation/board-snapshot.ts';
import { MAX_MARKS, MAX_POINTS } from '../../../src/model/annotation/mark.ts';
import type { Role } from '../../../src/model/room/member.ts';
import { boardAfter, markOf, memberId, saidBy, strokeOf } from '../../support/marks.ts';

const [anna, ben, tina] = [memberId('A'), memberId('B'), memberId('T')];
const roles = new Map<string, Role>([
  [anna, 'operator'],
  [ben, 'observer'],
  [tina, 'trainer'],
]);

const mark = (by: string, number: number, change = {}): SaidChange =>
  saidBy(by, { type: 'mark', mark: markOf(by, number, change) });
const byTrainer = (change: BoardChange): SaidChange => saidBy(tina, change, { isTrainer: true });
const seen = (board: Board, nowMs = 0): readonly string[] =>
  visibleMarks(board, roles, nowMs).map(({ mark: { by, number } }) => `${by.slice(0, 1)}${number}`);

describe('a board', () => {
  it('shows marks by number, then author, whenever they came', () => {
    const board = boardAfter([mark(ben, 2), mark(anna, 3), mark(anna, 2), mark(tina, 1)]);
    expect(seen(board)).toEqual(['T1', 'A2', 'B2', 'A3']);
  });

  it('is the same object where nothing changed', () => {
    const said = [
      mark(anna, 1),
      mark(anna, 2),
      saidBy(anna, { type: 'erase', of: anna, numbers: [1] }),
      saidBy(anna, { type: 'keep', of: anna, number: 2, fadeMs: 5000, stamp: 1 }),
      saidBy(ben, { type: 'clear', floors: [{ of: ben, upTo: 7 }] }),
      byTrainer({ type: 'rules', rules: { leastRole: 'operator', muted: [] }, stamp: 1 }),
    ];
    const board = boardAfter(said);
    for (const each of said) expect(apply(board, each, 0)).toBe(board);
    expect(apply(board, mark(ben, 7), 0)).toBe(board);
    expect(applyAll(board, said, 0).taken).toEqual([]);
  });

  it('never shows again what was erased, even if the mark comes after that', () => {
    const erase = saidBy(anna, { type: 'erase', of: anna, numbers: [1] });
    expect(seen(boardAfter([erase, mark(anna, 1), mark(anna, 2)]))).toEqual(['A2']);
    expect(seen(boardAfter([mark(anna, 1), erase, mark(anna, 1)]))).toEqual([]);
  });

  it('lets a trainer clear what was seen, and nothing that came meanwhile', () => {
    const before = boardAfter([mark(anna, 5), mark(ben, 6)]);
    const clear = byTrainer(clearing(before, null));
    expect(seen(boardAfter([mark(anna, 6), clear], 0, before))).toEqual(['A6']);
    expect(clearing(before, anna).floors).toEqual([{ of: anna, upTo: 5 }]);
    expect(clearing(boardAfter([clear], 0, before), null).floors).toEqual([]);
  });

  it('takes from a member only what is theirs', () => {
    const board = boardAfter([mark(anna, 1)]);
    const forged: readonly BoardChange[] = [
      { type: 'mark', mark: markOf(anna, 2) },
      { type: 'erase', of: anna, numbers: [1] },
      {
        type: 'clear',
        floors: [
          { of: ben, upTo: 1 },
          { of: anna, upTo: 9 },
        ],
      },
      { type: 'keep', of: anna, number: 1, fadeMs: 1, stamp: 9 },
      { type: 'rules', rules: { leastRole: 'owner', muted: [anna] }, stamp: 9 },
    ];
    for (const change of forged) expect(apply(board, saidBy(ben, change), 0)).toBe(board);
    // A trainer may do all of it but draw as another.
    for (const change of forged.slice(1)) expect(apply(board, byTrainer(change), 0)).not.toBe(board);
    expect(apply(board, byTrainer({ type: 'mark', mark: markOf(anna, 2) }), 0)).toBe(board);
  });

  it('hides by the rules, also what was drawn before them, and shows it again after them', () => {
    const board = boardAfter([mark(anna, 1), mark(ben, 2), mark(tina, 3), mark(memberId('G'), 4)]);
    const ruled = (leastRole: Role, muted: readonly string[], stamp: number) =>
      byTrainer({ type: 'rules', rules: { leastRole, muted }, stamp });
    expect(seen(boardAfter([ruled('operator', [], 1)], 0, board))).toEqual(['A1', 'T3']);
    expect(seen(boardAfter([ruled('observer', [tina], 1)], 0, board))).toEqual(['A1', 'B2', 'G4']);
    const free = boardAfter([ruled('observer', [], 2), ruled('owner', [], 1)], 0, board);
    expect(seen(free)).toEqual(['A1', 'B2', 'T3', 'G4']);
  });

  it('never hides what this user draws alone', () => {
    const board = boardAfter([saidBy('', { type: 'mark', mark: markOf('', 1) })]);
    const ruled = { ...board, rules: { leastRole: 'owner' as const, muted: [''] } };
    expect(visibleMarks(ruled, new Map(), 0)).toHaveLength(1);
  });
});

describe('fading', () => {
  const board = boardAfter([saidBy(anna, { type: 'mark', mark: markOf(anna, 1, { fadeMs: 8000 }) })], 1000);
  const placed = board.marks[0];

  it('begins when the mark was finished, and gets fainter in the last second', () => {
    if (placed === undefined) throw new Error('no mark');
    expect(faded(placed, 9000 - FADE_OUT_MS)).toBe(1);
    expect(faded(placed, 8500)).toBe(0.5);
    expect(faded(placed, 9000)).toBe(0);
    expect(visibleMarks(board, roles, 8500)).toMatchObject([{ opacity: 0.5 }]);
    expect(seen(board, 9000)).toEqual([]);
  });

  it('has gone on while the mark was under way', () => {
    const late = boardAfter([
      saidBy(anna, { type: 'mark', mark: markOf(anna, 1, { fadeMs: 8000 }) }, { agoMs: 7000 }),
    ]);
    expect(seen(late, 900)).toEqual(['A1']);
    expect(seen(late, 1000)).toEqual([]);
  });

  it('is stopped by a pin and begun by its end; the last word counts', () => {
    const pin = saidBy(anna, { type: 'keep', of: anna, number: 1, fadeMs: null, stamp: 1 });
    const unpin = byTrainer({ type: 'keep', of: anna, number: 1, fadeMs: 2000, stamp: 2 });
    const pinned = boardAfter([pin], 5000, board);
    expect(pinned.marks[0]?.mark.fadeMs).toBeNull();
    expect(seen(pinned, 1e9)).toEqual(['A1']);
    for (const said of [
      [pin, unpin],
      [unpin, pin],
    ]) {
      const unpinned = boardAfter(said, 20_000, board);
      expect(seen(unpinned, 21_900)).toEqual(['A1']);
      expect(seen(unpinned, 22_000)).toEqual([]);
    }
  });

  it('is counted from the older of two tellings of one word, whichever came first', () => {
    const word = { type: 'keep', of: anna, number: 1, fadeMs: 8000, stamp: 1 } as const;
    const tellings = [0, 5000].map((agoMs) => saidBy(anna, word, { agoMs }));
    for (const order of [tellings, [...tellings].reverse()]) {
      const board = boardAfter([mark(anna, 1), ...order], 10_000);
      expect(board.marks.map(({ sinceMs }) => sinceMs)).toEqual([5000]);
    }
  });

  it('takes a mark out of memory long after it is gone, and a pin that was late still finds it before', () => {
    expect(dropFaded(board, 38_000)).toBe(board);
    const gone = dropFaded(board, 39_001);
    expect(gone.marks).toEqual([]);
    expect(dropFaded(gone, 50_000)).toBe(gone);
    const pin = saidBy(anna, { type: 'keep', of: anna, number: 1, fadeMs: null, stamp: 1 });
    expect(seen(boardAfter([pin], 38_000, board), 38_000)).toEqual(['A1']);
    // Its author says it again to who was away.
    const again = saidBy(anna, { type: 'mark', mark: markOf(anna, 1, { fadeMs: 8000 }) }, { agoMs: 39_000 });
    expect(seen(boardAfter([pin, again], 40_000, gone), 40_000)).toEqual(['A1']);
  });

  it('leaves what is faded out of snapshots', () => {
    expect(snapshotOf(board, anna, 8000)).toMatchObject([{ agoMs: 7000, change: { type: 'mark' } }]);
    expect(snapshotOf(board, anna, 9000)).toEqual([]);
    expect(legacyOf(board, anna, 8000)).toHaveLength(1);
    expect(legacyOf(board, anna, 9000)).toEqual([]);
  });
});

describe('the bounds of a board', () => {
  it('are the newest 500 marks of an author, erased ones among them', () => {
    const numbers = Array.from({ length: MAX_MARKS + 20 }, (_, index) => index);
    const board = boardAfter(numbers.map((number) => mark(anna, number)));
    expect(board.marks).toHaveLength(MAX_MARKS);
    expect(board.marks[0]?.mark.number).toBe(20);
    // What fell out does not come back.
    expect(apply(board, mark(anna, 19), 0)).toBe(board);
    expect(seen(boardAfter([mark(ben, 1)], 0, board))).toHaveLength(MAX_MARKS + 1);
  });

  it('hold a million points of one author to a fifth of that', () => {
    const shape = strokeOf(MAX_POINTS);
    const board = boardAfter(Array.from({ length: MAX_MARKS }, (_, number) => mark(anna, number, { shape })));
    expect(board.marks).toHaveLength(MAX_AUTHOR_POINTS / MAX_POINTS);
    expect(board.marks.at(-1)?.mark.number).toBe(MAX_MARKS - 1);
  });

  it('forget an author who has nothing to show before they refuse a new one', () => {
    const authors = Array.from({ length: MAX_AUTHORS }, (_, index) => `${index}`.padStart(22, 'x'));
    const full = boardAfter(authors.map((by) => mark(by, 1)));
    expect(apply(full, mark(anna, 1), 0)).toBe(full);
    expect(apply(full, mark(authors[3] ?? '', 2), 0)).not.toBe(full);
    const cleared = boardAfter([saidBy(authors[3] ?? '', clearing(full, authors[3] ?? ''))], 0, full);
    const next = apply(cleared, mark(anna, 1), 0);
    expect(next.marks.some(({ mark: { by } }) => by === anna)).toBe(true);
    expect(next.authors.size).toBe(MAX_AUTHORS);
  });
});

describe('the next stamp', () => {
  it('is above the last one of that mark, and of now where there was none', () => {
    const keep = saidBy(anna, { type: 'keep', of: anna, number: 1, fadeMs: null, stamp: 5000 });
    const board = boardAfter([mark(anna, 1), mark(anna, 2), keep]);
    expect(nextStamp(board, { of: anna, number: 1 }, 100)).toBe(5001);
    expect(nextStamp(board, { of: anna, number: 1 }, 9000.5)).toBe(9000);
    // A member who drives up the stamp of an own mark takes nothing from the others.
    expect(nextStamp(board, { of: anna, number: 2 }, 100)).toBe(100);
    expect(nextStamp(board, 'rules', 100)).toBe(100);
    expect(nextStamp(EMPTY_BOARD, 'rules', 0)).toBe(1);
  });
});
