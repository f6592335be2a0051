import { beforeEach, describe, expect, test } from 'vitest';
import { RecordKeeper } from '../../src/background/record-keeper.ts';
import { MAX_TOTAL_ROWS, ReportKeeper } from '../../src/background/report-keeper.ts';
import { MAX_ROWS, type SeriesRow } from '../../src/model/measure/quantities/model-reading.ts';
import { MAX_ROWS_PER_MESSAGE } from '../../src/model/report/kept-session.ts';
import { MemoryRecords } from '../support/memory-records.ts';
import { readingOf, rowsOf } from '../support/reading-of.ts';
import { EVENTS, entry, hash, WALL_MS } from '../support/record-events.ts';

const origin = 'https://lab.example';
const source = { origin, isPrivate: false };

let database: MemoryRecords;
let recorder: RecordKeeper;
let keeper: ReportKeeper;

beforeEach(async () => {
  database = new MemoryRecords();
  recorder = new RecordKeeper({
    database,
    hash,
    wallMs: () => WALL_MS,
    extension: '1',
    browser: 'b',
    onFault: () => {},
  });
  keeper = new ReportKeeper(database);
  await record('a');
});

async function record(session: string, from = origin): Promise<void> {
  const entries = EVENTS.map((event) => entry(event));
  await recorder.add({ type: 'record', session, first: 0, entries }, { origin: from, isPrivate: false });
}

const terms = { delay: 0.1, freeze: 0, retry: 0.2 };

function send(session: string, rows: readonly SeriesRow[], from = source) {
  const reading = readingOf({ atMs: rows.at(-1)?.atMs ?? 0 });
  return keeper.add({ type: 'session-model', session, reading, terms, wallOffsetMs: WALL_MS, rows }, from);
}

describe('what the model said of a session', () => {
  test('is kept beside its record and given back in pieces, in order', async () => {
    const rows = rowsOf(MAX_ROWS_PER_MESSAGE + 50);
    expect(await send('a', rows.slice(0, 600))).toEqual({ taken: true });
    expect(await send('a', rows.slice(600))).toEqual({ taken: true });
    const first = await keeper.session('a', -1);
    expect(first?.rows).toEqual(rows.slice(0, MAX_ROWS_PER_MESSAGE));
    const second = await keeper.session('a', first!.rows.at(-1)!.atMs);
    expect(second?.rows).toEqual(rows.slice(MAX_ROWS_PER_MESSAGE));
    expect((await keeper.session('a', rows.at(-1)!.atMs))?.rows).toEqual([]);
    expect(second?.facts).toBeNull();
    expect(first?.model).toEqual({
      reading: readingOf({ atMs: rows.at(-1)!.atMs }),
      terms,
      wallOffsetMs: WALL_MS,
      rating: null,
    });
  });

  test('is not taken without a record, nor from another site', async () => {
    expect(await send('b', rowsOf(3))).toEqual({ taken: false });
    expect(await send('a', rowsOf(3), { origin: 'https://evil.example', isPrivate: false })).toEqual({
      taken: false,
    });
    expect((await keeper.session('a', -1))?.model).toBeNull();
    expect(await keeper.session('b', -1)).toBeNull();
  });

  test('is taken and forgotten in a private window', async () => {
    expect(await send('a', rowsOf(3), { origin, isPrivate: true })).toEqual({ taken: true });
    expect((await keeper.session('a', -1))?.model).toBeNull();
    expect(await keeper.facts('a', { origin, isPrivate: true })).toBeNull();
  });

  test('goes with its record', async () => {
    await send('a', rowsOf(3));
    await recorder.remove(['a']);
    expect(await database.models()).toEqual([]);
    expect(await database.seconds('a', -1, 10)).toEqual([]);
    expect(await send('a', rowsOf(3))).toEqual({ taken: false });
  });

  test('is thinned when a session is longer than four hours', async () => {
    const rows = rowsOf(MAX_ROWS + 600);
    for (let from = 0; from < rows.length; from += 600) await send('a', rows.slice(from, from + 600));
    const model = await database.model('a');
    expect(model?.rowCount).toBe((MAX_ROWS + 600) / 2);
    const kept = await database.seconds('a', -1, 3);
    expect(kept.map(({ atMs }) => atMs)).toEqual([1_000, 3_000, 5_000]);
  });

  test('makes room for a new session at the cost of the seconds of the oldest one', async () => {
    await send('a', rowsOf(10));
    for (const session of ['b', 'c']) {
      await record(session);
      await send(session, rowsOf(10, 500_000));
    }
    const model = (await database.model('b'))!;
    // As if it were large: the store counts what it is told to be there.
    await database.putModel(model, [], MAX_ROWS);
    const fill = database.models.bind(database);
    database.models = async () =>
      (await fill()).map((row) => ({
        ...row,
        rowCount: row.session === 'c' ? MAX_TOTAL_ROWS : row.rowCount,
      }));
    await record('d');
    await send('d', rowsOf(1));
    expect(await database.seconds('a', -1, 10)).toEqual([]);
    expect((await database.model('a'))?.reading.lengthMs).toBe(110_000);
    expect((await database.seconds('d', -1, 10)).length).toBe(1);
  });
});

describe('the facts of a session', () => {
  test('count what the record holds', async () => {
    const kept = await keeper.facts('a', source);
    expect(kept?.facts).toMatchObject({ session: 'a', origin, instrument: 'Titan µ', closed: true });
    expect(kept?.facts?.events).toEqual({
      heldBack: 4,
      retries: 1,
      releases: 1,
      overrides: 1,
      overridesRefused: 1,
      sentInOverrides: 4,
      rearms: 1,
      stops: 1,
      faults: 1,
      blind: 1,
      lost: 7,
    });
  });

  test('are for the site of the session only', async () => {
    expect(await keeper.facts('a', { origin: 'https://evil.example', isPrivate: false })).toBeNull();
  });
});

describe('a rating', () => {
  const rating = { value: 4, wallMs: WALL_MS } as const;

  test('is kept with the estimate, and stays when the model says more', async () => {
    await send('a', rowsOf(3));
    expect(await keeper.rate('a', rating, source)).toEqual({ taken: true });
    await send('a', rowsOf(5));
    expect((await keeper.session('a', -1))?.model?.rating).toEqual(rating);
    expect(await keeper.rated()).toEqual([{ rating, terms }]);
  });

  test('may be changed by a page of the extension', async () => {
    await send('a', rowsOf(3));
    await keeper.rate('a', rating, null);
    await keeper.rate('a', { ...rating, value: 2 }, null);
    expect((await keeper.rated()).map((each) => each.rating.value)).toEqual([2]);
  });

  test('needs an estimate, its own site and no private window', async () => {
    expect(await keeper.rate('a', rating, source)).toEqual({ taken: false });
    await send('a', rowsOf(3));
    expect(await keeper.rate('a', rating, { origin: 'https://evil.example', isPrivate: false })).toEqual({
      taken: false,
    });
    await keeper.rate('a', rating, { origin, isPrivate: true });
    expect(await keeper.rated()).toEqual([]);
  });
});
