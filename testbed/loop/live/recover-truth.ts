import type { Quantity } from '../../../src/model/measure/quantities/quantity.ts';
import { SessionModel } from '../../../src/model/measure/quantities/session-model.ts';
import { pathQuality } from '../../../src/model/measure/thresholds.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { LinkProfile } from '../../link/profile.ts';
import { seededRandom } from '../../link/random.ts';
import { startTcpLink } from '../../link/tcp-link.ts';
import {
  ADDED_MS,
  compare,
  medianReading,
  nameOf,
  type Recovered,
  type RecoverLink,
  readingOf,
} from '../recovered.ts';
import { startByteTap } from './byte-tap.ts';
import { startGuardedClient } from './guarded-client.ts';
import { type KnownServerName, startKnownServer } from './known-server.ts';

const SETTLE_MS = 5000;
const SMALL_ACTIONS = 16;
const LARGE_ACTIONS = 8;
const ACT_EVERY_MS = 2400;
/** Up to so much longer, or every action would meet the picture that moves by itself at the same turn. */
const ACT_SPREAD_MS = 500;
const FENCE_REPLY_BYTES = 9 + 16;
const QUIET_MS = 40_000;
/** Until what was done before is over. */
const SKIP_MS = 2500;
/** How long the added delay lasts: shorter than a new base takes. */
const ADDED_FOR_MS = 7000;
const JITTER_MS = 1;

/**
 * A session over an emulated link under the session model: small actions, a rest, large actions, added delay. G and
 * b_seed are counted at the server's side of the link meanwhile, before anything delays the bytes; the rest is what the
 * link was told to be.
 */
export async function recover(name: KnownServerName, link: RecoverLink): Promise<readonly Recovered[]> {
  const server = await startKnownServer(name);
  const tap = await startByteTap(server.port);
  const target = { host: '127.0.0.1', port: tap.port };
  const emulated = await startTcpLink({ listenPort: 0, target, profile: profileOf(link, 0) });
  const model = new SessionModel();
  let paths: Quantity[] = [];
  let replies = 0;
  const client = await startGuardedClient({
    port: emulated.port,
    policy: { ...STRICT_POLICY, mode: 'measure' },
    onProbe: ({ type }) => {
      if (type === 'answered') replies += 1;
    },
    onBin: (bin) => {
      model.add(bin);
      paths.push(readingOf(model).path);
    },
  });
  // Replies to fence probes are taken out before the model sees them; other replies are pictures and stay in.
  const sentBytes = () => tap.sentBytes() - replies * FENCE_REPLY_BYTES;
  const random = seededRandom(1);
  /** What the server sent meanwhile, and for how long it was counted. */
  const act = async (action: 'small' | 'large', count: number): Promise<Counted> => {
    const before = sentBytes();
    const beganMs = performance.now();
    for (let i = 0; i < count; i++) {
      server.act(client, action);
      await pause(ACT_EVERY_MS + ACT_SPREAD_MS * random());
    }
    return { bytes: sentBytes() - before, lengthMs: performance.now() - beganMs };
  };
  try {
    await pause(SETTLE_MS);
    const worked = await act('small', SMALL_ACTIONS);
    await pause(SKIP_MS);
    paths = [];
    const before = sentBytes();
    const beganMs = performance.now();
    await pause(QUIET_MS);
    const seedBytesPerMs = (sentBytes() - before) / (performance.now() - beganMs);
    const calmPath = medianReading(paths);
    const { gain, seed } = readingOf(model);
    await act('large', LARGE_ACTIONS);
    const { capacity } = readingOf(model);
    await pause(SKIP_MS);
    emulated.setProfile(profileOf(link, ADDED_MS));
    await pause(SKIP_MS);
    paths = [];
    await pause(ADDED_FOR_MS - SKIP_MS);
    const found = { server: name, link: nameOf(link) };
    return [
      {
        ...found,
        quantity: 'G',
        ...compare(gain, gainOf(worked, seedBytesPerMs, SMALL_ACTIONS * server.actionBytes)),
      },
      { ...found, quantity: 'b_seed', ...compare(seed, 8000 * seedBytesPerMs) },
      { ...found, quantity: 'capacity', ...compare(capacity, link.rateBitsPerSecond) },
      { ...found, quantity: 'psi_net', ...compare(calmPath, 1) },
      {
        ...found,
        quantity: 'psi_net, e = 100 ms',
        ...compare(medianReading(paths), pathQuality(ADDED_MS)),
      },
    ];
  } finally {
    client.stop();
    await emulated.stop();
    tap.stop();
    await server.stop();
  }
}

interface Counted {
  readonly bytes: number;
  readonly lengthMs: number;
}

/** Bytes of picture for a byte of input: what came while somebody worked, less what comes by itself in that time. */
function gainOf({ bytes, lengthMs }: Counted, seedBytesPerMs: number, inputBytes: number): number {
  return (bytes - seedBytesPerMs * lengthMs) / inputBytes;
}

function profileOf({ rateBitsPerSecond, roundTripMs }: RecoverLink, addedMs: number): LinkProfile {
  const delayMs = (roundTripMs + addedMs) / 2;
  const way = { rateBitsPerSecond, delayMs, jitterMs: JITTER_MS, queueLimitBytes: 256 * 1024 };
  return { name: 'recover', up: way, down: way };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
