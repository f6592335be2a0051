import type { Quantity } from '../../src/model/measure/quantities/quantity.ts';
import { SessionModel } from '../../src/model/measure/quantities/session-model.ts';
import { pathQuality } from '../../src/model/measure/thresholds.ts';
import { ClosedLoop, type NetworkSettings } from './closed-loop.ts';
import {
  ADDED_MS,
  compare,
  medianReading,
  nameOf,
  type Recovered,
  type RecoverLink,
  readingOf,
} from './recovered.ts';
import { network } from './scenarios.ts';

const PRESS_BYTES = 12;
const SMALL_BYTES = 16_000;
const LARGE_BYTES = 80_000;
const SEED_BITS_PER_SECOND = 130_000;
/** Works for 20 s and thinks for 8 s, three times. */
const SMALL_MS = 90_000;
const LARGE_MS = 20_000;
const ADDED_FROM_MS = 2500;
const ADDED_UNTIL_MS = 7000;

/**
 * The same comparison in virtual time, where the truth is what the loop is made of and no machine is late: small
 * answers for G and b_seed, large ones for the capacity, then a session without input to which delay is added.
 */
export function recoverSimulated(link: RecoverLink): readonly Recovered[] {
  const found = { server: 'simulated', link: nameOf(link) } as const;
  const { gain, seed } = play(link, SMALL_BYTES, SMALL_MS).reading;
  const { capacity } = play(link, LARGE_BYTES, LARGE_MS).reading;
  const before = play(link, SMALL_BYTES, SMALL_MS, 0).path;
  const after = play(link, SMALL_BYTES, SMALL_MS, ADDED_MS).path;
  return [
    { ...found, quantity: 'G', ...compare(gain, SMALL_BYTES / PRESS_BYTES) },
    { ...found, quantity: 'b_seed', ...compare(seed, SEED_BITS_PER_SECOND) },
    { ...found, quantity: 'capacity', ...compare(capacity, link.rateBitsPerSecond) },
    { ...found, quantity: 'psi_net', ...compare(before, 1) },
    { ...found, quantity: 'psi_net, e = 100 ms', ...compare(after, pathQuality(ADDED_MS)) },
  ];
}

/** One session; `path` is the median of psi_net after a delay was added at its end. */
function play(link: RecoverLink, gainBytes: number, forMs: number, addedMs = 0) {
  const model = new SessionModel();
  const paths: Quantity[] = [];
  const settings = (added: number): NetworkSettings =>
    network(link.rateBitsPerSecond, (link.roundTripMs + added) / 2);
  const loop = new ClosedLoop(
    {
      seed: 1,
      mode: 'measure',
      network: settings(0),
      changes: [{ atMs: forMs, settings: settings(addedMs) }],
      server: { gainBytes, seedBitsPerSecond: SEED_BITS_PER_SECOND, instrumentMs: 20 },
      user: {
        pauseMs: 1500,
        patienceMs: 60_000,
        retryProbability: 0,
        workMs: 20_000,
        thinkMs: 8000,
        beginsAtMs: 5000,
      },
    },
    {
      onBin: (bin) => {
        model.add(bin);
        if (bin.atMs > forMs + ADDED_FROM_MS) paths.push(readingOf(model).path);
      },
    },
  );
  loop.run(forMs);
  const reading = readingOf(model);
  loop.run(forMs + ADDED_UNTIL_MS);
  return { reading, path: medianReading(paths) };
}
