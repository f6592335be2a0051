import type { Network, NetworkStep } from '../../testbed/experiment/network.ts';

/** One link of the bench, and which stretch of it is measured. Times since its schedule began. */
export interface QualityLink {
  readonly name: string;
  readonly network: Network;
  readonly measured: { readonly fromMs: number; readonly untilMs: number };
  readonly lastsMs: number;
  /** When it changes for the worse; null: never. */
  readonly changesAtMs: number | null;
  /** When it is well again; null: never, or it always was. */
  readonly healsAtMs: number | null;
}

interface Path {
  readonly rateMbps: number;
  readonly flows?: number;
  readonly roundTripMs?: number;
  readonly jitterMs?: number;
  readonly queueMs?: number;
}

/** A stretch of a link that changes: time enough for the round trip to be known before it, and to be so again after it. */
const WELL_MS = 20_000;
const TROUBLE_MS = 30_000;
/** What is judged: the 20 s that begin 2 s after the change. */
const REACTION_MS = 2000;
const JUDGED_MS = 20_000;

/** Of the WAN, the congested WAN and the drop of the experiments (testbed/experiment/networks.ts). */
const WAN = { roundTripMs: 40, jitterMs: 3, queueMs: 500 };
const CAMPUS = { roundTripMs: 3, jitterMs: 0.5, queueMs: 100 };

/** @param steadySeconds how long a link that does not change is measured */
export function qualityLinks(steadySeconds: number): readonly QualityLink[] {
  return [
    steady('5', { rateMbps: 5 }, steadySeconds),
    steady('2', { rateMbps: 2 }, steadySeconds),
    steady('1', { rateMbps: 1 }, steadySeconds),
    changing('20-2-20', { rateMbps: 20 }, { rateMbps: 2 }),
    changing('4-flows', { rateMbps: 10 }, { rateMbps: 10, flows: 4 }),
    steady('20', { rateMbps: 20 }, steadySeconds),
    steady('100', { rateMbps: 100, ...CAMPUS }, steadySeconds),
  ];
}

function steady(name: string, path: Path, seconds: number): QualityLink {
  const untilMs = 1000 * seconds;
  return {
    ...{ name, network: { steps: [stepOf(0, path)] }, measured: { fromMs: 0, untilMs }, lastsMs: untilMs },
    ...{ changesAtMs: null, healsAtMs: null },
  };
}

function changing(name: string, well: Path, trouble: Path): QualityLink {
  const healsAtMs = WELL_MS + TROUBLE_MS;
  const fromMs = WELL_MS + REACTION_MS;
  return {
    name,
    network: { steps: [stepOf(0, well), stepOf(WELL_MS, trouble), stepOf(healsAtMs, well)] },
    measured: { fromMs, untilMs: fromMs + JUDGED_MS },
    ...{ lastsMs: healsAtMs + TROUBLE_MS, changesAtMs: WELL_MS, healsAtMs },
  };
}

function stepOf(atMs: number, path: Path): NetworkStep {
  const { rateMbps, flows = 0, roundTripMs, jitterMs, queueMs } = { ...WAN, ...path };
  const way = {
    rateBitsPerSecond: rateMbps * 1e6,
    delayMs: roundTripMs / 2,
    jitterMs,
    queueMs,
    lossRatio: 0,
  };
  return { atMs, up: way, down: way, flows, cut: 'none' };
}
