import { beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_RECORDED_CONNECTIONS,
  MAX_WAITING,
  RETRY_MS,
  RecordRelay,
} from '../../../src/content/link/record-relay.ts';
import type { ToBackground } from '../../../src/model/port/extension-message.ts';
import type { RecordEntry, RecordEvent } from '../../../src/model/record/record-event.ts';
import { entry } from '../../support/record-events.ts';

type Told = Extract<ToBackground, { type: 'record' }>;

/** A background that answers, or does not, and a clock moved by hand. */
let told: Told[];
let answers: boolean;
let alive: boolean;
let later: { delayMs: number; callback: () => void }[];
let relay: RecordRelay;

beforeEach(() => {
  told = [];
  answers = true;
  alive = true;
  later = [];
  let names = 0;
  relay = new RecordRelay({
    send: async (message) => {
      if (message.type !== 'record') throw new Error('another message');
      told.push(message);
      if (!answers) throw new Error('asleep');
      return { next: message.first + message.entries.length };
    },
    newName: () => `session-${++names}`,
    later: (delayMs, callback) => void later.push({ delayMs, callback }),
    isAlive: () => alive,
  });
});

const facts = (count: number, event: RecordEvent = { type: 're-arm' }): RecordEntry[] =>
  Array.from({ length: count }, () => entry(event));
const add = (connection: string, first: number, entries: readonly RecordEntry[]) =>
  relay.add({ type: 'record', connection, first, entries });
async function settled(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
}
async function waited(): Promise<void> {
  for (const { callback } of later.splice(0)) callback();
  await settled();
}
const sizes = () => told.map(({ session, first, entries }) => [session, first, entries.length]);

describe('facts on their way to the background', () => {
  it('go in order, under a name of their own for each connection', async () => {
    add('1', 0, facts(2));
    add('2', 0, facts(1));
    add('1', 2, facts(3));
    await settled();
    expect(sizes()).toEqual([
      ['session-1', 0, 2],
      ['session-2', 0, 1],
      ['session-1', 2, 3],
    ]);
  });

  it('wait for one answer before the next is sent', async () => {
    answers = false;
    add('1', 0, facts(1));
    add('1', 1, facts(1));
    await settled();
    expect(told).toHaveLength(1);
  });

  it('are sent again until they are stored, ever more slowly', async () => {
    answers = false;
    add('1', 0, facts(2));
    const delays: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      await settled();
      delays.push(...later.map(({ delayMs }) => delayMs));
      await waited();
    }
    expect(delays.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 30].map((factor) => factor * RETRY_MS));
    answers = true;
    await waited();
    expect(told.at(-1)).toMatchObject({ first: 0, entries: facts(2) });
    const before = told.length;
    await waited();
    expect(told).toHaveLength(before);
  });

  it('are not believed stored when the answer is nonsense', async () => {
    const odd = new RecordRelay({
      send: async (message) => {
        if (message.type === 'record') told.push(message);
        return told.length === 1 ? 'nonsense' : { next: 0 };
      },
      newName: () => 'session',
      later: (delayMs, callback) => void later.push({ delayMs, callback }),
      isAlive: () => true,
    });
    odd.add({ type: 'record', connection: '1', first: 0, entries: facts(1) });
    await settled();
    await waited();
    expect(sizes()).toEqual([
      ['session', 0, 1],
      ['session', 0, 1],
    ]);
    expect(later).toHaveLength(1);
  });

  it('beyond the limit leave a gap in the numbers that is told even when nothing follows', async () => {
    answers = false;
    add('1', 0, facts(1));
    for (let first = 1; first < MAX_WAITING + 500; first += 100) add('1', first, facts(100));
    await settled();
    answers = true;
    await waited();
    const stored = told.slice(1).reduce((sum, { entries }) => sum + entries.length, 0);
    expect(stored).toBeLessThanOrEqual(MAX_WAITING);
    expect(stored).toBeGreaterThan(MAX_WAITING - 100);
    expect(told.at(-1)).toMatchObject({ session: 'session-1', entries: [] });
    expect(told.at(-1)!.first).toBeGreaterThan(stored);
    add('1', told.at(-1)!.first, facts(1));
    await settled();
    expect(told.at(-1)!.entries).toHaveLength(1);
  });

  it('always have room for the end', async () => {
    answers = false;
    for (let first = 0; first < MAX_WAITING + 100; first += 100) add('1', first, facts(100));
    add('1', MAX_WAITING + 100, facts(1, { type: 'closed', unacknowledged: 0 }));
    await settled();
    answers = true;
    await waited();
    expect(told.at(-1)).toMatchObject({
      first: MAX_WAITING + 100,
      entries: [{ event: { type: 'closed' } }],
    });
  });

  it('of a connection too many, or with numbers that go back, are refused', async () => {
    for (let at = 0; at < MAX_RECORDED_CONNECTIONS; at += 1) expect(add(`c${at}`, 0, facts(1))).toBe(true);
    expect(add('one more', 0, facts(1))).toBe(false);
    expect(add('c0', 0, facts(1))).toBe(false);
    expect(add('c0', 1, facts(1, { type: 'closed', unacknowledged: 0 }))).toBe(true);
    expect(add('one more', 0, facts(1))).toBe(true);
    await settled();
  });

  it('are let go when the extension is gone: there is nobody to keep them', async () => {
    answers = false;
    alive = false;
    add('1', 0, facts(1));
    await settled();
    expect(later).toEqual([]);
    add('1', 1, facts(1));
    await settled();
    expect(told).toHaveLength(1);
  });
});
