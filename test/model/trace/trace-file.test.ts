import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PROBLEMS } from '../../../src/model/decode/decode.ts';
import type { RecordEntry } from '../../../src/model/record/record-event.ts';
import { binsCsv } from '../../../src/model/trace/bins-csv.ts';
import { replay } from '../../../src/model/trace/replay.ts';
import { historyOf } from '../../../src/model/trace/state-history.ts';
import { parseTrace } from '../../../src/model/trace/trace-file.ts';
import { TraceRecorder } from '../../../src/model/trace/trace-recorder.ts';
import { cutText, key, pointer } from '../../support/guard-messages.ts';
import { profileOf } from '../../support/profile-of.ts';
import { TracedSession } from '../../support/traced-session.ts';

function aSession(): TracedSession {
  const session = new TracedSession();
  session.bench.run(3000);
  return session;
}

function problemsOf(text: string) {
  const file = parseTrace(text);
  return file.ok ? [] : file.problems.map(({ line, code, path }) => ({ line, code, path }));
}

const [HEADER = '', BEGIN = ''] = aSession().file.split('\n');

describe('the file of a trace', () => {
  it('is read without its last newline, with a byte order mark, and with the newlines of Windows', () => {
    const { file } = aSession();
    for (const text of [file.trimEnd(), `\ufeff${file}`, file.replaceAll('\n', '\r\n')]) {
      expect(parseTrace(text)).toEqual(parseTrace(file));
    }
  });

  it.each([
    ['nothing', '', { line: 1, code: 'json', path: '' }],
    ['another file', '{"format":"rice-novnc-record"}', { line: 1, code: 'choice', path: 'format' }],
    ['one of a later release', HEADER.replace(':1,', ':2,'), { line: 1, code: 'version', path: 'version' }],
    ['a header alone', HEADER, { line: 2, code: 'choice', path: '[0]' }],
    ['one without its beginning', `${HEADER}\n["t",1]`, { line: 2, code: 'choice', path: '[0]' }],
    ['one with two beginnings', `${HEADER}\n${BEGIN}\n${BEGIN}`, { line: 3, code: 'choice', path: '[0]' }],
    ['a line that was cut off', `${HEADER}\n${BEGIN}\n["t",`, { line: 3, code: 'json', path: '' }],
    ['an unknown line', `${HEADER}\n${BEGIN}\n["x",1]`, { line: 3, code: 'choice', path: '[0]' }],
    ['a wrong number', `${HEADER}\n${BEGIN}\n["b",1,-2]`, { line: 3, code: 'range', path: '[2]' }],
    ['half a rectangle', `${HEADER}\n${BEGIN}\n["r",1,[1,2]]`, { line: 3, code: 'size', path: '[2]' }],
  ])('is refused with the line: %s', (_what, text, problem) => {
    expect(problemsOf(text)).toContainEqual(problem);
  });

  it('tells all problems up to a limit', () => {
    expect(problemsOf(`${HEADER}\n${BEGIN}\n[]\n{}\n["t"]`).map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(problemsOf(`${HEADER}\n${BEGIN}\n${'[]\n'.repeat(1000)}`)).toHaveLength(MAX_PROBLEMS);
  });

  it('never makes the decoder throw', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (lines) => {
        parseTrace([HEADER, BEGIN, ...lines.map((line) => JSON.stringify(line))].join('\n'));
      }),
    );
  });
});

describe('what a trace holds', () => {
  it('is neither the keys that were typed, nor names, nor where the session led', () => {
    const session = new TracedSession({ profiles: [profileOf()] });
    session.bench.run(3000);
    for (const [keysym, keycode] of [
      [0x7a, null],
      [0x71, 44],
    ] as const) {
      session.bench.client(key(true, keysym, keycode));
      session.bench.client(key(false, keysym, keycode));
    }
    session.bench.client(cutText(777));
    expect(session.file).not.toMatch(/instrument\.example|portal\.example|demo|7a|0x71|122|113|\b44\b/);
    const pressed = session.lines.filter((line) => line.startsWith('["k"'));
    expect(pressed.map((line) => (JSON.parse(line) as unknown[]).slice(2, 5))).toEqual([
      [2, 1, null],
      [0, 1, null],
      [2, 1, 1],
      [0, 1, 1],
    ]);
  });

  it('are modifiers and marked keys, because the gate looks at them', () => {
    const session = new TracedSession({ profiles: [profileOf()] });
    session.bench.run(3000);
    for (const keysym of [0xffe3, 0x73, 0x78]) session.bench.client(key(true, keysym));
    const pressed = session.lines.filter((line) => line.startsWith('["k"'));
    // Ctrl+s is marked in this profile, x is not.
    expect(pressed.map((line) => (JSON.parse(line) as unknown[])[3])).toEqual(['ffe3', '73', 1]);
  });

  it('is the letter of a marked chord only when its modifiers are held', () => {
    const session = new TracedSession({ profiles: [profileOf()] });
    session.bench.run(3000);
    session.bench.client(key(true, 0x73));
    session.bench.client(key(false, 0x73));
    expect(session.lines.filter((line) => line.includes('"73"'))).toEqual([]);
  });

  it('ends with a word about its limit when it reaches it', () => {
    const lines: string[] = [];
    const recorder = new TraceRecorder((line) => void lines.push(line), 100);
    for (let at = 0; at < 100; at += 1) recorder.client(pointer(0, at, 5), null, at);
    expect(lines.at(-1)).toBe('["end","full"]');
    expect(lines.join('\n').length).toBeLessThan(120);
  });
});

describe('a replay', () => {
  it('says when lines are missing, and how the trace ends', () => {
    const { file } = aSession();
    const parsed = parseTrace(`${file}["gap",7]\n["end","full"]\n`);
    if (!parsed.ok) throw new Error('not read');
    expect(replay(parsed.calls)).toMatchObject({ lost: 7, end: 'full' });
    const whole = parseTrace(file);
    expect(whole.ok && replay(whole.calls).end).toBe('open');
  });

  it('gives the history of states and permits', () => {
    const { bench, lines } = aSession();
    bench.client(key(true, 0x61));
    bench.client(key(false, 0x61));
    bench.run(200);
    bench.cut();
    bench.run(2000);
    bench.perform(bench.guard.closed(bench.nowMs));
    const parsed = parseTrace(`${[HEADER, ...lines].join('\n')}\n`);
    if (!parsed.ok) throw new Error('not read');
    const history = historyOf(replay(parsed.calls).entries);
    const states = history.filter(({ type }) => type === 'state').map(({ from, to }) => `${from} ${to}`);
    expect(states).toContain('idle stable');
    expect(states.at(-1)).toMatch(/ breakdown$/);
    expect(history.at(-1)?.blocked).toBe('closed');
    expect(history.find(({ blocked }) => blocked === 'probe-overdue')).toBeDefined();
  });

  it('begins idle and open', () => {
    const event: RecordEntry['event'] = {
      type: 'gate',
      blocked: 'no-data',
      roundTripMs: null,
      excessMs: 0,
      unansweredMs: null,
      unacknowledged: 0,
    };
    expect(historyOf([{ atMs: 1, wallMs: 2, event }])).toEqual([
      { atMs: 1, wallMs: 2, type: 'gate', from: 'idle', to: 'idle', cause: null, blocked: 'no-data' },
    ]);
  });
});

describe('bins as CSV', () => {
  it('are one line each, under names with units', () => {
    const parsed = parseTrace(aSession().file);
    if (!parsed.ok) throw new Error('not read');
    const { bins } = replay(parsed.calls);
    const lines = binsCsv(bins).split('\r\n');
    expect(lines[0]).toMatch(/^atMs,lengthMs,state,/);
    expect(lines).toHaveLength(bins.length + 2);
    expect(lines[1]?.split(',')).toHaveLength(lines[0]?.split(',').length ?? 0);
  });

  it('hold names that a spreadsheet takes for text', () => {
    const parsed = parseTrace(aSession().file);
    const bin = parsed.ok ? replay(parsed.calls).bins[0] : undefined;
    if (bin === undefined) throw new Error('not read');
    const activity = [
      {
        function: '=1+1,"x"',
        actions: 1,
        retries: 0,
        delivered: 1,
        attemptedBytes: 6,
        deliveredBytes: 6,
        messages: 1,
      },
    ];
    expect(binsCsv([{ ...bin, activity }])).toContain(`"'=1+1,""x"""`);
  });
});
