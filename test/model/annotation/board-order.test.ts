import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_AUTHOR_POINTS } from '../../../src/model/annotation/author-marks.ts';
import { type Board, visibleMarks } from '../../../src/model/annotation/board.ts';
import type { BoardChange, SaidChange } from '../../../src/model/annotation/board-change.ts';
import { snapshotOf, wholeOf } from '../../../src/model/annotation/board-snapshot.ts';
import { MARK_COLORS, MAX_MARKS, MAX_POINTS } from '../../../src/model/annotation/mark.ts';
import { ROLES, type Role } from '../../../src/model/room/member.ts';
import { boardAfter, markOf, memberId, saidBy, strokeOf } from '../../support/marks.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';

const NOW_MS = 100_000;
const MEMBERS = ['A', 'B', 'T', 'U'].map(memberId);
const TRAINERS = MEMBERS.slice(2);
const roles = new Map<string, Role>(
  MEMBERS.map((id) => [id, TRAINERS.includes(id) ? 'trainer' : 'observer']),
);

const member = fc.constantFrom(...MEMBERS);
const number = fc.nat(3);
const stamp = fc.nat(2);
/** Some are about to vanish; none has: what somebody does then depends on when it is heard. */
const fadeMs = fc.constantFrom(null, 80_500, 90_000);
/** Farther apart than clocks and ways are: ages that are closer count as one. */
const aged = { agoMs: fc.constantFrom(0, 5000, 80_000) };

/** What `by` may say; a trainer to all, a member of its own. Some members draw two marks under one number. */
function changeBy(by: string): fc.Arbitrary<BoardChange> {
  const isTrainer = TRAINERS.includes(by);
  const of = isTrainer ? member : fc.constant(by);
  const color = fc.constantFrom(...MARK_COLORS.slice(0, 2));
  const mark = fc
    .record({ number, color, fadeMs })
    .map((fields): BoardChange => ({ type: 'mark', mark: markOf(by, fields.number, fields) }));
  const changes: fc.Arbitrary<BoardChange>[] = [
    mark,
    mark,
    mark,
    fc.record({ type: fc.constant('erase' as const), of, numbers: fc.array(number, { maxLength: 2 }) }),
    fc.record({
      type: fc.constant('clear' as const),
      floors: fc.array(fc.record({ of, upTo: fc.nat(3) }), { maxLength: 2 }),
    }),
    fc.record({ type: fc.constant('keep' as const), of, number, fadeMs, stamp }),
  ];
  if (isTrainer) {
    const rules = fc.record({
      leastRole: fc.constantFrom(...ROLES),
      muted: fc.subarray(MEMBERS.slice(0, 2)),
    });
    changes.push(fc.record({ type: fc.constant('rules' as const), rules, stamp }));
  }
  return fc.oneof(...changes);
}

const saidOf = (by: string, change: fc.Arbitrary<BoardChange>): fc.Arbitrary<SaidChange> =>
  fc
    .record({ change, ...aged })
    .map((each) => saidBy(by, each.change, { agoMs: each.agoMs, isTrainer: TRAINERS.includes(by) }));

const said = fc.array(
  member.chain((by) => saidOf(by, changeBy(by))),
  { maxLength: 40 },
);

/** What one member says in the name of another, or without being a trainer. */
const forged = fc.array(
  fc
    .constantFrom('A', 'B')
    .map(memberId)
    .chain((by) =>
      saidOf(
        by,
        fc
          .constantFrom(...MEMBERS.filter((other) => other !== by))
          .chain((other) =>
            fc.oneof(
              changeBy(other).filter((change) => change.type !== 'rules'),
              changeBy(TRAINERS[0] ?? '').filter((change) => change.type === 'rules'),
            ),
          )
          .filter((change) => isOfOthers(change, by)),
      ),
    ),
  { maxLength: 20 },
);

function isOfOthers(change: BoardChange, by: string): boolean {
  switch (change.type) {
    case 'mark':
      return change.mark.by !== by;
    case 'erase':
    case 'keep':
      return change.of !== by;
    case 'clear':
      return change.floors.some(({ of }) => of !== by);
    case 'rules':
      return true;
  }
}

const pictureOf = (board: Board) => ({
  marks: visibleMarks(board, roles, NOW_MS),
  rules: board.rules,
  // Of two who said the same, either may be remembered.
  all: board.marks,
});

/** In any order, some twice. */
const delivered = <T>(from: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc
    .tuple(fc.subarray([...from]), fc.constant(from))
    .chain(([twice, all]) =>
      fc.shuffledSubarray([...all, ...twice], { minLength: all.length + twice.length }),
    );

const withOrder = said.chain((all) => fc.tuple(fc.constant(all), delivered(all)));

describe('a board gives the same picture', () => {
  it('in whatever order changes come, and however often', () => {
    fc.assert(
      fc.property(withOrder, ([all, order]) => {
        expect(pictureOf(boardAfter(order, NOW_MS))).toEqual(pictureOf(boardAfter(all, NOW_MS)));
      }),
      { numRuns: SESSION_RUNS },
    );
  });

  it('however they are cut into messages', () => {
    fc.assert(
      fc.property(said, fc.array(fc.nat(5), { maxLength: 40 }), (all, cuts) => {
        let [board, at] = [boardAfter([], NOW_MS), 0];
        for (const length of [...cuts, all.length]) {
          board = boardAfter(all.slice(at, at + length), NOW_MS, board);
          at += length;
        }
        expect(pictureOf(board)).toEqual(pictureOf(boardAfter(all, NOW_MS)));
      }),
      { numRuns: SESSION_RUNS },
    );
  });

  it('to who comes late: the whole board in pieces, mixed with what is said meanwhile', () => {
    const late = fc.tuple(said, fc.nat(40)).chain(([all, cut]) => {
      const whole = wholeOf(boardAfter(all.slice(0, cut), NOW_MS), NOW_MS);
      return fc.tuple(fc.constant(all), delivered([...whole, ...all.slice(cut)]));
    });
    fc.assert(
      fc.property(late, ([all, order]) => {
        expect(pictureOf(boardAfter(order, NOW_MS))).toEqual(pictureOf(boardAfter(all, NOW_MS)));
      }),
      { numRuns: SESSION_RUNS },
    );
  });

  it('to who hears from each author what is theirs, and the rules from a trainer', () => {
    const fromAuthors = fc.tuple(said, fc.nat(40)).chain(([drawn, cut]) => {
      // Honest stamps grow: no two changes have the same one.
      const all = drawn.map((each, index) => restamped(each, index));
      const board = boardAfter(all.slice(0, cut), NOW_MS);
      const own = MEMBERS.flatMap((by) =>
        snapshotOf(board, by, NOW_MS).map(({ change, agoMs }) => saidBy(by, change, { agoMs })),
      );
      const { rules, ruledBy } = board;
      const change = { type: 'rules', rules, stamp: ruledBy?.stamp ?? 0 } as const;
      const ruled = ruledBy === null ? [] : [saidBy(TRAINERS[1] ?? '', change, { isTrainer: true })];
      return fc.tuple(fc.constant(all), delivered([...ruled, ...own, ...all.slice(cut)]));
    });
    fc.assert(
      fc.property(fromAuthors, ([all, order]) => {
        expect(pictureOf(boardAfter(order, NOW_MS))).toEqual(pictureOf(boardAfter(all, NOW_MS)));
      }),
      { numRuns: SESSION_RUNS },
    );
  });

  it('with forged changes in between, which do nothing', () => {
    const mixed = fc
      .tuple(said, forged)
      .chain(([all, lies]) => fc.tuple(fc.constant(all), delivered([...all, ...lies])));
    fc.assert(
      fc.property(mixed, ([all, order]) => {
        expect(pictureOf(boardAfter(order, NOW_MS))).toEqual(pictureOf(boardAfter(all, NOW_MS)));
      }),
      { numRuns: SESSION_RUNS },
    );
  });

  it('when there is more than an author may have, of marks and of points', () => {
    const by = memberId('A');
    const [dot, line] = [strokeOf(1), strokeOf(MAX_POINTS)];
    // Most are as long as may be: where the first of them is too much, a dot before it would still fit.
    const most = (MAX_AUTHOR_POINTS / MAX_POINTS) * 1.5;
    const strokes = fc.array(fc.constantFrom(dot, line, line, line), { minLength: most, maxLength: most });
    const many = fc.constant(Array.from({ length: MAX_MARKS + 40 }, () => dot));
    const drawn = fc
      .tuple(fc.oneof(strokes, strokes, many), fc.array(fc.nat(MAX_MARKS)))
      .chain(([shapes, numbers]) => {
        const marks = shapes.map((shape, index) =>
          saidBy(by, { type: 'mark', mark: markOf(by, index, { shape }) }),
        );
        const all = [
          ...marks,
          saidBy(by, { type: 'erase', of: by, numbers: numbers.filter((each) => each < marks.length) }),
        ];
        // Said again at the end: what fell out has to stay out, though it would fit.
        const dots = marks.filter((_, index) => shapes[index] === dot);
        const order = fc.shuffledSubarray(all, { minLength: all.length });
        return fc.tuple(
          fc.constant(all),
          order.map((each) => [...each, ...dots]),
        );
      });
    const numbers = (all: readonly SaidChange[]) => boardAfter(all).marks.map(({ mark }) => mark.number);
    fc.assert(
      fc.property(drawn, ([all, order]) => {
        expect(numbers(order)).toEqual(numbers(all));
      }),
      { numRuns: 60 },
    );
  });
});

function restamped(each: SaidChange, index: number): SaidChange {
  const { change } = each;
  if (change.type !== 'keep' && change.type !== 'rules') return each;
  return { ...each, change: { ...change, stamp: index + 1 } };
}
