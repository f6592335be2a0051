import { BaseRoundTrip } from '../../src/model/measure/base-round-trip.ts';
import { Trend } from '../../src/model/measure/trend.ts';

/** A rule that says "the path is bad" from probes alone. */
export interface Rival {
  readonly name: string;
  /** A probe was answered. Times in ms; `excessMs` is its round trip above the base. */
  answered(excessMs: number, sentAtMs: number, roundTripMs: number): void;
  /** Every 50 ms; `excessMs` is that of RTT_eff, null before the first probe. True while the rule alarms. */
  tick(excessMs: number | null): boolean;
}

interface Outstanding {
  readonly id: number;
  readonly sentAtMs: number;
}

/** An outstanding probe beyond these is not going to be answered. */
const MAX_OUTSTANDING = 1000;
const TREND_MS_PER_SECOND = 50;
const TREND_EXCESS_MS = 30;
const LEVEL_MS = 100;
const LEVEL_PROBES = 3;
const CUSUM_SLACK = 0.5;
const CUSUM_LIMIT = 8;
/** Round trips that the CUSUM takes as its idea of normal: a minute at 5 Hz. */
const CUSUM_WINDOW = 300;
const CUSUM_LEARNS = 20;
const CUSUM_MIN_DEVIATION_MS = 10;

/** The rules that the session's own were chosen among, each from the same probes. */
export function makeRivals(): readonly Rival[] {
  return [
    trendRule(),
    levelRule(),
    cusumRule(),
    effectiveRule(100, 3),
    effectiveRule(150, 2),
    effectiveRule(200, 1),
  ];
}

/** Runs the rules side by side over one stream of probes. */
export class RivalBench {
  readonly rivals: readonly Rival[] = makeRivals();
  readonly #base = new BaseRoundTrip();
  #outstanding: Outstanding[] = [];
  #last: { readonly roundTripMs: number; readonly atMs: number } | null = null;
  #periodMs = 200;
  #lastSentMs: number | null = null;

  sent(id: number, nowMs: number): void {
    if (this.#lastSentMs !== null) this.#periodMs = Math.min(500, nowMs - this.#lastSentMs);
    this.#lastSentMs = nowMs;
    if (this.#outstanding.length < MAX_OUTSTANDING) this.#outstanding.push({ id, sentAtMs: nowMs });
  }

  answered(id: number, nowMs: number): void {
    const probe = this.#outstanding.find((each) => each.id === id);
    if (probe === undefined) return;
    this.#outstanding = this.#outstanding.filter((each) => each.id > id);
    const roundTripMs = nowMs - probe.sentAtMs;
    this.#base.add(roundTripMs, nowMs);
    this.#last = { roundTripMs, atMs: nowMs };
    const excessMs = Math.max(0, roundTripMs - (this.#base.ms ?? roundTripMs));
    for (const rival of this.rivals) rival.answered(excessMs, probe.sentAtMs, roundTripMs);
  }

  /** Names of the rules that alarm now. */
  tick(nowMs: number): readonly string[] {
    const excessMs = this.#excessMs(nowMs);
    return this.rivals.filter((rival) => rival.tick(excessMs)).map(({ name }) => name);
  }

  /** RTT_eff above the base: the newest round trip, or the age of the oldest probe without an answer. */
  #excessMs(nowMs: number): number | null {
    const base = this.#base.ms;
    if (base === null) return null;
    const oldest = this.#outstanding[0];
    const ageMs = oldest === undefined ? 0 : nowMs - oldest.sentAtMs;
    const last = this.#last;
    const isFresh = last !== null && (oldest === undefined || nowMs - last.atMs < 2 * this.#periodMs);
    return Math.max(0, Math.max(isFresh ? last.roundTripMs : 0, ageMs) - base);
  }
}

/** A slope above 50 ms/s over 2 s and the median of three above 30 ms, twice in a row. */
function trendRule(): Rival {
  const trend = new Trend();
  const lastThree: number[] = [];
  let inRow = 0;
  return {
    name: 'trend',
    answered: (excessMs, sentAtMs) => {
      trend.add(excessMs, sentAtMs);
      lastThree.push(excessMs);
      if (lastThree.length > 3) lastThree.shift();
      const median = [...lastThree].sort((a, b) => a - b)[1] ?? 0;
      inRow = trend.msPerSecond > TREND_MS_PER_SECOND && median > TREND_EXCESS_MS ? inRow + 1 : 0;
    },
    tick: () => inRow >= 2,
  };
}

/** Three completed round trips in a row above 100 ms. */
function levelRule(): Rival {
  let inRow = 0;
  return {
    name: 'level e>100 x3',
    answered: (excessMs) => {
      inRow = excessMs > LEVEL_MS ? inRow + 1 : 0;
    },
    tick: () => inRow >= LEVEL_PROBES,
  };
}

/** One-sided, k = 0.5, h = 8, of completed round trips against median and MAD (at least 10 ms) of the last minute. */
function cusumRule(): Rival {
  const window: number[] = [];
  let sum = 0;
  return {
    name: 'CUSUM',
    answered: (_excessMs, _sentAtMs, roundTripMs) => {
      if (window.length >= CUSUM_LEARNS) {
        const middle = median(window);
        const spread = median(window.map((each) => Math.abs(each - middle)));
        const deviationMs = Math.max(CUSUM_MIN_DEVIATION_MS, spread);
        sum = Math.max(0, sum + (roundTripMs - middle) / deviationMs - CUSUM_SLACK);
        // It must be able to end: what it has piled up counts to twice the limit.
        sum = Math.min(sum, 2 * CUSUM_LIMIT);
      }
      window.push(roundTripMs);
      if (window.length > CUSUM_WINDOW) window.shift();
    },
    tick: () => sum > CUSUM_LIMIT,
  };
}

/** RTT_eff above the base by more than this for so many ticks. */
function effectiveRule(limitMs: number, ticks: number): Rival {
  let inRow = 0;
  return {
    name: `RTT_eff e>${limitMs}, ${ticks} tick${ticks === 1 ? '' : 's'}`,
    answered: () => {},
    tick: (excessMs) => {
      inRow = excessMs !== null && excessMs > limitMs ? inRow + 1 : 0;
      return inRow >= ticks;
    },
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
