import { seededRandom } from '../link/random.ts';
import type { Network, NetworkStep, NetworkWay } from './network.ts';
import type { Trouble } from './observed-run.ts';
import { PROFILES, type ProfileName } from './plan.ts';

/** A path, the same both ways. */
interface Path {
  readonly rateMbps: number;
  /** Propagation, there and back. */
  readonly roundTripMs: number;
  /** Mean of the extra delay, each way. */
  readonly jitterMs: number;
  /** The drop-tail buffer, as time at the rate of the moment. */
  readonly queueMs: number;
  readonly lossRatio: number;
}

/**
 * The model's section 7. Not there, and set here: a queue and a round trip for direct (a switch and two hosts), no loss
 * but in the WAN. capacity-drop keeps its queue at 0.5 s, so that the rate is what changes and not the buffer.
 */
export const PATHS: Readonly<Record<ProfileName, Path>> = {
  direct: { rateMbps: 1000, roundTripMs: 0.2, jitterMs: 0, queueMs: 10, lossRatio: 0 },
  'isolated-lan': { rateMbps: 100, roundTripMs: 1, jitterMs: 0.1, queueMs: 50, lossRatio: 0 },
  'public-lan': { rateMbps: 100, roundTripMs: 3, jitterMs: 0.5, queueMs: 100, lossRatio: 0 },
  wan: { rateMbps: 20, roundTripMs: 40, jitterMs: 3, queueMs: 200, lossRatio: 1e-4 },
  'congested-wan': { rateMbps: 10, roundTripMs: 40, jitterMs: 5, queueMs: 500, lossRatio: 0 },
  'capacity-drop': { rateMbps: 20, roundTripMs: 40, jitterMs: 3, queueMs: 500, lossRatio: 0 },
  fault: { rateMbps: 20, roundTripMs: 40, jitterMs: 3, queueMs: 200, lossRatio: 1e-4 },
};

/** When the first change comes: a run takes 25 to 40 s, and all of the change should lie in it. */
const FIRST_CHANGE_MS = { from: 3000, until: 10_000 };
/** Section 7: 4 flows, 12 s on; the paper's users see the path recover, so some seconds lie between. */
const CONGESTION = { flows: 4, onMs: 12_000, offMs: { from: 4000, until: 8000 } };
/** Section 7: 1 to 4 flows of others, on and off. */
const PUBLIC = { flowsMax: 4, onMs: { from: 4000, until: 8000 }, offMs: { from: 2000, until: 6000 } };
/** Section 7: 20, 2, 20 Mbit/s. */
const DROP = { rateMbps: 2, lastsMs: 10_000 };
/** Section 7. 5 and 3 have no common divisor, so that 15 seeds in a row hold each pair once, and 5 each duration. */
const CUTS_MS = [500, 1000, 2000, 5000, 10_000] as const;
const CUT_SIDES = ['both', 'up', 'down'] as const;
/** No flow begins later; longer than a run may take. */
const LAST_CHANGE_MS = 180_000;

/**
 * A fair share of less is congestion. At 5 Mbit/s a picture of the model's section 0.6 takes a tenth of a second, at
 * 2 Mbit/s a quarter. The four flows of public-lan leave 20 Mbit/s.
 */
const ROOM_BITS_PER_SECOND = 5e6;

/** The schedule of one run. The arms of a pair get the same. */
export function networkOf(profile: ProfileName, seed: number): Network {
  const path = PATHS[profile];
  const random = seededRandom(Math.imul(seed, 0x9e37_79b1) + PROFILES.indexOf(profile));
  const well = stepOf(path);
  const firstMs = Math.round(between(random, FIRST_CHANGE_MS));
  switch (profile) {
    case 'direct':
    case 'isolated-lan':
    case 'wan':
      return { steps: [well] };
    case 'public-lan':
      return { steps: [well, ...publicFlows(well, firstMs, random)] };
    case 'congested-wan':
      return { steps: [well, ...congestion(well, firstMs, random)] };
    case 'capacity-drop': {
      const low = { ...stepOf({ ...path, rateMbps: DROP.rateMbps }), atMs: firstMs };
      return { steps: [well, low, { ...well, atMs: firstMs + DROP.lastsMs }] };
    }
    case 'fault': {
      const cut = pick(CUT_SIDES, seed);
      const healedMs = firstMs + pick(CUTS_MS, seed);
      return { steps: [well, { ...well, atMs: firstMs, cut }, { ...well, atMs: healedMs }] };
    }
  }
}

/** The stretches in which the path is cut or leaves the session less than it needs. One that never ends is endless. */
export function troublesOf(network: Network): readonly Trouble[] {
  const troubles: Trouble[] = [];
  for (const [at, step] of network.steps.entries()) {
    const type = troubleIn(step);
    if (type === null) continue;
    const untilMs = network.steps[at + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const last = troubles.at(-1);
    if (last?.type === type && last.untilMs === step.atMs)
      troubles[troubles.length - 1] = { ...last, untilMs };
    else troubles.push({ fromMs: step.atMs, untilMs, type });
  }
  return troubles;
}

function troubleIn({ up, down, flows, cut }: NetworkStep): Trouble['type'] | null {
  if (cut !== 'none') return 'cut';
  const share = Math.min(up.rateBitsPerSecond, down.rateBitsPerSecond / (flows + 1));
  return share < ROOM_BITS_PER_SECOND ? 'congested' : null;
}

function stepOf({ rateMbps, roundTripMs, jitterMs, queueMs, lossRatio }: Path): NetworkStep {
  const way: NetworkWay = {
    rateBitsPerSecond: rateMbps * 1e6,
    delayMs: roundTripMs / 2,
    jitterMs,
    queueMs,
    lossRatio,
  };
  return { atMs: 0, up: way, down: way, flows: 0, cut: 'none' };
}

function publicFlows(well: NetworkStep, firstMs: number, random: () => number): NetworkStep[] {
  const steps: NetworkStep[] = [];
  for (let atMs = firstMs; atMs < LAST_CHANGE_MS; ) {
    steps.push({ ...well, atMs, flows: 1 + Math.floor(random() * PUBLIC.flowsMax) });
    atMs += Math.round(between(random, PUBLIC.onMs));
    steps.push({ ...well, atMs });
    atMs += Math.round(between(random, PUBLIC.offMs));
  }
  return steps;
}

function congestion(well: NetworkStep, firstMs: number, random: () => number): NetworkStep[] {
  const steps: NetworkStep[] = [];
  for (let atMs = firstMs; atMs < LAST_CHANGE_MS; ) {
    steps.push({ ...well, atMs, flows: CONGESTION.flows });
    atMs += CONGESTION.onMs;
    steps.push({ ...well, atMs });
    atMs += Math.round(between(random, CONGESTION.offMs));
  }
  return steps;
}

interface Range {
  readonly from: number;
  readonly until: number;
}

function between(random: () => number, { from, until }: Range): number {
  return from + random() * (until - from);
}

function pick<Value>(values: readonly [Value, ...Value[]], seed: number): Value {
  return values[Math.abs(seed) % values.length] ?? values[0];
}
