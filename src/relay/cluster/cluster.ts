import { randomBytes } from 'node:crypto';
import type { Bus } from '../bus.ts';
import type { LockStore } from '../lock-store.ts';
import type { HealthProblem } from '../pages.ts';
import type { LocalRooms, RemoteDoor } from '../relay.ts';
import { EtcdLockStore } from './etcd-lock-store.ts';
import { MemoryBus } from './memory-bus.ts';
import { NatsBus } from './nats-bus.ts';
import { connectNats } from './nats-connection.ts';
import { NatsLockStore } from './nats-lock-store.ts';
import { STORE_TIME_LIMIT_MS } from './ownership-times.ts';
import { PeerLinks } from './peer-links.ts';
import { RoomRouter } from './room-router.ts';
import { selfTest } from './store-self-test.ts';

const TICK_MS = 100;
/** A relay that goes waits so long for its rooms to be let go. */
const LET_GO_MS = 2000;
const BUCKET = 'rice-rooms';
const PREFIX = 'rice/rooms/';

export interface ClusterOptions {
  /** null: no other relay is reached; a second one on the same store stands by. */
  readonly nats: readonly string[] | null;
  /** null: rooms are kept in NATS KV. */
  readonly etcd: readonly string[] | null;
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void;
}

/** What startRelay() takes to work beside other relays. */
export interface Cluster {
  readonly store: LockStore;
  readonly through: (local: LocalRooms) => Promise<RemoteDoor>;
  /** Rooms that this relay acts for. */
  readonly ownedCount: () => number;
}

/** What a cluster stands on; tests give other ones. */
export interface ClusterParts {
  readonly bus: Bus;
  readonly store: LockStore;
  readonly close: () => Promise<void>;
}

/** Connects, and tests the store. Throws a ClusterError with what to do. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const parts = await openParts(options);
  try {
    await selfTest(parts.store);
  } catch (error) {
    await parts.close();
    throw error;
  }
  return clusterOf(parts, options.log);
}

export function clusterOf({ bus, store, close }: ClusterParts, log: ClusterOptions['log']): Cluster {
  const relay = randomBytes(9).toString('base64url');
  const clock = () => ({ monotonicMs: performance.now(), wallMs: Date.now() });
  const router = new RoomRouter({ relay, store, clock, log, close });
  const links = new PeerLinks({
    relay,
    bus,
    nowMs: () => performance.now(),
    onMessage: (peer, message) => router.heard(peer, message),
    onBroken: (peer) => router.broken(peer),
    onBus: (isUp) => router.bus(isUp),
  });
  const problems = (): readonly HealthProblem[] => [
    ...(router.failingSinceMs === null ? [] : (['lock-store'] as const)),
    ...(links.isUp ? [] : (['bus'] as const)),
  ];
  return {
    store: router.store,
    through: async (local) => {
      const rooms = local.rooms(router);
      router.lead(local.delivery, rooms, links);
      const leave = await links.start();
      const timer = setInterval(() => {
        links.tick();
        router.tick();
      }, TICK_MS);
      return {
        door: router,
        problems,
        stop: async () => {
          await rooms.stop();
          router.letGo();
          await idle(router);
          clearInterval(timer);
          leave();
        },
      };
    },
    ownedCount: () => router.ownedCount,
  };
}

async function openParts({ nats, etcd }: ClusterOptions): Promise<ClusterParts> {
  const connection = nats === null ? null : await connectNats(nats, 'rice-relay');
  const bus = connection === null ? new MemoryBus() : new NatsBus(connection);
  try {
    const store =
      etcd !== null || connection === null
        ? etcdStore(etcd ?? ['http://127.0.0.1:2379'])
        : await NatsLockStore.open(connection, { bucket: BUCKET, timeLimitMs: STORE_TIME_LIMIT_MS });
    const close = async () => {
      await store.close();
      await bus.close();
    };
    return { bus, store, close };
  } catch (error) {
    await bus.close();
    throw error;
  }
}

function etcdStore(urls: readonly string[]): EtcdLockStore {
  const parsed = urls.map((url) => new URL(url));
  const named = parsed.find(({ username }) => username !== '');
  return new EtcdLockStore({
    endpoints: parsed.map(({ protocol, host }) => `${protocol}//${host}`),
    prefix: PREFIX,
    user:
      named === undefined
        ? null
        : { name: decodeURIComponent(named.username), password: decodeURIComponent(named.password) },
    timeLimitMs: STORE_TIME_LIMIT_MS,
  });
}

async function idle(router: RoomRouter): Promise<void> {
  const untilMs = performance.now() + LET_GO_MS;
  while (!router.isIdle && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
