// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import type { SeriesRow } from '../../../src/model/measure/quantities/model-reading.ts';
import { concluded, EMPTY_CHAIN, isIntact, withLine } from '../../../src/model/record/chain.ts';
import type { RecordedSession, RecordList } from '../../../src/model/record/recorded-session.ts';
import { MAX_LINES_PER_ANSWER } from '../../../src/model/record/recorded-session.ts';
import { NO_EVENTS } from '../../../src/model/report/event-tally.ts';
import type { KeptModel, KeptSession, RatedSession } from '../../../src/model/report/kept-session.ts';
import type { Rating } from '../../../src/model/report/rating.ts';
import { PAGE_SIZE } from '../../../src/pages/records/record-view.tsx';
import { Records } from '../../../src/pages/records/records.tsx';
import type { RecordsPort } from '../../../src/pages/records/records-port.ts';
import { RecordsStore } from '../../../src/pages/records/records-store.ts';
import type { Messages } from '../../../src/ui/surroundings.ts';
import { drawn } from '../../support/drawn.ts';
import { readingOf, rowsOf } from '../../support/reading-of.ts';
import { HEADER, hash, recordOf, WALL_MS } from '../../support/record-events.ts';

const texts: Readonly<Record<string, { readonly message: string }>> = english;
const messages: Messages = (key, ...values) =>
  (texts[key]?.message ?? key).replace(/\$(\d)/g, (_, at) => values[Number(at) - 1] ?? '');

const session: RecordedSession = {
  ...HEADER,
  lastWallMs: WALL_MS + 3_723_000,
  count: 0,
  head: '',
  closed: true,
  worst: 'breakdown',
  heldBack: 12,
  overrides: 1,
  omitted: 0,
};

/** A background with records, that answers or does not. */
class FakePort implements RecordsPort {
  records = new Map<string, { readonly session: RecordedSession; lines: string[] }>();
  fault: string | null = null;
  answers = true;
  readonly saved: { readonly name: string; readonly content: string }[] = [];

  async put(name: string, entries: number, part: Partial<RecordedSession> = {}): Promise<void> {
    const lines = (await recordOf(entries)).slice(0, -1);
    const head = await hash(lines.at(-1)!);
    this.records.set(name, { session: { ...session, session: name, count: entries, head, ...part }, lines });
  }
  list = async (): Promise<RecordList | undefined> =>
    this.answers
      ? { sessions: [...this.records.values()].map((each) => each.session), fault: this.fault }
      : undefined;
  lines = async (name: string, from: number) =>
    this.answers ? (this.records.get(name)?.lines.slice(from, from + MAX_LINES_PER_ANSWER) ?? []) : undefined;
  pieces: readonly string[] = [];
  traces = async () => (this.pieces.length === 0 ? [] : ['one']);
  tracePieces = async (_session: string, from: number) =>
    this.answers ? this.pieces.slice(from, from + 2) : undefined;
  models = new Map<string, KeptModel>();
  seconds: readonly SeriesRow[] = [];
  ratings: readonly RatedSession[] = [];
  kept = async (name: string, afterAtMs: number): Promise<KeptSession | undefined> => {
    const found = this.records.get(name)?.session;
    if (!this.answers || found === undefined) return undefined;
    const rows = this.seconds.filter(({ atMs }) => atMs > afterAtMs).slice(0, 50);
    if (afterAtMs >= 0) return { facts: null, model: null, rows };
    const { origin, instrument, extension, browser, wallMs, lastWallMs, closed } = found;
    return {
      facts: {
        session: name,
        origin,
        instrument,
        extension,
        browser,
        startWallMs: wallMs,
        lastWallMs,
        closed,
        events: { ...NO_EVENTS, heldBack: 12 },
      },
      model: this.models.get(name) ?? null,
      rows,
    };
  };
  rate = async (name: string, rating: Rating) => {
    const model = this.models.get(name);
    if (!this.answers) return undefined;
    if (model !== undefined) this.models.set(name, { ...model, rating });
    return model !== undefined;
  };
  rated = async () => (this.answers ? this.ratings : undefined);
  remove = async (names: readonly string[]) => {
    for (const name of names) this.records.delete(name);
    return this.list();
  };
  hash = hash;
  wallMs = () => WALL_MS + 9_000_000;
  save = (name: string, content: string) => void this.saved.push({ name, content });
}

let port: FakePort;
let store: RecordsStore;

beforeEach(() => {
  document.body.innerHTML = '';
  port = new FakePort();
  store = new RecordsStore(port);
  render(<Records store={store} text={messages} messages={messages} />, document.body);
});
afterEach(() => render(null, document.body));

const shown = () => document.body.textContent ?? '';
const rows = () => [...document.querySelectorAll('tbody tr')];
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((each) => each.textContent === name)!;
async function click(name: string): Promise<void> {
  button(name).click();
  await drawn();
}
async function list(): Promise<void> {
  await store.refresh();
  await drawn();
}
async function open(name: string): Promise<void> {
  await store.show(name);
  await drawn();
}

describe('the list of records', () => {
  test('says that there are none, and when one begins', async () => {
    await list();
    expect(shown()).toContain('No records yet.');
  });

  test('says that nothing is recorded, and why', async () => {
    port.fault = 'disk';
    await list();
    expect(document.querySelector('[role=alert]')?.textContent).toContain('The browser says: disk');
  });

  test('says when the background does not answer, and keeps what it knows', async () => {
    port.answers = false;
    await list();
    expect(shown()).toContain('RICE does not answer');
    port.answers = true;
    await port.put('a', 3);
    await list();
    port.answers = false;
    await list();
    expect(rows()).toHaveLength(1);
  });

  test('shows each session with what it came to', async () => {
    await port.put('a', 3);
    await port.put('b', 5, { closed: false, instrument: null, worst: 'stable' });
    await list();
    expect(rows().map((row) => [...row.children].map((cell) => cell.textContent).slice(1, 7))).toEqual([
      ['Titan µlab.example:6080', '1:02:03', 'Breakdown', '12', '1', '3'],
      ['lab.example:6080', '1:02:03no end seen', 'Stable', '12', '1', '5'],
    ]);
  });

  test('deletes only after a yes', async () => {
    await port.put('a', 3);
    await port.put('b', 3);
    await list();
    await click('Delete');
    expect(shown()).toContain('They cannot be brought back.');
    await click('Cancel');
    expect(port.records.size).toBe(2);
    await click('Delete all …');
    [...document.querySelectorAll<HTMLButtonElement>('dialog button')].at(-1)!.click();
    await drawn();
    expect(port.records.size).toBe(0);
    expect(shown()).toContain('Deleted.');
  });
});

describe('a trace', () => {
  test('is offered for a session that has one, and given as one file', async () => {
    port.pieces = ['{}\n', '["begin"]\n', '["t",1]\n'];
    await port.put('one', 3);
    await port.put('two', 3);
    await store.refresh();
    await store.show('two');
    await drawn();
    expect(button('Trace (JSON Lines)')).toBeUndefined();
    await store.show('one');
    await drawn();
    await click('Trace (JSON Lines)');
    await expect.poll(() => port.saved.length).toBe(1);
    expect(port.saved).toEqual([
      { name: 'rice-trace-lab.example-20231114T221320Z.jsonl', content: '{}\n["begin"]\n["t",1]\n' },
    ]);
    expect(shown()).toContain('npm run replay rice-trace-lab.example-20231114T221320Z.jsonl');
  });

  test('that the background does not give is said to have failed', async () => {
    port.pieces = ['{}\n'];
    await port.put('one', 3);
    await store.refresh();
    await store.show('one');
    await drawn();
    port.answers = false;
    await click('Trace (JSON Lines)');
    await drawn();
    expect(port.saved).toEqual([]);
    expect(shown()).toContain(texts['uiRecordsFailed']?.message);
  });
});

describe('an export', () => {
  test('of many lines is the whole record with its end, and intact', async () => {
    await port.put('a', 2 * MAX_LINES_PER_ANSWER);
    await list();
    await click('Export');
    await expect.poll(() => port.saved.length).toBe(1);
    const [{ name, content } = { name: '', content: '' }] = port.saved;
    expect(name).toBe('rice-record-lab.example-20231114T221320Z.jsonl');
    expect(content.endsWith('\n')).toBe(true);
    let chain = EMPTY_CHAIN;
    for (const line of content.slice(0, -1).split('\n')) chain = await withLine(chain, line, hash);
    expect(isIntact(concluded(chain))).toBe(true);
    expect(chain.entries).toBe(2 * MAX_LINES_PER_ANSWER);
  });

  test('that fails says so', async () => {
    await port.put('a', 3);
    await list();
    port.answers = false;
    await click('Export');
    expect(shown()).toContain('That did not work');
    expect(port.saved).toEqual([]);
  });
});

describe('one record', () => {
  test('is checked when it is opened', async () => {
    await port.put('a', 30);
    await open('a');
    expect(shown()).toContain('Verified: 31 lines');
    const { lines } = port.records.get('a')!;
    lines[7] = lines[7]!.replace('"wallMs":1', '"wallMs":2');
    await open('a');
    expect(shown()).toContain('Not intact: the chain of 31 lines is broken at line 9.');
    await port.put('a', 30);
    port.records.get('a')!.lines.pop();
    await open('a');
    expect(shown()).toContain('Not intact: the chain of 30 lines');
  });

  test('shows so many entries at a time, and only those that are asked for', async () => {
    await port.put('a', 2 * PAGE_SIZE + 10);
    await open('a');
    expect(rows()).toHaveLength(PAGE_SIZE);
    await click('Later');
    await click('Later');
    expect(rows()).toHaveLength(10);
    expect(shown()).toContain(`${2 * PAGE_SIZE + 1} to ${2 * PAGE_SIZE + 10} of ${2 * PAGE_SIZE + 10}`);
    const select = document.querySelector('select')!;
    select.value = 'commands';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await drawn();
    const words = rows().map((row) => row.querySelector('.what')?.textContent);
    expect(words).toContain('Override began');
    expect(words).not.toContain('Connected');
  });

  test('that is not there is told', async () => {
    await open('nothing');
    expect(shown()).toContain('This record was deleted, or never existed.');
  });
});

describe('the report of a kept session', () => {
  const model: KeptModel = {
    reading: readingOf(),
    terms: { delay: 0.1, freeze: 0, retry: 0 },
    wallOffsetMs: WALL_MS,
    rating: null,
  };

  test('is saved in three forms, with every row however many pieces it takes', async () => {
    port.seconds = rowsOf(120);
    port.models.set('a', model);
    await port.put('a', 3);
    await open('a');
    for (const name of ['As a page', 'As JSON', 'As CSV']) await click(name);
    expect(port.saved.map(({ name }) => name)).toEqual([
      'rice-report-lab.example-20231114T221320Z.html',
      'rice-report-lab.example-20231114T221320Z.json',
      'rice-report-lab.example-20231114T221320Z.csv',
    ]);
    expect(port.saved[0]?.content).toContain('<h1>Session report</h1>');
    expect(JSON.parse(port.saved[1]?.content ?? '')).toMatchObject({
      session: { instrument: 'Titan µ' },
      events: { heldBack: 12 },
    });
    expect(port.saved[2]?.content.split('\r\n')).toHaveLength(122);
    expect(shown()).toContain('Saved: rice-report-lab.example-20231114T221320Z.csv');
  });

  test('can still be had of a session without a model, which cannot be rated', async () => {
    await port.put('a', 3);
    await open('a');
    expect(document.querySelector('.rating')).toBeNull();
    expect(shown()).toContain('The session model has nothing on this session');
    await click('As JSON');
    expect(JSON.parse(port.saved[0]?.content ?? '')).toMatchObject({ reading: null, rows: [] });
  });

  test('says that nothing came of it when the background does not answer', async () => {
    port.models.set('a', model);
    await port.put('a', 3);
    await open('a');
    port.answers = false;
    await click('As CSV');
    expect(port.saved).toEqual([]);
    expect(document.querySelector('.report [role=status]')?.textContent).toBe(messages('uiRecordsFailed'));
  });

  test('holds a rating given later, which can be changed', async () => {
    port.models.set('a', model);
    await port.put('a', 3);
    await open('a');
    for (const value of ['2', '5']) {
      document.querySelector<HTMLInputElement>(`.rating input[value="${value}"]`)?.click();
      await drawn();
      await click('Keep my answer');
      expect(port.models.get('a')?.rating).toEqual({ value: Number(value), wallMs: port.wallMs() });
    }
    expect(shown()).toContain('Your answer is kept.');
  });

  test('says how many ratings there are, and n and RMSE once there are twenty', async () => {
    const terms = { delay: 0.3, freeze: 0, retry: 0 };
    const given = (count: number): readonly RatedSession[] =>
      Array.from({ length: count }, (_each, wallMs) => ({ terms, rating: { value: 3, wallMs } }));
    port.ratings = given(19);
    await port.put('a', 3);
    await open('a');
    expect(shown()).toContain('Not enough ratings yet to compare the estimate with (19 of 20).');
    port.ratings = given(20);
    await open('a');
    // 1 + 4 exp(-0.3) = 3.963, beside 3 in every rating.
    expect(shown()).toContain(
      'Over 20 rated sessions, the estimate differs from the ratings by 0.96 (RMSE).',
    );
  });
});
