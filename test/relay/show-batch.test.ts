import { array, assert, constantFrom, integer, oneof, property, record } from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_BOX, MAX_MESSAGE_BYTES, MAX_SHOWN, MAX_SHOWN_OF_ONE } from '../../src/model/room/room-limits.ts';
import type { ShownEntry } from '../../src/model/room/room-message.ts';
import { BATCH_CHARACTERS, BATCH_MS, MAX_BATCH_MS, ShowBatch } from '../../src/relay/show-batch.ts';
import { HandClock } from '../support/hand-clock.ts';
import { SESSION_RUNS } from '../support/property-runs.ts';
import { memberId } from '../support/room-rig.ts';

let clock: HandClock;
let sent: (readonly ShownEntry[])[];
let batch: ShowBatch;

beforeEach(() => {
  clock = new HandClock();
  sent = [];
  batch = new ShowBatch({
    nowMs: clock.monotonicMs,
    later: clock.later,
    send: (entries) => sent.push(entries),
  });
});

const entry = (name: string, seq: number, characters = 96): ShownEntry => ({
  from: memberId(name),
  keyEpoch: Number.MAX_SAFE_INTEGER,
  seq,
  box: 'A'.repeat(characters),
});
const numbers = () => sent.map((entries) => entries.map(({ seq }) => seq));

describe('a batch of pointers', () => {
  test('sends the first one at once, and what comes after it together', () => {
    for (const seq of [0, 1, 2]) batch.add(entry('a', seq));
    expect(numbers()).toEqual([[0]]);
    clock.pass(BATCH_MS - 1);
    expect(numbers()).toEqual([[0]]);
    clock.pass(1);
    expect(numbers()).toEqual([[0], [1, 2]]);
  });

  test('sends one pointer that moves alone without delay', () => {
    for (let seq = 0; seq < 5; seq += 1) {
      batch.add(entry('a', seq));
      expect(sent).toHaveLength(seq + 1);
      clock.pass(2 * BATCH_MS);
    }
  });

  test('waits longer where timers ring late, up to a limit, and as before when they do not', () => {
    let lateMs = 0;
    const waits: number[] = [];
    const later = (delayMs: number, callback: () => void) => {
      waits.push(delayMs);
      return clock.later(delayMs + lateMs, callback);
    };
    batch = new ShowBatch({ nowMs: clock.monotonicMs, later, send: (entries) => sent.push(entries) });
    for (const [index, each] of [0, 10, 1000, 0, 0].entries()) {
      lateMs = each;
      batch.add(entry('a', 2 * index));
      batch.add(entry('a', 2 * index + 1));
      clock.pass(MAX_BATCH_MS + each);
    }
    const longest = Math.max(...waits);
    expect(waits[0]).toBe(BATCH_MS);
    expect(waits.some((waitMs) => waitMs > BATCH_MS && waitMs < MAX_BATCH_MS)).toBe(true);
    expect(longest).toBe(MAX_BATCH_MS);
    expect(waits.at(-1)).toBe(BATCH_MS);
  });

  test('sends nothing when there is nothing, and keeps no timer', () => {
    batch.add(entry('a', 0));
    clock.pass(10 * BATCH_MS);
    batch.flush();
    expect(sent).toHaveLength(1);
    expect(clock.timerCount).toBe(0);
  });

  test('sends what it has when it is asked, and waits from then on', () => {
    batch.add(entry('a', 0));
    batch.add(entry('a', 1));
    clock.pass(BATCH_MS / 2);
    batch.flush();
    batch.add(entry('a', 2));
    clock.pass(BATCH_MS - 1);
    expect(numbers()).toEqual([[0], [1]]);
    clock.pass(1);
    expect(numbers()).toEqual([[0], [1], [2]]);
  });

  test('keeps the newest of one member that sends much at once, in order, and all of the others', () => {
    batch.add(entry('a', 0));
    batch.add(entry('b', 100));
    for (let seq = 1; seq <= MAX_SHOWN_OF_ONE + 5; seq += 1) batch.add(entry('a', seq));
    clock.pass(BATCH_MS);
    const newest = Array.from({ length: MAX_SHOWN_OF_ONE }, (_, index) => 6 + index);
    expect(numbers()).toEqual([[0], [100, ...newest]]);
  });

  test('is not full by what it left out', () => {
    const characters = Math.floor(BATCH_CHARACTERS / MAX_SHOWN_OF_ONE) - 100;
    for (let seq = 0; seq < 3 * MAX_SHOWN_OF_ONE; seq += 1) batch.add(entry('a', seq, characters));
    expect(sent).toHaveLength(1);
    clock.pass(BATCH_MS);
    expect(sent.at(-1)).toHaveLength(MAX_SHOWN_OF_ONE);
  });

  test('does not wait when it is full', () => {
    batch.add(entry('first', 0));
    for (let seq = 0; seq <= MAX_SHOWN; seq += 1) batch.add(entry(`m${seq}`, seq));
    expect(sent.map(({ length }) => length)).toEqual([1, MAX_SHOWN]);
  });

  test('sends nothing after it was stopped', () => {
    batch.add(entry('a', 0));
    batch.add(entry('a', 1));
    batch.stop();
    clock.pass(10 * BATCH_MS);
    expect(sent).toHaveLength(1);
    expect(clock.timerCount).toBe(0);
  });

  test('is never too large for its readers, is in order for each member, and invents nothing', () => {
    const step = record({
      from: constantFrom('a', 'b', 'c'),
      characters: oneof(
        { weight: 5, arbitrary: integer({ min: 1, max: 400 }) },
        integer({ min: 1, max: MAX_BOX }),
      ),
      waitMs: oneof(
        { weight: 5, arbitrary: integer({ min: 0, max: 5 }) },
        integer({ min: 0, max: 2 * BATCH_MS }),
      ),
    });
    assert(
      property(array(step, { maxLength: 150 }), (steps) => {
        clock = new HandClock();
        sent = [];
        batch = new ShowBatch({
          nowMs: clock.monotonicMs,
          later: clock.later,
          send: (entries) => sent.push(entries),
        });
        const added: ShownEntry[] = [];
        for (const { from, characters, waitMs } of steps) {
          added.push(entry(from, added.length, characters));
          batch.add(added[added.length - 1] ?? entry(from, 0));
          clock.pass(waitMs);
        }
        clock.pass(BATCH_MS);
        for (const entries of sent) {
          const size = JSON.stringify({ type: 'shown', entries }).length;
          expect(size).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
          if (entries.length > 1) expect(size).toBeLessThanOrEqual(BATCH_CHARACTERS + 100);
          expect(entries.length).toBeLessThanOrEqual(MAX_SHOWN);
        }
        const came = sent.flat();
        expect(came.every((each) => added.includes(each))).toBe(true);
        for (const name of ['a', 'b', 'c']) {
          const own = came.filter(({ from }) => from === memberId(name)).map(({ seq }) => seq);
          expect(own).toEqual([...new Set(own)].sort((a, b) => a - b));
          expect(own.at(-1)).toBe(added.filter(({ from }) => from === memberId(name)).at(-1)?.seq);
        }
      }),
      { numRuns: SESSION_RUNS },
    );
  });
});
