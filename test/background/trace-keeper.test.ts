import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_TOTAL_TRACE_CHARS, TraceKeeper } from '../../src/background/trace-keeper.ts';
import { MemoryTraces } from '../support/memory-traces.ts';

const HERE = { origin: 'https://lab.example', isPrivate: false };
const HEADER =
  '{"format":"rice-novnc-trace","version":1,"extension":"0.1.0","browser":"Chrome 156","wallMs":1000}\n';

let database: MemoryTraces;
let keeper: TraceKeeper;
let nowMs: number;

beforeEach(() => {
  database = new MemoryTraces();
  nowMs = 1000;
  keeper = new TraceKeeper({ database, wallMs: () => nowMs, extension: '0.1.0', browser: 'Chrome 156' });
});

const add = (session: string, first: number, text: string, source = HERE) =>
  keeper.add({ type: 'trace', session, first, text }, source);
const textOf = async (session: string) => (await keeper.pieces(session, 0)).pieces.join('');
const names = async () => (await keeper.list()).traces.map(({ session }) => session);

describe('a trace that is kept', () => {
  it('is the header and the lines as they came', async () => {
    expect(await add('a', 0, '["t",1]\n["t",2]\n')).toEqual({ next: 2 });
    await add('a', 2, '["t",3]\n');
    expect(await textOf('a')).toBe(`${HEADER}["t",1]\n["t",2]\n["t",3]\n`);
    expect((await keeper.pieces('a', 2)).pieces).toEqual([]);
  });

  it('says how many lines were lost on the way, and holds none twice', async () => {
    await add('a', 0, '["t",1]\n');
    await add('a', 0, '["t",1]\n');
    await add('a', 4, '["t",5]\n');
    expect(await textOf('a')).toBe(`${HEADER}["t",1]\n["gap",3]\n["t",5]\n`);
  });

  it('of a private window is not kept', async () => {
    expect(await add('a', 0, '["t",1]\n', { ...HERE, isPrivate: true })).toEqual({ next: 1 });
    expect(await names()).toEqual([]);
  });

  it('cannot be written on by another site', async () => {
    await add('a', 0, '["t",1]\n');
    await expect(add('a', 1, '["t",2]\n', { ...HERE, origin: 'https://other.example' })).rejects.toThrow();
  });

  it('goes when there is no room for a newer one, the oldest first', async () => {
    const piece = `${'x'.repeat(MAX_TOTAL_TRACE_CHARS / 100 - 1)}\n`;
    for (const session of ['old', 'new']) {
      for (let at = 0; at < 40; at += 1) {
        nowMs += 1;
        await add(session, at, piece);
      }
    }
    for (let at = 0; at < 30; at += 1) await add('newest', at, piece);
    expect(await names()).toEqual(['new', 'newest']);
  });

  it('takes no more than a hook writes, whatever a page says', async () => {
    const piece = `${'x'.repeat(MAX_TOTAL_TRACE_CHARS / 100 - 1)}\n`;
    for (let at = 0; at < 60; at += 1) expect(await add('a', at, piece)).toEqual({ next: at + 1 });
    expect((await keeper.list()).traces[0]?.lengthChars).toBeLessThan(21_000_000);
  });

  it('is deleted with its record, with its age, or when it is left alone', async () => {
    for (const session of ['deleted', 'old', 'alone', 'kept']) {
      if (session === 'alone') nowMs += 31 * 86_400_000;
      await add(session, 0, '["t",1]\n');
    }
    await keeper.remove(['deleted']);
    await keeper.tidy(['old', 'kept']);
    expect(await names()).toEqual(['alone', 'kept']);
    nowMs += 3_600_001;
    await keeper.tidy(['old', 'kept']);
    expect(await names()).toEqual(['kept']);
  });

  it('is asked for again when the storage failed', async () => {
    database.fault = new Error('broken');
    await expect(add('a', 0, '["t",1]\n')).rejects.toThrow('broken');
    database.fault = undefined;
    await add('a', 0, '["t",1]\n');
    expect(await textOf('a')).toBe(`${HEADER}["t",1]\n`);
  });
});
