import { beforeEach, describe, expect, it } from 'vitest';
import { clearing, nextStamp, visibleMarks } from '../../src/model/annotation/board.ts';
import type { BoardChange } from '../../src/model/annotation/board-change.ts';
import { LIVE_EVERY_MS, type LivePiece } from '../../src/model/annotation/live-piece.ts';
import { MAX_MARKS, MAX_POINTS } from '../../src/model/annotation/mark.ts';
import { packedChange } from '../../src/model/annotation/packed.ts';
import { packPoints } from '../../src/model/annotation/packed-points.ts';
import { MAX_BOX } from '../../src/model/room/room-limits.ts';
import { RateGuard, rateKind } from '../../src/relay/rate-guard.ts';
import { MAX_BOX_BYTES, MAX_WAITING_CHANGES } from '../../src/room/own-drawing.ts';
import { comeIn, type Mallory } from '../support/mallory.ts';
import { markOf, memberId, strokeOf } from '../support/marks.ts';
import { type BenchMember, RoomBench } from '../support/room-bench.ts';

let bench: RoomBench;
let owner: BenchMember;
let anna: BenchMember;
let nextNumber: number;

beforeEach(async () => {
  bench = new RoomBench();
  owner = await bench.begin('Olga');
  anna = await bench.join(owner, 'Anna');
  nextNumber = 1;
});

/** Draws an arrow that stays. */
async function draws(member: BenchMember, change = {}): Promise<number> {
  const number = nextNumber;
  nextNumber += 1;
  await does(member, { type: 'mark', mark: markOf(member.id, number, change) });
  return number;
}

async function does(member: BenchMember, ...changes: readonly BoardChange[]): Promise<void> {
  for (const change of changes) member.client.draw(change);
  await bench.settle();
}

/** What an overlay would show: numbers, for each is used once. */
function seen({ board, ...member }: BenchMember): readonly number[] {
  const roles = new Map(owner.room().people.map(({ id, role }) => [id, role]));
  const nowMs = bench.clock.monotonicMs();
  expect(member.said.every((text) => text.length <= MAX_BOX + 200)).toBe(true);
  return visibleMarks(board, roles, nowMs).map(({ mark }) => mark.number);
}

const erase = (of: BenchMember, ...numbers: number[]): BoardChange => ({ type: 'erase', of: of.id, numbers });
const piece = (number: number, first = 0): LivePiece => ({
  ...{ number, tool: 'pen', color: 'cyan', width: 4, first },
  points: [{ x: 10 + first, y: 20, pressure: 1 }],
});
/** The connection is gone, and nobody can come back before `isRelayGone` ends. */
function breaks(member: BenchMember): void {
  bench.isRelayGone = true;
  member.events?.onClose();
}

async function comesBack(): Promise<void> {
  bench.isRelayGone = false;
  await bench.pass(6000);
}

describe('a drawing', () => {
  it('reaches everybody as it was made, and its author at once', async () => {
    const shape = strokeOf(200);
    await draws(anna, { shape, fadeMs: 8000 });
    for (const member of [anna, owner]) {
      expect(member.board.marks).toMatchObject([{ mark: markOf(anna.id, 1, { shape, fadeMs: 8000 }) }]);
    }
    expect(owner.board.marks[0]?.sinceMs).toBe(anna.board.marks[0]?.sinceMs);
  });

  it('is erased, kept and cleared for everybody', async () => {
    const [first, second] = [await draws(anna), await draws(anna, { fadeMs: 8000 })];
    await does(anna, erase(anna, first));
    expect(seen(owner)).toEqual([second]);
    const about = { of: anna.id, number: second };
    await does(owner, { type: 'keep', ...about, fadeMs: null, stamp: nextStamp(owner.board, about, 5) });
    await bench.pass(10_000);
    expect(seen(anna)).toEqual([second]);
    await does(owner, clearing(owner.board, null));
    expect(seen(anna)).toEqual([]);
  });

  it('fades everywhere at the same time', async () => {
    await draws(anna, { fadeMs: 8000 });
    await bench.pass(7750);
    expect([seen(anna), seen(owner)]).toEqual([[1], [1]]);
    await bench.pass(250);
    expect([seen(anna), seen(owner)]).toEqual([[], []]);
  });

  it('is not done by who may not, who is told', async () => {
    const number = await draws(owner);
    await does(anna, erase(owner, number), clearing(anna.board, null));
    expect([seen(anna), seen(owner)]).toEqual([[number], [number]]);
    expect(anna.room().answer).toMatchObject({ type: 'refused', reason: 'role' });
    await does(anna, { type: 'mark', mark: markOf(owner.id, 9) });
    expect(anna.board.marks).toHaveLength(1);
    expect(anna.sent('say').length).toBeLessThan(10);
  });

  it('is decided about by a trainer: who may draw, and who is muted', async () => {
    await draws(anna);
    await does(owner, { type: 'rules', rules: { leastRole: 'trainer', muted: [] }, stamp: 1 });
    expect([seen(anna), seen(owner)]).toEqual([[], []]);
    await draws(anna);
    expect(anna.room().answer).toMatchObject({ type: 'refused', reason: 'role' });
    await does(owner, { type: 'rules', rules: { leastRole: 'observer', muted: [anna.id] }, stamp: 2 });
    anna.client.live(piece(50));
    await bench.pass(500, 50);
    expect(owner.pieces).toEqual([]);
    expect(anna.sent('show')).toEqual([]);
    await does(owner, { type: 'rules', rules: { leastRole: 'observer', muted: [] }, stamp: 3 });
    expect(seen(owner)).toEqual([1]);
  });
});

describe('who comes late', () => {
  it('sees what stands, and nothing that was erased, faded or cleared', async () => {
    const [first] = [await draws(anna), await draws(anna, { fadeMs: 1000 }), await draws(owner)];
    const pinned = await draws(anna, { fadeMs: 1000 });
    await does(anna, { type: 'keep', of: anna.id, number: pinned, fadeMs: null, stamp: 1 });
    await does(owner, erase(anna, first));
    await bench.pass(2000);
    const ben = await bench.join(owner, 'Ben', 'observer');
    await bench.pass(1000);
    expect(seen(ben)).toEqual(seen(owner));
    expect(seen(ben)).toEqual([3, pinned]);
    expect(ben.room().alarms).toEqual([]);
  });

  it('hears the rules from a trainer', async () => {
    await does(owner, { type: 'rules', rules: { leastRole: 'trainer', muted: [anna.id] }, stamp: 7 });
    const ben = await bench.join(owner, 'Ben');
    await bench.pass(1000);
    expect(ben.board.rules).toEqual({ leastRole: 'trainer', muted: [anna.id] });
  });

  it('sees all that one person may have drawn, in messages that a relay takes', async () => {
    const shape = strokeOf(150);
    for (let number = 1; number <= MAX_MARKS; number += 1) {
      anna.client.draw({ type: 'mark', mark: markOf(anna.id, number, { shape }) });
    }
    await bench.pass(1000);
    // In base64: a box is a third longer. What was begun may be one message more.
    const characters = anna.sent('say').reduce((sum, { box }) => sum + box.length, 0);
    expect(characters).toBeLessThan(((96_000 + 48_000 + MAX_BOX_BYTES) * 4) / 3);
    await bench.pass(15_000, 500);
    expect(seen(owner)).toHaveLength(MAX_MARKS);
    const ben = await bench.join(owner, 'Ben');
    await bench.pass(15_000, 500);
    expect(seen(ben)).toHaveLength(MAX_MARKS);
    expect(ben.room().alarms).toEqual([]);
  });

  it('sees what those drew who are gone, as long as the first one here still knows it', async () => {
    const ben = await bench.join(owner, 'Ben');
    await draws(ben);
    await draws(ben, { fadeMs: 60_000 });
    ben.client.stop();
    await bench.pass(1000);
    expect(seen(anna)).toEqual([1, 2]);
    const cleo = await bench.join(owner, 'Cleo');
    await bench.pass(1000);
    expect(seen(cleo)).toEqual([1, 2]);
    expect(cleo.board.marks.map(({ mark }) => mark.by)).toEqual(owner.board.marks.map(({ mark }) => mark.by));
    await bench.pass(60_000, 1000);
    expect(seen(cleo)).toEqual([1]);
    expect(cleo.room().alarms).toEqual([]);
  });

  it('sees it too if its author was away then, and never came back', async () => {
    const ben = await bench.join(owner, 'Ben');
    await draws(ben);
    breaks(ben);
    bench.isRelayGone = false;
    // Ben's machine is off.
    ben.client.stop();
    const cleo = await bench.join(owner, 'Cleo');
    await bench.pass(120_000, 1000);
    expect(cleo.room().people.map(({ name }) => name)).not.toContain('Ben');
    expect(seen(cleo)).toEqual([1]);
  });
});

describe('a break', () => {
  it('costs nothing: what was drawn meanwhile is there afterwards, on both sides', async () => {
    const before = await draws(anna);
    breaks(anna);
    await draws(anna);
    await does(owner, erase(anna, before));
    await draws(owner);
    expect(seen(owner)).toEqual([3]);
    await comesBack();
    expect([seen(anna), seen(owner)]).toEqual([
      [2, 3],
      [2, 3],
    ]);
    expect(anna.room().alarms).toEqual([]);
  });

  it('has its author say all again: what a relay took need not have reached anybody', async () => {
    owner.tamper = (message) => (message.type === 'said' ? [] : [message]);
    await draws(anna);
    owner.tamper = (message) => [message];
    anna.events?.onClose();
    await bench.pass(6000);
    expect(seen(owner)).toEqual([1]);
  });

  it('of the relay loses nothing that was under way', async () => {
    // The relay took it and died.
    owner.tamper = (message) => (message.type === 'said' ? [] : [message]);
    await draws(anna);
    expect(seen(owner)).toEqual([]);
    owner.tamper = (message) => [message];
    bench.relay.restart();
    await bench.pass(6000);
    expect(seen(owner)).toEqual([1]);
  });

  it('leaves what waits for it bounded', async () => {
    breaks(anna);
    for (let number = 1; number <= MAX_WAITING_CHANGES + 50; number += 1) {
      anna.client.draw({ type: 'mark', mark: markOf(anna.id, number) });
      if (number % 2 === 0) anna.client.draw(erase(anna, number));
    }
    await bench.settle();
    await comesBack();
    await bench.pass(6000);
    expect(seen(owner)).toEqual(seen(anna));
    expect(seen(owner).length).toBeGreaterThan(200);
  });

  it('ends with what the relay refused being said again', async () => {
    await draws(anna);
    anna.tamper = (message) => (message.type === 'said' ? [] : [message]);
    owner.tamper = (message) => (message.type === 'said' ? [] : [message]);
    await draws(anna);
    anna.tamper = (message) => [message];
    owner.tamper = (message) => [message];
    anna.hears({ type: 'refused', request: 'say', reason: 'too-often' });
    await bench.pass(2000);
    expect(seen(owner)).toEqual([1, 2]);
  });
});

describe('a live stroke', () => {
  it('is told 20 times a second at most, the newest piece alone', async () => {
    for (let index = 0; index < 100; index += 1) {
      anna.client.live(piece(1, index));
      anna.client.point({ x: index, y: 1 });
      await bench.pass(10, 10);
    }
    await bench.pass(100, 50);
    const shows = anna.sent('show').length;
    expect(shows).toBeGreaterThan(15);
    expect(shows).toBeLessThanOrEqual(1000 / LIVE_EVERY_MS + 1);
    expect(owner.pieces.at(-1)).toEqual({ from: anna.id, piece: piece(1, 99) });
    // No pointer beside it.
    expect(owner.room().pointers).toEqual([]);
    await bench.pass(1000);
    anna.client.point({ x: 7, y: 7 });
    await bench.pass(500);
    expect(owner.room().pointers).toMatchObject([{ x: 7 }]);
  });

  it('and a mark a second, chat and pointers stay well below what a relay refuses', async () => {
    const guard = new RateGuard(0);
    let heard = anna.said.length;
    const verdicts = new Set<string>();
    for (let step = 0; step < 600; step += 1) {
      anna.client.live(piece(1, step));
      if (step % 20 === 0) await draws(anna, { shape: strokeOf(300) });
      if (step % 40 === 0) anna.client.act({ type: 'chat', text: `${step}` });
      await bench.pass(50, 50);
      for (const text of anna.said.slice(heard)) {
        const message: unknown = JSON.parse(text);
        const type: unknown = Reflect.get(Object(message), 'type');
        const kind = rateKind(type === 'show' ? 'show' : 'say');
        // What is said counts twice: the half of what a relay takes is well below it.
        for (let times = kind === 'show' ? 1 : 2; times > 0; times -= 1) {
          verdicts.add(guard.take(kind, bench.clock.monotonicMs()));
        }
      }
      heard = anna.said.length;
    }
    expect([...verdicts]).toEqual(['pass']);
    expect(seen(owner)).toHaveLength(30);
  });
});

describe('a hostile member', () => {
  let mallory: Mallory;
  const board = (...changes: readonly BoardChange[]) => ({
    type: 'board',
    changes: changes.map((change) => ({ agoMs: 0, change: packedChange(change) })),
  });
  const own = (number: number, change = {}): BoardChange => ({
    type: 'mark',
    mark: markOf(mallory.keys.id, number, change),
  });

  beforeEach(async () => {
    mallory = await comeIn(bench, owner);
  });

  it('draws as itself when it keeps to the rules', async () => {
    await mallory.says(board(own(1)));
    expect(seen(anna)).toEqual([1]);
    expect(anna.badCount()).toBe(0);
  });

  it('draws, erases, clears and keeps nothing in the name of others, and makes no rules', async () => {
    const number = await draws(anna, { fadeMs: 60_000 });
    const forged: readonly BoardChange[] = [
      { type: 'mark', mark: markOf(anna.id, 2) },
      { type: 'mark', mark: markOf(owner.id, 3) },
      erase(anna, number),
      clearing(anna.board, null),
      { type: 'keep', of: anna.id, number, fadeMs: 1, stamp: 1e9 },
      { type: 'rules', rules: { leastRole: 'owner', muted: [anna.id] }, stamp: 1e9 },
    ];
    for (const change of forged) await mallory.says(board(change, own(10)));
    expect([seen(anna), seen(owner)]).toEqual([
      [number, 10],
      [number, 10],
    ]);
    expect(anna.badCount()).toBe(forged.length);
  });

  it('makes up no author who is gone, and changes nothing of one', async () => {
    const ben = await bench.join(owner, 'Ben');
    const number = await draws(ben);
    const { id } = ben;
    ben.client.stop();
    await bench.pass(1000);
    await mallory.says(board({ type: 'mark', mark: markOf(memberId('G'), 5) }));
    await mallory.says(
      board(
        { type: 'mark', mark: markOf(id, number, { color: 'white' }) },
        { type: 'mark', mark: markOf(id, 99) },
      ),
    );
    await mallory.says(board({ type: 'erase', of: id, numbers: [number] }));
    expect(seen(anna)).toEqual([number]);
    expect(anna.board.marks[0]?.mark.color).toBe('yellow');
  });

  it('is counted for what is no drawing: NaN, a million points, too many changes', async () => {
    const shape = { tool: 'pen', points: packPoints(strokeOf(MAX_POINTS + 1).points) };
    const mark = packedChange(own(1));
    const wrong = [
      {
        ...board(),
        changes: [{ agoMs: 0, change: { type: 'mark', mark: { ...markOf(mallory.keys.id, 1), shape } } }],
      },
      { ...board(), changes: [{ agoMs: -1, change: mark }] },
      { ...board(), changes: [{ agoMs: null, change: mark }] },
      { ...board(), changes: Array.from({ length: 201 }, () => ({ agoMs: 0, change: mark })) },
      { ...board(), changes: 'all' },
    ];
    for (const content of wrong) await mallory.says(content);
    await mallory.saysText(JSON.stringify(board(own(1))).replace('"x":10', '"x":1e999'));
    for (const content of [{ type: 'live', piece: { number: 1, tool: 'pen' } }, { type: 'live' }]) {
      await mallory.shows(content);
    }
    expect(anna.badCount()).toBe(wrong.length + 3);
    expect([seen(anna), anna.pieces]).toEqual([[], []]);
  });

  it('fills no memory: 500 marks and 200 000 points are all that is kept of it', async () => {
    const shape = strokeOf(MAX_POINTS);
    for (let first = 1; first < 120; first += 4) {
      await mallory.says(board(...[0, 1, 2, 3].map((index) => own(first + index, { shape }))));
    }
    expect(seen(anna)).toHaveLength(100);
    expect(seen(anna).at(-1)).toBe(120);
    for (let first = 200; first < 900; first += 100) {
      await mallory.says(board(...Array.from({ length: 100 }, (_, index) => own(first + index))));
    }
    expect(seen(anna)).toHaveLength(MAX_MARKS);
    await draws(anna);
    expect(seen(owner)).toHaveLength(MAX_MARKS + 1);
  });

  it('floods with live pieces in vain: so many go on as one person draws', async () => {
    for (let index = 0; index < 200; index += 1) {
      const sealed = await mallory.seals.seal(
        'show',
        null,
        JSON.stringify({ type: 'live', piece: { number: 1, tool: 'none' } }),
        mallory.members.audience(),
      );
      anna.hears({ type: 'shown', entries: [{ from: mallory.keys.id, ...sealed }] });
      await bench.settle();
    }
    expect(anna.pieces.length).toBeLessThanOrEqual(41);
    expect(anna.pieces.length).toBeGreaterThan(10);
  });

  it('shows nothing once it is muted', async () => {
    await mallory.says(board(own(1)));
    const muted = { leastRole: 'observer', muted: [mallory.keys.id] } as const;
    await does(owner, { type: 'rules', rules: muted, stamp: 1 });
    await mallory.shows({ type: 'live', piece: { number: 2, tool: 'none' } });
    await mallory.says(board(own(3)));
    expect([seen(anna), seen(owner)]).toEqual([[], []]);
    expect(anna.pieces).toEqual([]);
  });
});

describe('a hostile relay', () => {
  it('brings nothing back by saying it again', async () => {
    const number = await draws(anna);
    await does(anna, erase(anna, number));
    const said = owner.told('said').filter(({ from }) => from === anna.id);
    expect(said.length).toBeGreaterThan(1);
    for (const message of said) owner.hears(message);
    await bench.settle();
    expect(seen(owner)).toEqual([]);
    expect(owner.badCount()).toBe(said.length);
  });
});
