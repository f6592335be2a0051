import type { LoopPlan, NetworkSettings } from './closed-loop.ts';

/** A path of this rate towards the user; input has room in any case. */
export function network(rateBitsPerSecond: number, oneWayMs: number): NetworkSettings {
  const way = { delayMs: oneWayMs, jitterMs: 1, queueLimitBytes: QUEUE_BYTES };
  return { up: { ...way, rateBitsPerSecond: GOOD_RATE }, down: { ...way, rateBitsPerSecond } };
}

/** A bloated buffer: 0.2 s at 20 Mbit/s, 4 s at 1 Mbit/s. */
const QUEUE_BYTES = 512 * 1024;
/** bit/s of a path that is not congested. */
export const GOOD_RATE = 20e6;
const GOOD = network(GOOD_RATE, 20);

const WORK: LoopPlan['user'] = {
  pauseMs: 500,
  patienceMs: 1000,
  retryProbability: 0.7,
  workMs: 600_000,
  thinkMs: 5000,
  beginsAtMs: 3000,
};
const SESSION: LoopPlan = {
  seed: 1,
  mode: 'measure',
  network: GOOD,
  changes: [],
  server: { gainBytes: 60_000, seedBitsPerSecond: 200_000, instrumentMs: 20 },
  user: WORK,
};
const HEAVY = { ...SESSION.server, gainBytes: 120_000 };
const CONGESTED = { atMs: 20_000, settings: network(1e6, 20) } as const;

/** The paper's section 2.2 as plans: how each state begins and ends. Congestion begins after 20 s. */
export const SCENARIOS = {
  /** A good path; works for 12 s, thinks for 5 s. */
  healthy: { ...SESSION, user: { ...WORK, workMs: 12_000 } },
  /** Capacity falls to a twentieth for 20 s; the user waits for each answer, however late. */
  congestedAndPatient: {
    ...SESSION,
    changes: [CONGESTED, { atMs: 40_000, settings: GOOD }],
    user: { ...WORK, patienceMs: 30_000 },
  },
  /** The same for good, larger answers, and a user who repeats what is not answered after 0.4 s. */
  congestedAndRetrying: {
    ...SESSION,
    server: HEAVY,
    changes: [CONGESTED],
    user: { ...WORK, patienceMs: 400, retryProbability: 1 },
  },
  /** The same, but the user waits. */
  congestedAndWaiting: {
    ...SESSION,
    server: HEAVY,
    changes: [CONGESTED],
    user: { ...WORK, patienceMs: 30_000 },
  },
  /** The same for 10 s, and a user who gives up what is not answered after 1 s. */
  congestedAndGivingUp: {
    ...SESSION,
    server: HEAVY,
    changes: [CONGESTED, { atMs: 30_000, settings: GOOD }],
    user: { ...WORK, retryProbability: 0 },
  },
  /** Nothing arrives for 5 s. */
  stalled: {
    ...SESSION,
    changes: [
      { atMs: 20_000, settings: 'stall' },
      { atMs: 25_000, settings: GOOD },
    ],
  },
} as const satisfies Readonly<Record<string, LoopPlan>>;
