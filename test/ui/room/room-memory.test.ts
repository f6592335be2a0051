import { describe, expect, it } from 'vitest';
import type { LockPhase } from '../../../src/model/control/lock-view.ts';
import {
  EMPTY_MEMORY,
  formerHolder,
  hear,
  looksSame,
  type RoomMemory,
  watchPresses,
} from '../../../src/ui/room/room-memory.ts';
import { blockedBy, snapshotOf } from '../snapshots.ts';
import { ADA, BEN, type RoomParts, roomOf } from './room-of.ts';

const inRoom = (parts: RoomParts) => ({ type: 'in', room: roomOf(parts) }) as const;
function memoryAfter(...phases: readonly (readonly [epoch: number, phase: LockPhase])[]): RoomMemory {
  return phases.reduce(
    (memory, [epoch, phase]) => hear(memory, inRoom({ phase, lock: { epoch } }), 0),
    EMPTY_MEMORY,
  );
}
const held = (holder: string): LockPhase => ({ type: 'held', holder });
const draining = (from: string, to: string): LockPhase => ({
  type: 'draining',
  from,
  to,
  cause: 'taken',
  leftMs: 1,
});

describe('the holder before', () => {
  it('is nobody for who joins while somebody has control', () => {
    expect(formerHolder(memoryAfter([1, held(ADA)]))).toBeNull();
  });

  it('is whoever lets go, and stays so when the next one has control', () => {
    const passing = [
      [1, held(ADA)],
      [1, draining(ADA, BEN)],
      [1, { type: 'offered', to: BEN, cause: 'taken', leftMs: 1 }],
      [2, held(BEN)],
    ] as const;
    expect(formerHolder(memoryAfter(...passing.slice(0, 2)))).toBe(ADA);
    expect(formerHolder(memoryAfter(...passing.slice(0, 3)))).toBe(ADA);
    expect(formerHolder(memoryAfter(...passing))).toBe(ADA);
  });

  it('is the same person when they get control again under a new epoch', () => {
    const again = memoryAfter([1, held(ADA)], [2, held(BEN)], [2, draining(BEN, BEN)], [3, held(BEN)]);
    expect(formerHolder(again)).toBe(BEN);
  });

  it('is forgotten with the room', () => {
    const gone = hear(memoryAfter([1, held(ADA)], [2, held(BEN)]), { type: 'none', relays: [] }, 0);
    expect(formerHolder(gone)).toBeNull();
  });
});

describe('a press without control', () => {
  it('is noticed when the gate dropped one more', () => {
    const first = watchPresses(EMPTY_MEMORY, [blockedBy('no-control', { droppedPresses: 0 })], 100);
    expect(first.ignoredAtMs).toBeNull();
    const second = watchPresses(first, [blockedBy('no-control', { droppedPresses: 1 })], 200);
    expect(second.ignoredAtMs).toBe(200);
    const third = watchPresses(second, [blockedBy('no-control', { droppedPresses: 1 })], 300);
    expect(third.ignoredAtMs).toBe(200);
  });

  it('is noticed again after control was here in between', () => {
    const before = watchPresses(EMPTY_MEMORY, [blockedBy('no-control', { droppedPresses: 2 })], 100);
    const between = watchPresses(before, [snapshotOf()], 200);
    expect(watchPresses(between, [blockedBy('no-control', { droppedPresses: 1 })], 300).ignoredAtMs).toBe(
      300,
    );
  });

  it('is not one that the connection held back', () => {
    const memory = watchPresses(EMPTY_MEMORY, [blockedBy('breakdown', { droppedPresses: 3 })], 100);
    expect(memory.ignoredAtMs).toBeNull();
  });
});

describe('what is drawn anew', () => {
  it('is nothing when only pointers and ages changed', () => {
    const pointers = [{ member: ADA, x: 1, y: 2, agoMs: 3 }];
    expect(looksSame(inRoom({ lockAgeMs: 1 }), inRoom({ lockAgeMs: 2, pointers }))).toBe(true);
    expect(looksSame(inRoom({ lostMs: 1 }), inRoom({ lostMs: 2 }))).toBe(true);
  });

  it('is all when anything else did', () => {
    expect(looksSame(inRoom({}), inRoom({ unread: 1 }))).toBe(false);
    expect(looksSame(inRoom({ lostMs: null }), inRoom({ lostMs: 2 }))).toBe(false);
    expect(looksSame(inRoom({}), { type: 'none', relays: [] })).toBe(false);
  });
});
