import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { MAX_BIN_FUNCTIONS } from '../../../src/model/measure/bin.ts';
import { binDecoder } from '../../../src/model/measure/bin-decoder.ts';
import { BinMeter, type BinSight, type JudgedInput } from '../../../src/model/measure/bin-meter.ts';
import { DemandMeter } from '../../../src/model/measure/demand-meter.ts';
import { PathMeter } from '../../../src/model/measure/path-meter.ts';
import { SupplyMeter } from '../../../src/model/measure/supply-meter.ts';
import { startSession } from '../../../src/model/session/session.ts';
import { anyBin } from '../../support/any-bin.ts';
import { binOf } from '../../support/bin-of.ts';
import { GuardBench } from '../../support/guard-bench.ts';
import { key, pointer } from '../../support/guard-messages.ts';

const sight: BinSight = {
  path: new PathMeter(0).reading('none', 0),
  demand: new DemandMeter(0).reading(0),
  supply: new SupplyMeter(0).reading(0),
  session: startSession(0),
  unacknowledged: 0,
};

const went = (parts: Partial<JudgedInput> = {}): JudgedInput => ({
  kind: 'action',
  function: null,
  attemptedBytes: 6,
  deliveredBytes: 6,
  ...parts,
});

describe('a bin', () => {
  test('holds what happened since the last one, and then it is empty again', () => {
    const meter = new BinMeter(0);
    meter.input(pointer(1), went(), 10);
    meter.bytes(5000, 20);
    meter.server({ type: 'update-start', startByte: 0, rects: 1 }, 20);
    meter.server({ type: 'update-end', startByte: 0, endByte: 0, rects: 1 }, 30);
    meter.answered(40);
    expect(meter.take(sight, 50)).toMatchObject({
      atMs: 50,
      lengthMs: 50,
      activity: [
        {
          function: 'pointer',
          actions: 1,
          retries: 0,
          delivered: 1,
          attemptedBytes: 6,
          deliveredBytes: 6,
          messages: 1,
        },
      ],
      supplyBytes: 5000,
      updates: 1,
      roundTripMs: 40,
    });
    expect(meter.take(sight, 130)).toMatchObject({
      atMs: 130,
      lengthMs: 80,
      activity: [],
      supplyBytes: 0,
      updates: 0,
      roundTripMs: null,
    });
  });

  test('counts what the gate held back as attempted, not as delivered', () => {
    const meter = new BinMeter(0);
    meter.input(pointer(1), went({ deliveredBytes: 0 }), 10);
    meter.input(pointer(1), went({ kind: 'retry', deliveredBytes: 0 }), 20);
    expect(meter.take(sight, 50).activity).toEqual([
      {
        function: 'pointer',
        actions: 2,
        retries: 1,
        delivered: 0,
        attemptedBytes: 12,
        deliveredBytes: 0,
        messages: 0,
      },
    ]);
  });

  test('puts a drag with all its moves and its release to what it began on', () => {
    const meter = new BinMeter(0);
    meter.input(pointer(0), went({ kind: 'motion' }), 5);
    meter.input(pointer(1), went({ function: 'stage' }), 10);
    meter.input(pointer(1), went({ kind: 'motion' }), 20);
    meter.input(pointer(0), went({ kind: 'motion' }), 30);
    meter.input(pointer(0), went({ kind: 'motion' }), 40);
    expect(
      meter.take(sight, 50).activity.map((each) => [each.function, each.actions, each.attemptedBytes]),
    ).toEqual([
      ['pointing', 0, 12],
      ['stage', 1, 18],
    ]);
  });

  test('names what no profile marks by its kind', () => {
    const meter = new BinMeter(0);
    meter.input(pointer(1 << 3), went(), 10);
    meter.input(pointer(0), went({ kind: 'motion' }), 11);
    meter.input(key(true, 0x61), went({ attemptedBytes: 8 }), 20);
    meter.input(key(false, 0x61), went({ kind: 'motion', attemptedBytes: 8 }), 25);
    meter.input({ type: 'cut-text', startByte: 0, endByte: 20, textBytes: 12 }, went(), 30);
    expect(
      meter.take(sight, 50).activity.map((each) => [each.function, each.actions, each.attemptedBytes]),
    ).toEqual([
      ['wheel', 1, 12],
      ['keyboard', 1, 16],
      ['clipboard', 1, 6],
    ]);
  });

  test('has room for eight functions; what is beyond counts as other', () => {
    const meter = new BinMeter(0);
    for (let i = 0; i < 20; i++) meter.input(pointer(1), went({ function: `f${i}` }), 10);
    const { activity } = meter.take(sight, 50);
    expect(activity).toHaveLength(MAX_BIN_FUNCTIONS);
    expect(activity.at(-1)).toMatchObject({ function: 'other', actions: 13 });
  });

  test('does not tell of fewer bytes than none: a reply of ours is taken back in the next bin too', () => {
    const meter = new BinMeter(0);
    meter.bytes(-25, 10);
    expect(meter.take(sight, 50).supplyBytes).toBe(0);
  });

  test('times a press by the base of the bin before', () => {
    const meter = new BinMeter(0);
    meter.take({ ...sight, path: { ...sight.path, baseMs: 100 } }, 0);
    meter.input(pointer(1, 10, 10), went(), 10);
    const rect = { type: 'rect', startByte: 0, x: 0, y: 0, width: 20, height: 20, encoding: 0 } as const;
    meter.server(rect, 109);
    expect(meter.take(sight, 109).responseMs).toBeNull();
    meter.server(rect, 115);
    expect(meter.take(sight, 150).responseMs).toBe(105);
  });

  test('comes from the guard at every tick, as long as the time since the last', () => {
    const bench = new GuardBench();
    bench.run(1000);
    const bins = bench.effects.flatMap((effect) => (effect.type === 'bin' ? [effect.bin] : []));
    expect(bins.length).toBeGreaterThanOrEqual(19);
    expect(bins.every(({ lengthMs }) => lengthMs === 50)).toBe(true);
  });
});

describe('a bin that crossed a port', () => {
  test('is the bin that was sent', () => {
    fc.assert(
      fc.property(anyBin, (bin) => {
        const decoded = run(binDecoder, JSON.parse(JSON.stringify(bin)));
        return decoded.ok && JSON.stringify(decoded.value) === JSON.stringify(bin);
      }),
    );
  });

  test.each<[string, object]>([
    ['a time that is no number', { atMs: null }],
    ['a negative length', { lengthMs: -1 }],
    ['a quality above 1', { quality: 1.1 }],
    ['an unknown state', { state: 'fine' }],
    ['too many functions', { activity: new Array(9).fill({}) }],
  ])('is refused with %s', (_what, parts) => {
    expect(run(binDecoder, { ...binOf({ atMs: 50 }), ...parts }).ok).toBe(false);
  });
});
