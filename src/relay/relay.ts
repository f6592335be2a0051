import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { LOCK_TIMES } from '../model/control/lock-times.ts';
import type { Role } from '../model/room/member.ts';
import { MAX_INVITE_LIFE_MS, MAX_MEMBERS } from '../model/room/room-limits.ts';
import { type AuditLog, NO_AUDIT } from './audit-log.ts';
import { MemoryLockStore } from './cluster/memory-lock-store.ts';
import { Doorway } from './doorway.ts';
import { openFileAudit } from './file-audit.ts';
import { openFileStore } from './file-store.ts';
import type { LockStore } from './lock-store.ts';
import { Metrics } from './metrics.ts';
import { defaultOrigins, type OriginRule } from './origin-rule.ts';
import { answer, type HealthProblem } from './pages.ts';
import type { Delivery, RoomDoor } from './room-port.ts';
import { Rooms } from './rooms.ts';
import { readSecret } from './secret-file.ts';
import { startLink } from './start-link.ts';
import { claimState } from './state-claim.ts';
import { SECRET_BYTES, tokensOf } from './tokens.ts';
import { type TurnOptions, turnServer } from './turn.ts';

export interface RelayOptions {
  /** Default 127.0.0.1 and any free port. */
  readonly host?: string;
  readonly port?: number;
  /** Origin of links, where it is not the address that is listened on. */
  readonly publicUrl?: string | null;
  /** null, the default: all is forgotten at the end, and links of an earlier start are void. */
  readonly stateDirectory?: string | null;
  /** Files in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string } | null;
  /** null: extensions, and on loopback programs. */
  readonly origins?: OriginRule | null;
  readonly maxRooms?: number;
  readonly maxMembers?: number;
  readonly maxConnections?: number;
  readonly maxInviteLifeMs?: number;
  readonly startLifeMs?: number;
  readonly inviteRole?: Role;
  /** A holder who is idle for so long, while somebody waits, is warned and passed on. Default: IDLE_MS. */
  readonly idleMs?: number;
  readonly turn?: TurnOptions | null;
  /** Where rooms are kept, instead of a file. */
  readonly store?: LockStore | null;
  /** Puts something between sockets and rooms: other relays. */
  readonly through?: ((local: LocalRooms) => Promise<RemoteDoor>) | null;
  readonly log?: (event: string, facts?: Readonly<Record<string, string | number>>) => void;
}

/** What other relays need of this one. */
export interface LocalRooms {
  /** To connections that end here. */
  readonly delivery: Delivery;
  readonly store: LockStore;
  /** Rooms on this relay; `delivery` reaches connections wherever they end. */
  readonly rooms: (delivery: Delivery) => Rooms;
}

export interface RemoteDoor {
  readonly door: RoomDoor;
  readonly stop: () => Promise<void>;
  /** What keeps it from serving rooms now. */
  readonly problems?: () => readonly HealthProblem[];
}

export interface Relay {
  /** Origin, such as http://127.0.0.1:8787; WebSockets at ROOM_PATH. */
  readonly url: string;
  /** Whoever has it may begin rooms. */
  readonly startLink: string;
  readonly stop: () => Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;

/** Starts a relay; resolves when it can be reached. */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
  const { host = '127.0.0.1', port = 0, tls = null, log = () => {} } = options;
  const metrics = new Metrics();
  const nowMs = () => performance.now();
  const wallMs = () => Date.now();
  const { secret, store, audit, release } = await openState(options, wallMs, log);
  const tokens = tokensOf(secret, wallMs);
  const doorway = new Doorway({
    tokens,
    metrics,
    origins: options.origins ?? defaultOrigins(isLoopback(host)),
    maxConnections: options.maxConnections ?? 4096,
    nowMs,
    log,
  });
  const turn = options.turn ?? null;
  let rooms: Rooms | null = null;
  const makeRooms = (delivery: Delivery) => {
    rooms = new Rooms({
      delivery,
      store,
      audit,
      tokens,
      metrics,
      turn: (member) => (turn === null ? null : turnServer(turn, member, wallMs())),
      maxRooms: options.maxRooms ?? 200,
      maxMembers: Math.min(options.maxMembers ?? MAX_MEMBERS, MAX_MEMBERS),
      maxInviteLifeMs: options.maxInviteLifeMs ?? MAX_INVITE_LIFE_MS,
      inviteRole: options.inviteRole ?? 'owner',
      times: { ...LOCK_TIMES, idleMs: options.idleMs ?? LOCK_TIMES.idleMs },
      nowMs,
      wallMs,
      log,
    });
    return rooms;
  };
  let problemsOutside: () => readonly HealthProblem[] = () => [];
  const health = () => {
    const isBroken = rooms?.isStoreBroken ?? false;
    const problems = [...(isBroken ? (['storage'] as const) : []), ...problemsOutside()];
    return {
      ok: problems.length === 0,
      problems,
      rooms: rooms?.roomCount ?? 0,
      members: rooms?.memberCount ?? 0,
    };
  };
  const pages = {
    health,
    metrics: () => {
      const { ok, rooms: roomCount, members } = health();
      const connections = doorway.connectionCount;
      return metrics.text({ rooms: roomCount, members, connections, store_ok: ok ? 1 : 0 });
    },
  };
  const server = await serverOf(tls);
  server.on('request', (request, response) => answer(pages, request, response));
  server.on('upgrade', (request, socket, head) => doorway.upgrade(request, socket, head));
  const remote = await doorOf(options, { delivery: doorway, store, rooms: makeRooms });
  const { door, stop: stopDoor } = remote;
  if (remote.problems !== undefined) problemsOutside = remote.problems;
  doorway.lead(door);
  const boundPort = await listen(server, host, port).catch(async (error: unknown) => {
    // A timer or an open file would keep the process alive.
    await stopDoor();
    await doorway.stop();
    await store.close();
    await audit.close();
    await release();
    throw error;
  });
  const url = options.publicUrl ?? `${tls === null ? 'http' : 'https'}://${inUrl(host)}:${boundPort}`;
  const link = await startLink(tokens, url, wallMs() + (options.startLifeMs ?? 7 * DAY_MS));
  log('listening', { port: boundPort });
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    await stopDoor();
    const closed = new Promise((resolve) => server.close(resolve));
    await doorway.stop();
    server.closeAllConnections();
    await closed;
    await store.close();
    await audit.close();
    await release();
    log('stopped');
  };
  return {
    url,
    startLink: link,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

async function doorOf(options: RelayOptions, local: LocalRooms): Promise<RemoteDoor> {
  if (options.through !== undefined && options.through !== null) return options.through(local);
  const rooms = local.rooms(local.delivery);
  return { door: rooms, stop: () => rooms.stop() };
}

interface State {
  readonly secret: Uint8Array;
  readonly store: LockStore;
  readonly audit: AuditLog;
  /** Gives the directory free. */
  readonly release: () => Promise<void>;
}

async function openState(
  { stateDirectory = null, store = null }: RelayOptions,
  wallMs: () => number,
  log: NonNullable<RelayOptions['log']>,
): Promise<State> {
  if (stateDirectory === null) {
    const secret = randomBytes(SECRET_BYTES);
    return { secret, store: store ?? new MemoryLockStore(), audit: NO_AUDIT, release: async () => {} };
  }
  const secret = await readSecret(stateDirectory);
  const release = await claimState(stateDirectory);
  const audit = await openFileAudit(stateDirectory, wallMs);
  if (audit.tornBytes > 0) log('repaired', { file: 'audit', bytes: audit.tornBytes });
  if (store !== null) return { secret, store, audit: audit.log, release };
  const file = await openFileStore(stateDirectory, wallMs);
  if (file.unreadableLines > 0) log('repaired', { file: 'rooms', lines: file.unreadableLines });
  return { secret, store: file.store, audit: audit.log, release };
}

async function serverOf(tls: RelayOptions['tls']): Promise<Server> {
  const server =
    tls === null || tls === undefined
      ? createServer()
      : createTlsServer({ cert: await readFile(tls.cert), key: await readFile(tls.key) });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
