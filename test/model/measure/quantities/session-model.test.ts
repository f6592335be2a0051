import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { SessionModel } from '../../../../src/model/measure/quantities/session-model.ts';
import { anyBin } from '../../../support/any-bin.ts';
import { activityOf, binOf, binsOf } from '../../../support/bin-of.ts';
import { randomFrom } from '../../../support/random-from.ts';

function modelOf(bins: readonly Bin[]): SessionModel {
  const model = new SessionModel();
  for (const bin of bins) model.add(bin);
  return model;
}

function readingOf(bins: readonly Bin[]) {
  const reading = modelOf(bins).reading();
  if (reading === null) throw new Error('no bin was given');
  return reading;
}

/** Every number in a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

describe('a session', () => {
  test('has nothing to say before its first bin', () => {
    expect(new SessionModel().reading()).toBeNull();
    expect(new SessionModel().rows()).toEqual([]);
  });

  test('counts attempted input apart from what went out, and the wire with 105 B a message', () => {
    const reading = readingOf(
      binsOf(400, (i) => ({
        activity:
          i % 2 === 0
            ? [activityOf({ attemptedBytes: 100, deliveredBytes: 10, delivered: 0, messages: 1 })]
            : [],
        supplyBytes: 1000,
      })),
    );
    // Every 100 ms; the average of 1 s sees the newest bin a little more than the one before.
    expect(reading.activity.value).toBeCloseTo(8000, -3);
    expect(reading.input.value).toBeCloseTo(800, -2);
    expect(reading.inputWire.value).toBeCloseTo(8 * 115 * 10, -3);
    expect(reading.activityPerSecond.value).toBeCloseTo(10, 0);
    expect(reading.supply.value).toBeCloseTo(160_000, 0);
    expect(reading.activity.confidence).toBe('high');
  });

  test('tells functions apart: eq. 1 is their sum', () => {
    const reading = readingOf(
      binsOf(200, (i) => ({
        activity: [
          activityOf({ function: 'stage', attemptedBytes: 30, delivered: 0 }),
          ...(i % 2 === 0 ? [activityOf({ function: 'focus', attemptedBytes: 20 })] : []),
        ],
      })),
    );
    expect(reading.functions.map((each) => [each.function, each.actions, each.delivered])).toEqual([
      ['stage', 200, 0],
      ['focus', 100, 100],
    ]);
    expect(reading.functions.map((each) => each.activity.value)).toEqual([4800, 1600]);
  });

  test('finds b_seed, G, C and s0 that were put into it', () => {
    const random = randomFrom(5);
    const bins: Bin[] = [];
    // A minute of clicks every 2 s, each answered after 150 ms by 60 kB at 12 Mbit/s, which queues; then a minute idle.
    for (let i = 0; i < 20 * 60 * 6; i++) {
      const acts = Math.floor(i / 1200) % 2 === 0;
      const answers = acts && i % 40 === 3;
      bins.push(
        binOf({
          atMs: 50 * (i + 1),
          state: acts ? 'stable' : 'idle',
          idleLabel: acts ? null : 'think',
          activity: acts && i % 40 === 0 ? [activityOf()] : [],
          supplyBytes: Math.round(500 + 200 * (random() - 0.5)) + (answers ? 60_000 : 0),
          trainBytes: answers ? 60_000 : 0,
          trainMs: answers ? 40 * (1 + 0.05 * (random() - 0.5)) : 0,
          effectiveMs: answers ? 80 : 40,
          quality: answers ? Math.exp(-0.05) : 1,
        }),
      );
    }
    const reading = readingOf(bins.slice(0, 20 * 60 * 5 + 200));
    expect(Math.abs((reading.seed.value ?? 0) / 80_000 - 1)).toBeLessThan(0.02);
    expect(Math.abs((reading.gain.value ?? 0) / 5000 - 1)).toBeLessThan(0.02);
    const capacity = readingOf(bins.slice(0, 20 * 60 * 5)).capacity;
    expect(Math.abs((capacity.value ?? 0) / 12e6 - 1)).toBeLessThan(0.03);
    expect(capacity.confidence).toBe('high');
    expect(reading.closedLoopSupply.confidence).toBe('low');
  });

  test('finds that a user pushes who presses more when the picture is missing', () => {
    const random = randomFrom(11);
    const model = new SessionModel();
    let credit = 0;
    let missing: number[] = [];
    let share = 0;
    for (let i = 0; i < 20 * 600; i++) {
      // Two minutes to learn G and b_seed; then pictures fail in part, a new part every two seconds.
      if (i % 40 === 0) share = i > 20 * 120 && random() < 0.6 ? random() : 0;
      // The newest second.
      missing = [...missing.slice(-19), share];
      const earlier = missing[0] ?? 0;
      const perSecond = i < 20 * 60 ? 0 : 2 + 4 * earlier;
      credit += perSecond / 20;
      const acts = credit >= 1;
      if (acts) credit -= 1;
      const settled = i > 20 * 120;
      const asked = settled ? perSecond * 12 * 1000 * 0.05 : acts ? 12_000 : 0;
      model.add(
        binOf({
          atMs: 50 * (i + 1),
          state: i < 20 * 60 ? 'idle' : 'stable',
          idleLabel: i < 20 * 60 ? 'think' : null,
          activity: acts ? [activityOf()] : [],
          supplyBytes: Math.round(asked * (1 - share)),
          quality: share > 0 ? 0.5 : 1,
        }),
      );
    }
    const reading = model.reading();
    expect(reading?.feedbackSign).toBe('pushes');
    expect(reading?.feedback.value).toBeLessThan(0);
    expect(reading?.loopGain.value).toBeLessThan(0);
    expect(reading?.loopGain.confidence).toBe('low');
  });

  test('is less sure of what asks for an ideal path where nothing probes the path', () => {
    const at = (settled: boolean) =>
      readingOf(binsOf(20 * 60, () => ({ supplyBytes: 250, settled, effectiveMs: null, baseMs: null })));
    expect(at(true).seed).toMatchObject({ value: 40_000, confidence: 'high' });
    expect(at(false).seed).toMatchObject({ value: 40_000, confidence: 'low', reason: 'no-probe' });
  });

  test('keeps time by state and time unseen apart', () => {
    const reading = readingOf(
      binsOf(100, (i) => ({ state: i < 60 ? 'stable' : 'breakdown', noData: i >= 90 })),
    );
    expect(reading.timeInState).toEqual({ idle: 0, stable: 3000, unstable: 0, breakdown: 2000, recovery: 0 });
    expect(reading.unseenMs).toBe(500);
    expect(reading.lengthMs).toBe(5000);
  });

  test('counts time that no bin tells of as unseen', () => {
    const reading = readingOf([binOf({ atMs: 1000 }), binOf({ atMs: 61_000 })]);
    expect(reading.unseenMs).toBe(59_950);
    expect(reading.lengthMs).toBe(60_050);
  });

  test('does not go back in time', () => {
    const bins = binsOf(100, () => ({ supplyBytes: 100 }));
    const once = readingOf(bins);
    expect(readingOf([...bins, binOf({ atMs: 500, supplyBytes: 1e9 })])).toEqual(once);
  });

  test('has one row for each second', () => {
    const rows = modelOf(binsOf(20 * 30)).rows();
    expect(rows.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 30 }, (_, i) => 1000 * (i + 1)));
    expect(modelOf(binsOf(20 * 30)).rows(29_000)).toHaveLength(2);
  });

  test('shows a stall in its row as it grows, though the bin at its end is calm again', () => {
    const rows = modelOf(binsOf(40, (i) => ({ effectiveMs: i === 10 ? 900 : 40 }))).rows();
    expect(rows.map(({ effectiveMs }) => effectiveMs)).toEqual([900, 40]);
  });
});

describe('any bins', () => {
  test('give numbers that are numbers', () => {
    fc.assert(
      fc.property(fc.array(anyBin, { maxLength: 200 }), (steps) => {
        const model = new SessionModel();
        let atMs = 0;
        for (const step of steps) {
          atMs += step.lengthMs;
          model.add({ ...step, atMs });
          // Reading in between changes nothing and fails nowhere.
          if (steps.length < 20) model.reading();
        }
        return (
          numbersIn(model.reading()).every(Number.isFinite) && numbersIn(model.rows()).every(Number.isFinite)
        );
      }),
    );
  });

  test('of no length that hold nothing change nothing', () => {
    fc.assert(
      fc.property(fc.array(anyBin, { minLength: 1, maxLength: 60 }), (steps) => {
        const plain = new SessionModel();
        const chopped = new SessionModel();
        let atMs = 0;
        for (const step of steps) {
          atMs += step.lengthMs;
          const bin = { ...step, atMs };
          const nothing = {
            ...bin,
            lengthMs: 0,
            activity: [],
            supplyBytes: 0,
            trainBytes: 0,
            trainMs: 0,
            responseMs: null,
            noResponse: 0,
            updates: 0,
          };
          plain.add(bin);
          chopped.add(bin);
          chopped.add(nothing);
        }
        const [a, b] = [numbersIn(plain.reading()), numbersIn(chopped.reading())];
        return (
          a.length === b.length &&
          a.every((each, i) => Math.abs(each - (b[i] ?? Number.NaN)) <= 1e-9 * (1 + Math.abs(each)))
        );
      }),
    );
  });

  test('name any number of functions in the same room', () => {
    const model = new SessionModel();
    for (let i = 0; i < 1000; i++) {
      model.add(binOf({ atMs: 50 * (i + 1), activity: [activityOf({ function: `f${i}` })] }));
    }
    const functions = model.reading()?.functions ?? [];
    expect(functions).toHaveLength(32);
    expect(functions.reduce((sum, each) => sum + each.actions, 0)).toBe(1000);
    expect(functions[0]?.function).toBe('other');
  });
});
