import { describe, expect, it } from 'vitest';
import { DEFAULT_QUALITY, type QualityChoice } from '../../src/model/codec/quality-policy.ts';
import { setEncodingsMessage } from '../../src/model/codec/set-encodings.ts';
import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import type { QualityPart } from '../../src/model/guard/quality-keeper.ts';
import { Guard } from '../../src/model/guard.ts';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import { replay } from '../../src/model/trace/replay.ts';
import { parseTrace } from '../../src/model/trace/trace-file.ts';
import { TraceRecorder } from '../../src/model/trace/trace-recorder.ts';
import { serverInit, update } from '../../testbed/loop/server-events.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { pointer, setEncodings } from '../support/guard-messages.ts';
import { click } from '../support/guard-user.ts';
import { TracedSession } from '../support/traced-session.ts';

/** A list as pages send it, with this level. */
const listOf = (level: number) => [ENCODING.tight, -32 + level, -254, ENCODING.fence];
const policyOf = (choice: QualityChoice): Policy => ({
  ...STRICT_POLICY,
  quality: { ...DEFAULT_QUALITY, choice },
});
const FIXED = policyOf({ type: 'fixed', level: 1 });
const SUGGEST = policyOf({ type: 'suggest' });

const written = (effects: readonly GuardEffect[]): readonly (readonly number[])[] =>
  effects.flatMap((effect) =>
    effect.type === 'send' && effect.purpose === 'quality' ? [[...effect.bytes]] : [],
  );
const facts = (bench: GuardBench) =>
  bench.effects.flatMap((effect) =>
    effect.type === 'record' && effect.event.type === 'quality' ? [effect.event] : [],
  );
const message = (level: number) => [...setEncodingsMessage(listOf(level))];

/** One whole picture. */
function draw(bench: GuardBench): void {
  const { guard, nowMs } = bench;
  bench.perform(update(undefined, 40_000).flatMap((event) => guard.server(event, nowMs).effects));
}

/** A session of a page that asks for level 6. */
function session(policy: Policy): GuardBench {
  const bench = new GuardBench({ policy });
  bench.client(setEncodings(listOf(6)));
  draw(bench);
  bench.run(2000);
  return bench;
}

describe('a fixed quality', () => {
  it('is told to the server once, and put into every later list of the page’s', () => {
    const bench = session(FIXED);
    expect(written(bench.effects)).toEqual([message(1)]);
    const { outcome } = bench.client(setEncodings(listOf(8)));
    expect(outcome).toEqual({ type: 'replace', bytes: setEncodingsMessage(listOf(1)) });
    bench.run(5000);
    expect(written(bench.effects)).toHaveLength(1);
    expect(bench.snapshot().quality).toMatchObject({ level: 1, pageLevel: 8, cause: 'user' });
    expect(facts(bench)).toEqual([{ type: 'quality', from: 6, to: 1, cause: 'user' }]);
  });

  it('costs the gate nothing: presses go out and are acknowledged as before', () => {
    const bench = session(FIXED);
    expect(click(bench, 1)).toBe(true);
    bench.run(500);
    expect(bench.snapshot()).toMatchObject({ blocked: null, unacknowledged: 0, guarding: 'guarded' });
  });

  it('gives the page its own back when the choice is taken back', () => {
    const bench = session(FIXED);
    bench.perform(bench.guard.setPolicy(SUGGEST, bench.nowMs));
    bench.run(1000);
    expect(written(bench.effects)).toEqual([message(1), message(6)]);
    expect(bench.client(setEncodings(listOf(8))).outcome).toEqual({ type: 'send' });
  });

  it('gives the page its own back when the extension is gone, for good', () => {
    const bench = session(FIXED);
    bench.perform(bench.guard.detached(bench.nowMs));
    bench.run(1000);
    expect(written(bench.effects)).toEqual([message(1), message(6)]);
    bench.perform(bench.guard.setPolicy(FIXED, bench.nowMs));
    bench.run(1000);
    expect(written(bench.effects)).toHaveLength(2);
  });
});

describe('without a choice', () => {
  it('nothing is written, and the page’s lists are its own', () => {
    const bench = session(SUGGEST);
    bench.run(5000);
    expect(written(bench.effects)).toEqual([]);
    expect(bench.client(setEncodings(listOf(8))).outcome).toEqual({ type: 'send' });
  });

  it('focus and full quality are the user’s word: told at once, and ended by it', () => {
    const bench = new GuardBench({ policy: SUGGEST });
    bench.client(setEncodings(listOf(2)));
    draw(bench);
    bench.run(2000);
    bench.perform(bench.guard.command({ type: 'focus', on: true }, bench.nowMs));
    bench.run(1000);
    expect(bench.snapshot().quality).toMatchObject({ isFocused: true, level: 6 });
    bench.perform(bench.guard.command({ type: 'focus', on: false }, bench.nowMs));
    bench.run(1000);
    expect(bench.snapshot().quality).toMatchObject({ isFocused: false, level: 2 });
    bench.perform(bench.guard.command({ type: 'full-quality' }, bench.nowMs));
    bench.run(3000);
    expect(bench.snapshot().quality).toMatchObject({ level: 9, full: { state: 'coming' } });
    expect(written(bench.effects).at(-1)).toEqual([3, 0, 0, 0, 0, 0, 2, 128, 1, 224]);
    draw(bench);
    bench.run(200);
    expect(bench.snapshot().quality.full).toEqual({ state: 'complete', share: 1 });
  });
});

describe('a complete picture at full quality', () => {
  const complete = () => {
    const bench = session(SUGGEST);
    bench.perform(bench.guard.command({ type: 'full-quality' }, bench.nowMs));
    bench.run(1000);
    draw(bench);
    bench.run(200);
    expect(bench.snapshot().quality.full.state).toBe('complete');
    return bench;
  };

  it('gives way to a press, also to one that the gate holds back: it may be what is in its way', () => {
    const bench = complete();
    expect(click(bench, 1)).toBe(true);
    expect(bench.snapshot().quality.full.state).toBe('off');
    const stalled = complete();
    stalled.cut();
    stalled.run(800);
    expect(click(stalled, 1)).toBe(false);
    expect(stalled.snapshot().quality.full.state).toBe('off');
  });

  it('stays for who only watches, whatever he presses', () => {
    const bench = complete();
    bench.perform(bench.guard.order({ type: 'watch' }, bench.nowMs));
    expect(click(bench, 1)).toBe(false);
    expect(bench.snapshot().quality.full.state).toBe('complete');
  });
});

describe('nothing about the quality is written', () => {
  const fault = (bench: GuardBench) => {
    bench.guard.fault(bench.nowMs);
    bench.guard.fault(bench.nowMs);
  };
  it.each<readonly [string, (bench: GuardBench) => void]>([
    ['into a stream whose server cannot be read', (bench) => unread(bench)],
    ['where nothing is guarded', (bench) => bench.guard.clientLost('kasm', bench.nowMs)],
    ['after the end of the connection', (bench) => bench.guard.closed(bench.nowMs)],
    ['when the gate has failed for good', fault],
  ])('%s', (_where, end) => {
    const bench = session(SUGGEST);
    end(bench);
    bench.guard.setPolicy(FIXED, bench.nowMs);
    bench.run(7000);
    expect(written(bench.effects)).toEqual([]);
    expect(bench.client(setEncodings(listOf(8))).outcome).toEqual({ type: 'send' });
    expect(bench.snapshot().quality).toMatchObject({ support: 'none', reason: 'unread' });
  });

  it('while a single fault of the gate is fresh', () => {
    const bench = session(SUGGEST);
    bench.guard.fault(bench.nowMs);
    bench.guard.setPolicy(FIXED, bench.nowMs);
    bench.run(4000);
    expect(written(bench.effects)).toEqual([]);
    bench.run(3000);
    expect(written(bench.effects)).toEqual([message(1)]);
  });
});

function unread(bench: GuardBench): void {
  bench.guard.server({ type: 'desync', offsetBytes: 7, reason: 'unknown-message', value: 1 }, bench.nowMs);
}

describe('a law that throws at everything', () => {
  const broken = new Proxy<Partial<QualityPart>>(
    {},
    {
      get: () => () => {
        throw new Error('broken');
      },
    },
  ) as QualityPart;

  it('is no fault of the gate: input, probes and the page’s own lists go on as ever', () => {
    const bench = new GuardBench({
      policy: FIXED,
      build: (options) => new Guard({ ...options, quality: () => broken }),
    });
    bench.client(setEncodings(listOf(6)));
    draw(bench);
    bench.run(4000);
    expect(click(bench, 1)).toBe(true);
    expect(bench.client(pointer(0, 9, 9)).outcome.type).toBe('send');
    bench.run(500);
    expect(bench.snapshot()).toMatchObject({
      blocked: null,
      unacknowledged: 0,
      guarding: 'guarded',
      quality: { support: 'none', reason: 'unread' },
    });
    expect(bench.effects.some((effect) => effect.type === 'record' && effect.event.type === 'fault')).toBe(
      false,
    );
  });
});

describe('a trace', () => {
  it('tells the changes of the quality again', () => {
    const { bench, ...traced } = tracedSession();
    bench.perform(bench.guard.command({ type: 'focus', on: true }, bench.nowMs));
    bench.run(1500);
    bench.perform(bench.guard.setPolicy(FIXED, bench.nowMs));
    bench.run(1500);
    const file = parseTrace(traced.file());
    if (!file.ok) throw new Error(JSON.stringify(file.problems));
    const told = replay(file.calls).entries.flatMap(({ event }) => (event.type === 'quality' ? [event] : []));
    expect(told).toEqual(facts(bench));
    expect(told.map(({ to }) => to)).toEqual([6]);
  });

  it('holds of the desktop’s name the word that tells the server, and nothing else', () => {
    const lines: string[] = [];
    const recorder = new TraceRecorder((line) => void lines.push(line));
    for (const name of ['QEMU (titan-7)', 'wayvnc-titan', 'titan-7 on QEMU', 'QEMUS']) {
      recorder.server(serverInit({ name }), 5);
    }
    const words = lines.map((line) => (JSON.parse(line) as unknown[]).at(-1));
    expect(words).toEqual(['QEMU', 'wayvnc', '', '']);
  });

  it('of an earlier release, which knows no quality, is read', () => {
    const { bench, file } = tracedSession();
    bench.run(500);
    const earlier = file()
      .replaceAll(/,"quality":\{"choice":\{[^}]*\},"lowest":\d,"highest":\d\}/g, '')
      .replaceAll(/(\["m",[\d.]+,"update-end"),\d+\]/g, '$1]')
      .replaceAll(/("server-init",[^\n]*),"\w*"\]/g, '$1]');
    expect(earlier).not.toBe(file());
    const read = parseTrace(earlier);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const [begin] = read.calls;
    expect(begin).toMatchObject({ type: 'begin', policy: { quality: DEFAULT_QUALITY } });
  });
});

function tracedSession() {
  const session = new TracedSession({ policy: SUGGEST });
  const { bench } = session;
  bench.client(setEncodings(listOf(2)));
  draw(bench);
  bench.run(2000);
  return { bench, file: () => session.file };
}
