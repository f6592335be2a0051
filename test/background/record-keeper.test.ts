import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_AGE_MS, RecordKeeper } from '../../src/background/record-keeper.ts';
import { type Chain, concluded, EMPTY_CHAIN, withLine } from '../../src/model/record/chain.ts';
import type { RecordEntry, RecordEvent } from '../../src/model/record/record-event.ts';
import { endLine } from '../../src/model/record/record-line.ts';
import { MAX_RECORDED_SESSIONS, MAX_SESSION_ENTRIES } from '../../src/model/record/recorded-session.ts';
import { MemoryRecords } from '../support/memory-records.ts';
import { EVENTS, entry, hash, WALL_MS } from '../support/record-events.ts';

const LAB = { origin: 'https://lab.example', isPrivate: false };

let database: MemoryRecords;
let keeper: RecordKeeper;
let nowMs: number;
let faults: (string | null)[];

/** The worker starts, again. */
function start(): void {
  keeper = new RecordKeeper({
    database,
    hash,
    wallMs: () => nowMs,
    extension: '0.1.0',
    browser: 'Chrome 156',
    onFault: () => void faults.push(keeper.fault),
  });
}
beforeEach(() => {
  database = new MemoryRecords();
  nowMs = WALL_MS;
  faults = [];
  start();
});

const facts = (...events: readonly RecordEvent[]): readonly RecordEntry[] =>
  events.map((event, at) => entry(event, at));
const retries = (count: number): readonly RecordEntry[] =>
  Array.from({ length: count }, (_, at) => entry({ type: 'retry', sentAgoMs: at }, at));
const add = (session: string, first: number, entries: readonly RecordEntry[], source = LAB) =>
  keeper.add({ type: 'record', session, first, entries }, source);

async function linesOf(session: string): Promise<readonly string[]> {
  const all: string[] = [];
  for (;;) {
    const { lines } = await keeper.lines(session, all.length);
    if (lines.length === 0) return all;
    all.push(...lines);
  }
}
/** The record as it would be exported, and checked. */
async function checked(session: string): Promise<Chain> {
  const lines = await linesOf(session);
  const row = database.rows.get(session)!;
  const { count, head, omitted } = row;
  const end = await endLine(
    { count, head, omitted, session: row.closed ? 'closed' : 'open', wallMs: nowMs },
    hash,
  );
  let chain = EMPTY_CHAIN;
  for (const line of [...lines, end]) chain = await withLine(chain, line, hash);
  return concluded(chain);
}
const eventsOf = async (session: string): Promise<readonly RecordEvent[]> =>
  (await linesOf(session)).slice(1).map((line) => (JSON.parse(line) as RecordEntry).event);

describe('a record', () => {
  it('is an unbroken chain of everything that was said, across restarts of the worker', async () => {
    expect(await add('s', 0, facts(...EVENTS.slice(0, 3)))).toEqual({ next: 3 });
    start();
    await add('s', 3, facts(...EVENTS.slice(3)));
    expect(await checked('s')).toMatchObject({ problems: [], entries: EVENTS.length });
    expect(await eventsOf('s')).toEqual(EVENTS);
  });

  it('says what was watched by what, without path or query', async () => {
    await add('s', 0, facts({ type: 'connected', instrument: 'Titan' }));
    expect(JSON.parse((await linesOf('s'))[0]!)).toEqual({
      seq: 0,
      prev: '0'.repeat(64),
      type: 'session',
      format: 'rice-novnc-record',
      version: 1,
      session: 's',
      origin: 'https://lab.example',
      instrument: 'Titan',
      extension: '0.1.0',
      browser: 'Chrome 156',
      wallMs: WALL_MS,
    });
  });

  it('stays whole when messages come at once', async () => {
    await Promise.all([add('a', 0, retries(5)), add('b', 0, retries(5)), add('a', 5, retries(5))]);
    expect(await checked('a')).toMatchObject({ problems: [], entries: 10 });
    expect(await checked('b')).toMatchObject({ problems: [], entries: 5 });
  });

  it('holds what came twice once, because an answer may be lost', async () => {
    await add('s', 0, retries(3));
    await add('s', 0, retries(3));
    await add('s', 2, retries(3));
    expect(await checked('s')).toMatchObject({ problems: [], entries: 5 });
  });

  it('says how many facts were lost on the way', async () => {
    await add('s', 0, retries(1));
    await add('s', 5, facts({ type: 're-arm' }));
    await add('s', 9, []);
    expect(await eventsOf('s')).toEqual([
      { type: 'retry', sentAgoMs: 0 },
      { type: 'gap', lost: 4 },
      { type: 're-arm' },
      { type: 'gap', lost: 3 },
    ]);
    expect((await checked('s')).problems).toEqual([]);
  });

  it('beyond its limit only counts, and says so at the end', async () => {
    for (let first = 0; first < MAX_SESSION_ENTRIES + 200; first += 5000)
      await add('s', first, retries(5000));
    const over = database.rows.get('s')!.omitted;
    expect(over).toBe(5000);
    expect(await checked('s')).toMatchObject({ problems: [], entries: MAX_SESSION_ENTRIES });
    await add('s', MAX_SESSION_ENTRIES + 5000, facts({ type: 'closed', unacknowledged: 0 }));
    expect((await eventsOf('s')).slice(-2)).toEqual([
      { type: 'gap', lost: 5000 },
      { type: 'closed', unacknowledged: 0 },
    ]);
    expect((await checked('s')).problems).toEqual([]);
    expect((await keeper.list()).sessions[0]).toMatchObject({ omitted: 0, closed: true });
  });

  it('is counted as it grows', async () => {
    await add('s', 0, facts(...EVENTS));
    const { sessions } = await keeper.list();
    expect(sessions).toEqual([
      {
        session: 's',
        origin: 'https://lab.example',
        instrument: 'Titan µ',
        extension: '0.1.0',
        browser: 'Chrome 156',
        wallMs: WALL_MS,
        lastWallMs: WALL_MS + EVENTS.length - 1,
        count: EVENTS.length,
        head: await hash((await linesOf('s')).at(-1)!),
        closed: true,
        worst: 'breakdown',
        heldBack: 5,
        overrides: 1,
        omitted: 0,
      },
    ]);
  });

  it('is not made of a private window', async () => {
    expect(await add('s', 0, retries(3), { ...LAB, isPrivate: true })).toEqual({ next: 3 });
    expect((await keeper.list()).sessions).toEqual([]);
  });

  it('of one site takes nothing from another', async () => {
    await add('s', 0, retries(1));
    await expect(add('s', 1, retries(1), { ...LAB, origin: 'https://evil.example' })).rejects.toThrow();
    expect(await checked('s')).toMatchObject({ problems: [], entries: 1 });
    expect(keeper.fault).toBeNull();
  });

  it('is deleted as a whole, by hand or with age', async () => {
    await add('old', 0, retries(2));
    await add('new', 0, retries(2));
    nowMs += MAX_AGE_MS - 1000;
    await add('young', 0, [{ ...entry({ type: 're-arm' }), wallMs: nowMs }]);
    expect((await keeper.remove(['new'])).sessions.map(({ session }) => session)).toEqual(['young', 'old']);
    expect(await linesOf('new')).toEqual([]);
    nowMs += 2000;
    await keeper.tidy();
    expect((await keeper.list()).sessions.map(({ session }) => session)).toEqual(['young']);
  });

  it('makes room for another by deleting the oldest of the portal that has the most', async () => {
    await add('other', 0, retries(1), { ...LAB, origin: 'https://other.example' });
    for (let at = 0; at < MAX_RECORDED_SESSIONS; at += 1) {
      await add(`s${at}`, 0, [{ ...entry({ type: 're-arm' }), wallMs: WALL_MS + 1000 + at }]);
    }
    const names = (await keeper.list()).sessions.map(({ session }) => session);
    expect(names).toHaveLength(MAX_RECORDED_SESSIONS);
    expect(names).toContain('other');
    expect(names).not.toContain('s0');
    expect(names).toContain('s1');
  });
});

describe('a storage that fails', () => {
  it('is told with the browser’s words, stores nothing by halves, and works on when it can', async () => {
    await add('s', 0, retries(1));
    database.fault = new Error('disk');
    await expect(add('s', 1, retries(1))).rejects.toThrow('disk');
    await expect(add('t', 0, retries(1))).rejects.toThrow('disk');
    expect(faults).toEqual(['Error: disk']);
    expect(await keeper.list()).toEqual({ sessions: [], fault: 'Error: disk' });
    database.fault = undefined;
    await add('s', 1, retries(1));
    expect(faults).toEqual(['Error: disk', null]);
    expect(await checked('s')).toMatchObject({ problems: [], entries: 2 });
  });

  it('and is only full makes room by the oldest record, never by the one it writes', async () => {
    await add('old', 0, retries(1));
    await add('s', 0, [{ ...entry({ type: 're-arm' }), wallMs: WALL_MS + 9 }]);
    database.fullFor = 1;
    await add('s', 1, retries(1));
    expect([...database.rows.keys()]).toEqual(['s']);
    expect(keeper.fault).toBeNull();
    database.fullFor = 1;
    await expect(add('s', 2, retries(1))).rejects.toThrow('no room');
    expect(keeper.fault).toBe('QuotaExceededError: no room');
    await add('s', 2, retries(1));
    expect(await checked('s')).toMatchObject({ problems: [], entries: 3 });
  });
});
