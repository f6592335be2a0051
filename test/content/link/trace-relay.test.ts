import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_TRIES, MAX_WAITING_CHARS, TraceRelay } from '../../../src/content/link/trace-relay.ts';
import type { ToBackground } from '../../../src/model/port/extension-message.ts';

let told: ToBackground[];
let answers: boolean;
let later: (() => void)[];
let relay: TraceRelay;

beforeEach(() => {
  told = [];
  answers = true;
  later = [];
  relay = new TraceRelay({
    send: async (message) => {
      told.push(message);
      if (!answers) throw new Error('asleep');
      return { next: 1 };
    },
    nameOf: (connection) => (connection === '9' ? null : `session-${connection}`),
    later: (_delayMs, callback) => void later.push(callback),
  });
});

const add = (first: number, text = 'x\n', connection = '1') =>
  relay.add({ type: 'trace', connection, first, text });
const settled = async () => {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
};

describe('lines of a trace', () => {
  it('go to the background in order, one message at a time, under the name of the record', async () => {
    add(0);
    add(1);
    add(2, 'y\n', '2');
    expect(told).toHaveLength(1);
    await settled();
    expect(told).toEqual([
      { type: 'trace', session: 'session-1', first: 0, text: 'x\n' },
      { type: 'trace', session: 'session-1', first: 1, text: 'x\n' },
      { type: 'trace', session: 'session-2', first: 2, text: 'y\n' },
    ]);
  });

  it('come again when the background did not answer, and make room for the next at last', async () => {
    answers = false;
    add(0);
    await settled();
    for (let tries = 1; tries < MAX_TRIES; tries += 1) {
      for (const callback of later.splice(0)) callback();
      await settled();
    }
    expect(told).toHaveLength(MAX_TRIES);
    answers = true;
    add(1);
    await settled();
    expect(told.slice(MAX_TRIES)).toMatchObject([{ first: 1 }]);
  });

  it('of a connection that is not recorded, or beyond what can wait, are lost', async () => {
    add(0, 'x\n', '9');
    expect(told).toEqual([]);
    add(0, 'x'.repeat(MAX_WAITING_CHARS - 1));
    add(1);
    await settled();
    add(2);
    await settled();
    expect(told).toMatchObject([{ first: 0 }, { first: 2 }]);
  });
});
