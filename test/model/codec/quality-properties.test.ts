import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityOf } from '../../../src/model/codec/encoding-list.ts';
import { Quality, type QualitySight } from '../../../src/model/codec/quality.ts';
import { isQualityLevel, LADDER } from '../../../src/model/codec/quality-level.ts';
import type { QualityChoice, QualityPolicy } from '../../../src/model/codec/quality-policy.ts';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { FENCE_REQUEST, rect, serverInit, update } from '../../../testbed/loop/server-events.ts';
import { key, pointer, setEncodings } from '../../support/guard-messages.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';
import { listOf, PAGE_LIST, sightOf } from '../../support/quality-bench.ts';

// A run is a session of up to half a minute.
const RUNS = Math.ceil(SESSION_RUNS / 8);

const level = fc.constantFrom(...LADDER);
const bounds = fc
  .tuple(level, level)
  .filter(([lowest, highest]) => lowest <= highest)
  .map(([lowest, highest]) => ({ lowest, highest }));
const choice: fc.Arbitrary<QualityChoice> = fc.oneof(
  fc.constant({ type: 'suggest' } as const),
  level.map((each) => ({ type: 'fixed', level: each }) as const),
  bounds.map((each) => ({ type: 'automatic', ...each }) as const),
);
const policy: fc.Arbitrary<QualityPolicy> = fc
  .tuple(choice, bounds)
  .map(([each, within]) => ({ choice: each, ...within }));

const sight: fc.Arbitrary<QualitySight> = fc
  .record({
    excessMs: fc.constantFrom(0, 5, 20, 50, 80, 250, 1000, Number.POSITIVE_INFINITY),
    netLevel: fc.constantFrom('ok', 'ok', 'warn', 'bad', 'stall'),
    probe: fc.constantFrom('fence', 'refresh', 'none'),
    state: fc.constantFrom('idle', 'idle', 'stable', 'unstable', 'recovery', 'breakdown'),
    retryRatio: fc.constantFrom(0, 0.5),
    sinceInputMs: fc.constantFrom(0, 1000, 5000, Number.POSITIVE_INFINITY),
    rateBitsPerSecond: fc.constantFrom(0, 100_000, 20_000_000),
    isVisible: fc.constantFrom(true, true, true, false),
    isDragging: fc.boolean(),
    noData: fc.constantFrom(false, false, false, true),
  })
  .map((any): QualitySight => {
    const { path, demand, supply, flags } = sightOf();
    const { excessMs, netLevel, probe, state, retryRatio, sinceInputMs, rateBitsPerSecond } = any;
    return {
      path: { ...path, probe, excessMs, effectiveMs: 40 + excessMs, level: netLevel as 'ok' },
      demand: { ...demand, retryRatio, sinceInputMs },
      supply: { ...supply, rateBitsPerSecond },
      state: state as 'idle',
      flags: { ...flags, noData: any.noData },
      isVisible: any.isVisible,
      isDragging: any.isDragging,
    };
  });

const list = fc.oneof(
  fc.constant(PAGE_LIST),
  fc
    .integer({ min: 0, max: 9 })
    .map((each) => PAGE_LIST.map((entry) => (entry === -26 ? -32 + each : entry))),
  fc.array(fc.integer({ min: -600, max: 60 }), { maxLength: 8 }),
);

type Step = (quality: Quality, nowMs: number) => void;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(3000, 30_000, 300_000).map(
    (bytes): Step =>
      (quality, nowMs) => {
        quality.bytes(bytes, nowMs);
        for (const event of update(undefined, bytes)) quality.server(event, nowMs);
      },
  ),
  fc.constantFrom(ENCODING.jpeg, ENCODING.h264, ENCODING.qemuKeyEvent, ENCODING.zrle).map(
    (encoding): Step =>
      (quality, nowMs) =>
        quality.server(rect(encoding), nowMs),
  ),
  list.map(
    (each): Step =>
      (quality, nowMs) => {
        quality.client(setEncodings(each), nowMs);
      },
  ),
  fc.constantFrom<Step>(
    (quality, nowMs) => quality.fullQuality(nowMs),
    (quality, nowMs) => quality.focus(true, nowMs),
    (quality, nowMs) => quality.focus(false, nowMs),
    (quality, nowMs) => void quality.client(pointer(1), nowMs),
    (quality, nowMs) => void quality.client(key(true, 0x61), nowMs),
    (quality, nowMs) => quality.bytes(-25, nowMs),
  ),
  policy.map(
    (each): Step =>
      (quality, nowMs) =>
        quality.setPolicy(each, nowMs),
  ),
);

/** Nothing happens but what is seen. */
const calm = fc.record({
  steps: fc.constant<readonly Step[]>([]),
  sight,
  ms: fc.integer({ min: 50, max: 5000 }),
});
const phase = fc.record({
  steps: fc.array(step, { maxLength: 3 }),
  sight,
  ms: fc.integer({ min: 50, max: 3000 }),
});

/** Plays phases, each with its steps and then ticks, and shows what was sent with the page's list of that moment. */
function play(
  phases: readonly { readonly steps: readonly Step[]; readonly sight: QualitySight; readonly ms: number }[],
  first: QualityPolicy,
  look: (sent: {
    readonly list: readonly number[];
    readonly nowMs: number;
    readonly seen: QualitySight;
  }) => void,
): Quality {
  const quality = new Quality(first, 0);
  quality.client(setEncodings(PAGE_LIST), 0);
  for (const event of [serverInit(), FENCE_REQUEST, ...update()]) quality.server(event, 0);
  let nowMs = 0;
  for (const { steps, sight: seen, ms } of phases) {
    for (const each of steps) each(quality, nowMs);
    for (const untilMs = nowMs + ms; nowMs < untilMs; nowMs += 50) {
      quality.bytes(8192, nowMs);
      for (const effect of quality.tick(seen, nowMs)) {
        if (effect.type === 'encodings') look({ list: listOf(effect.bytes), nowMs, seen });
        else if (effect.type === 'refresh') expect(seen.path.level).not.toBe('stall');
      }
      const { full, level: inForce } = quality.reading(nowMs);
      expect(full.share).toBeGreaterThanOrEqual(0);
      expect(full.share).toBeLessThanOrEqual(1);
      if (inForce !== null) expect(inForce).toBeGreaterThanOrEqual(0);
    }
  }
  return quality;
}

describe('whatever happens', () => {
  it('nothing throws, nothing is sent in a stall, in a hidden tab or sooner than 500 ms after the last', () => {
    fc.assert(
      fc.property(fc.array(phase, { maxLength: 8 }), policy, (phases, first) => {
        let lastMs = Number.NEGATIVE_INFINITY;
        play(phases, first, ({ nowMs, seen }) => {
          expect(seen.path.level).not.toBe('stall');
          expect(seen.isVisible && !seen.flags.noData).toBe(true);
          expect(nowMs - lastMs).toBeGreaterThanOrEqual(500);
          lastMs = nowMs;
        });
      }),
      { numRuns: RUNS },
    );
  });

  it("the level is on the ladder and within the facility's bounds, or the page's own", () => {
    fc.assert(
      fc.property(fc.array(calm, { maxLength: 8 }), policy, (phases, first) => {
        play(phases, first, ({ list: sent }) => {
          const told = qualityOf(sent) ?? -1;
          if (told === 6 && sent.join() === PAGE_LIST.join()) return;
          expect(isQualityLevel(told)).toBe(true);
          expect(told).toBeGreaterThanOrEqual(first.lowest);
          expect(told).toBeLessThanOrEqual(first.highest);
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('"suggest" never sends a list', () => {
    fc.assert(
      fc.property(fc.array(calm, { maxLength: 8 }), bounds, (phases, within) => {
        play(phases, { choice: { type: 'suggest' }, ...within }, () => {
          throw new Error('sent');
        });
      }),
      { numRuns: RUNS },
    );
  });
});
