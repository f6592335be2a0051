import type { ModelReading, SeriesRow } from '../../src/model/measure/quantities/model-reading.ts';
import { counted, type Quantity, unknown } from '../../src/model/measure/quantities/quantity.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';

/** An estimate with its spread. */
export function estimated(value: number, low: number, high: number): Quantity {
  return { value, low, high, confidence: 'low', reason: 'few-samples', samples: 12 };
}

/** A reading of a session that went well, but for what a test wants different. */
export function readingOf(different: Partial<ModelReading> = {}): ModelReading {
  return {
    atMs: 120_000,
    lengthMs: 110_000,
    activity: counted(1_840),
    activityPerSecond: counted(2.5),
    input: counted(1_640),
    inputWire: counted(3_200),
    supply: counted(1_240_000),
    seed: estimated(20_000, 15_000, 31_000),
    gain: estimated(820, 610, 1_130),
    functions: [
      {
        function: 'stage',
        activity: counted(900),
        actions: 140,
        delivered: 133,
        gain: estimated(910, 700, 1_200),
      },
      {
        function: 'keyboard',
        activity: counted(120),
        actions: 22,
        delivered: 22,
        gain: unknown('few-samples', 2),
      },
    ],
    capacity: unknown('never-saturated', 40),
    path: counted(0.97),
    pathForward: { value: 0.99, low: null, high: null, confidence: 'low', reason: 'inferred', samples: 900 },
    pathReverse: { value: 0.98, low: null, high: null, confidence: 'low', reason: 'inferred', samples: 900 },
    feedback: unknown('no-variation', 30),
    feedbackSign: 'unknown',
    loopGain: unknown('no-variation', 30),
    retryRatio: counted(0.04),
    threshold: { demand: estimated(4, 3.2, 4.6), supply: estimated(2_000_000, 1_500_000, 2_400_000) },
    recovery: { demandPerSecond: 1.2, supplyBitsPerSecond: 300_000 },
    idle: {
      think: estimated(0.4, 0.3, 0.5),
      abort: unknown('few-samples', 12),
      idle: estimated(0.4, 0.3, 0.5),
    },
    closedLoopSupply: unknown('few-samples'),
    experience: {
      tight: 4.4,
      loose: 4.7,
      delayTerm: 0.11,
      freezeTerm: 0.02,
      retryTerm: 0.06,
      sessionTight: 4.2,
      sessionLoose: 4.6,
    },
    timeInState: { idle: 40_000, stable: 52_000, unstable: 8_000, breakdown: 6_000, recovery: 4_000 },
    unseenMs: 0,
    ...different,
  };
}

/** A session's seconds: well for a while, then a stall, then well again. `fromMs` is the first one's time. */
export function rowsOf(count: number, fromMs = 1_000): readonly SeriesRow[] {
  return Array.from({ length: count }, (_each, index): SeriesRow => {
    const share = index / Math.max(1, count);
    const state: SessionState =
      share < 0.1
        ? 'idle'
        : share < 0.5
          ? 'stable'
          : share < 0.6
            ? 'unstable'
            : share < 0.7
              ? 'breakdown'
              : share < 0.8
                ? 'recovery'
                : 'stable';
    const isWell = state === 'stable' || state === 'idle';
    const demandPerSecond = state === 'idle' ? 0 : isWell ? 2 + Math.sin(index / 3) : 6 * (0.8 - share);
    return {
      atMs: fromMs + 1000 * index,
      state,
      demandPerSecond,
      deliveredPerSecond: isWell ? demandPerSecond : 0.2,
      supplyBitsPerSecond: isWell ? 400_000 * demandPerSecond + 30_000 : 90_000 * (0.9 - share),
      effectiveMs: isWell ? 45 + 5 * Math.sin(index) : 400 + 4_000 * Math.max(0, share - 0.5),
      baseMs: 40,
      pathQuality: isWell ? 0.98 : 0.1,
      tight: state === 'idle' ? null : isWell ? 4.5 : 1.8,
      loose: state === 'idle' ? null : isWell ? 4.8 : 2.6,
    };
  });
}
