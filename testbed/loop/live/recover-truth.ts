import type { Bin } from '../../../src/model/measure/bin.ts';
import type { Quantity } from '../../../src/model/measure/quantities/quantity.ts';
import { SessionModel } from '../../../src/model/measure/quantities/session-model.ts';
import { QUALITY_FREE_EXCESS_MS, QUALITY_SCALE_MS } from '../../../src/model/measure/thresholds.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { LinkProfile } from '../../link/profile.ts';
import { startTcpLink } from '../../link/tcp-link.ts';
import { type GuardedClient, startGuardedClient } from './guarded-client.ts';
import { type KnownServer, type KnownServerName, startKnownServer } from './known-server.ts';

/** What a server sends, counted without link and driver. */
export interface Truth {
  /** Bits per second while nobody does anything. */
  readonly seedBitsPerSecond: number;
  /** Bits of picture for a bit of input, of a small action: mean and range over the actions. */
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
}

/** One quantity on one link: what the model says and what is true. */
export interface Recovered {
  readonly server: KnownServerName;
  readonly link: string;
  readonly quantity: 'G' | 'b_seed' | 'capacity' | 'psi_net';
  readonly estimate: number | null;
  readonly truth: number;
  /** (estimate - truth) / truth. */
  readonly error: number | null;
  /** As the model states it; null: no bound. */
  readonly low: number | null;
  readonly high: number | null;
  /** null: no interval was stated. */
  readonly isInside: boolean | null;
  readonly note: string | null;
}

export interface RecoverLink {
  readonly rateBitsPerSecond: number;
  readonly roundTripMs: number;
}

/** Five links, slow and fast, near and far. */
export const RECOVER_LINKS: readonly RecoverLink[] = [
  { rateBitsPerSecond: 2e6, roundTripMs: 40 },
  { rateBitsPerSecond: 5e6, roundTripMs: 20 },
  { rateBitsPerSecond: 10e6, roundTripMs: 80 },
  { rateBitsPerSecond: 20e6, roundTripMs: 40 },
  { rateBitsPerSecond: 20e6, roundTripMs: 300 },
];

const SETTLE_MS = 5000;
const SMALL_ACTIONS = 16;
const LARGE_ACTIONS = 8;
const ACT_EVERY_MS = 2000;
const QUIET_MS = 16_000;
/** Of these the first ones still belong to what was done before. */
const QUIET_SKIP_MS = 3000;
/** Excess delay of the last part, both ways together, and how long it lasts: shorter than a new base takes. */
const ADDED_MS = 100;
const ADDED_FOR_MS = 8000;
const ADDED_SKIP_MS = 2000;
const JITTER_MS = 1;

/** Counts what a server sends for a small action, and for none. */
export async function countTruth(name: KnownServerName): Promise<Truth> {
  const server = await startKnownServer(name);
  const client = await startGuardedClient({ port: server.port, policy: null });
  try {
    await pause(SETTLE_MS);
    const before = client.receivedBytes();
    const beganMs = performance.now();
    await pause(QUIET_MS);
    const seconds = (performance.now() - beganMs) / 1000;
    const seedBitsPerSecond = (8 * (client.receivedBytes() - before)) / seconds;
    const gains: number[] = [];
    for (let i = 0; i < SMALL_ACTIONS; i++) {
      const bytes = client.receivedBytes();
      const atMs = performance.now();
      server.act(client, 'small');
      await pause(ACT_EVERY_MS);
      const elapsedS = (performance.now() - atMs) / 1000;
      const bits = 8 * (client.receivedBytes() - bytes) - seedBitsPerSecond * elapsedS;
      gains.push(bits / (8 * server.actionBytes));
    }
    gains.sort((a, b) => a - b);
    const gain = gains.reduce((sum, each) => sum + each, 0) / gains.length;
    return { seedBitsPerSecond, gain, gainLow: gains[0] ?? gain, gainHigh: gains.at(-1) ?? gain };
  } finally {
    client.stop();
    await server.stop();
  }
}

/** The same actions over an emulated link, under the session model. */
export async function recover(
  name: KnownServerName,
  link: RecoverLink,
  truth: Truth,
): Promise<readonly Recovered[]> {
  const server = await startKnownServer(name);
  const target = { host: '127.0.0.1', port: server.port };
  const emulated = await startTcpLink({ listenPort: 0, target, profile: profileOf(link, 0) });
  const model = new SessionModel();
  const qualities: number[] = [];
  let isAdded = false;
  const client = await startGuardedClient({
    port: emulated.port,
    policy: { ...STRICT_POLICY, mode: 'measure' },
    onBin: (bin: Bin) => {
      model.add(bin);
      if (isAdded) qualities.push(model.reading()?.path.value ?? Number.NaN);
    },
  });
  try {
    await pause(SETTLE_MS);
    await actFor(server, client, 'small', SMALL_ACTIONS);
    await pause(QUIET_MS);
    const { gain, seed } = readingOf(model);
    await actFor(server, client, 'large', LARGE_ACTIONS);
    const { capacity } = readingOf(model);
    await pause(QUIET_SKIP_MS);
    emulated.setProfile(profileOf(link, ADDED_MS));
    await pause(ADDED_SKIP_MS);
    isAdded = true;
    await pause(ADDED_FOR_MS - ADDED_SKIP_MS);
    const found = { server: name, link: `${link.rateBitsPerSecond / 1e6} Mbit/s, ${link.roundTripMs} ms` };
    return [
      { ...found, quantity: 'G', ...compare(gain, truth.gain) },
      { ...found, quantity: 'b_seed', ...compare(seed, truth.seedBitsPerSecond) },
      { ...found, quantity: 'capacity', ...compare(capacity, link.rateBitsPerSecond) },
      { ...found, quantity: 'psi_net', ...compare(medianOf(qualities), psiOf(ADDED_MS)) },
    ];
  } finally {
    client.stop();
    await emulated.stop();
    await server.stop();
  }
}

async function actFor(
  server: KnownServer,
  client: GuardedClient,
  action: 'small' | 'large',
  count: number,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    server.act(client, action);
    await pause(ACT_EVERY_MS);
  }
}

function compare(
  { value, low, high, reason, confidence, samples }: Quantity,
  truth: number,
): Pick<Recovered, 'estimate' | 'truth' | 'error' | 'low' | 'high' | 'isInside' | 'note'> {
  const isBounded = low !== null || high !== null;
  const isInside = isBounded ? truth >= (low ?? -Infinity) && truth <= (high ?? Infinity) : null;
  const note = `${confidence}${reason === null ? '' : `, ${reason}`}, n=${samples}`;
  return {
    estimate: value,
    truth,
    error: value === null ? null : (value - truth) / truth,
    low,
    high,
    isInside,
    note,
  };
}

function readingOf(model: SessionModel): NonNullable<ReturnType<SessionModel['reading']>> {
  const reading = model.reading();
  if (reading === null) throw new Error('[loop] no bin arrived');
  return reading;
}

/** psi_net at an excess (docs/model.md). */
function psiOf(excessMs: number): number {
  return Math.exp(-Math.max(0, excessMs - QUALITY_FREE_EXCESS_MS) / QUALITY_SCALE_MS);
}

function medianOf(values: readonly number[]): Quantity {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[sorted.length >> 1] ?? null;
  const samples = sorted.length;
  return { value, low: null, high: null, confidence: 'high', reason: null, samples };
}

function profileOf({ rateBitsPerSecond, roundTripMs }: RecoverLink, addedMs: number): LinkProfile {
  const delayMs = (roundTripMs + addedMs) / 2;
  const way = { rateBitsPerSecond, delayMs, jitterMs: JITTER_MS, queueLimitBytes: 256 * 1024 };
  return { name: 'recover', up: way, down: way };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
