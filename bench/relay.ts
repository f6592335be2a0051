// npm run -s bench:relay [-- --rooms 100 --members 8 --seconds 10]
// Rooms under load: everybody points at 10 Hz, control goes round in each room, and one member floods. Then the same
// content through a bare relay of the same sockets. Prints one JSON object. Relay and load share this machine.
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { RelayMember, roomName, tokenOf } from '../test/support/relay-member.ts';
import { startLockRounds } from './relay/lock-rounds.ts';
import { type ServerProcess, startServer } from './relay/server-process.ts';
import { startTraffic, type Talker } from './relay/traffic.ts';

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '100' },
    members: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '10' },
  },
});
const roomCount = Number(values.rooms);
const memberCount = Number(values.members);
const durationMs = Number(values.seconds) * 1000;
/** Messages a second of the member that floods. */
const FLOOD_HZ = 500;
/** After the load: what is on its way arrives. */
const DRAIN_MS = 2000;
/** One invite for all of a room. */
const invites = new Map<number, string>();

const relay = await loadRelay();
const bare = await loadBare();
console.log(
  JSON.stringify({ rooms: roomCount, members: memberCount, ...relay, bareRelayDeliveriesPerCpuSecond: bare }),
);
process.exit(relay.lost === 0 && relay.flooderCutMs !== null ? 0 : 1);

async function loadRelay() {
  const server = await startServer('relay-process');
  const rooms: RelayMember[][] = [];
  for (let room = 0; room < roomCount; room += 1) rooms.push(await fill(server, room));
  const flooder = await join(server, 0, rooms[0]?.[0]);
  const talkers = rooms.flatMap((members, room) =>
    members.map(({ socket, id }) => ({ socket, room, ownMark: Buffer.from(`"from":"${id}"`) })),
  );
  for (const member of [...rooms.flat(), flooder]) quiet(member);
  const rounds = startLockRounds(rooms);
  const { deliveries, lost, cpuSeconds, aside } = await load(server, talkers, () => flood(flooder));
  await rounds.stop();
  for (const { socket } of talkers) socket.terminate();
  await server.stop();
  return {
    lockP99Ms: rounds.latenciesMs.length === 0 ? null : percentile(rounds.latenciesMs, 0.99),
    lost: lost + rounds.unanswered(),
    flooderCutMs: await aside,
    deliveriesPerCpuSecond: Math.round(deliveries / cpuSeconds),
  };
}

async function loadBare(): Promise<number> {
  const server = await startServer('bare-process');
  const talkers: Talker[] = [];
  for (let room = 0; room < roomCount; room += 1) {
    for (let n = 0; n < memberCount; n += 1) {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/${room}`);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      talkers.push({ socket, room, ownMark: null });
    }
  }
  const { deliveries, cpuSeconds } = await load(server, talkers, async () => {});
  for (const { socket } of talkers) socket.terminate();
  await server.stop();
  return Math.round(deliveries / cpuSeconds);
}

async function load<T>(server: ServerProcess, talkers: readonly Talker[], act: () => Promise<T>) {
  const cpuBefore = await server.cpuSeconds();
  const traffic = startTraffic(talkers);
  await pause(durationMs / 4);
  const aside = act();
  await pause((durationMs * 3) / 4);
  traffic.stop();
  await pause(DRAIN_MS);
  const cpuSeconds = (await server.cpuSeconds()) - cpuBefore;
  const deliveries = traffic.arrived();
  return { deliveries, lost: traffic.due() - deliveries, cpuSeconds, aside };
}

async function fill(server: ServerProcess, room: number): Promise<RelayMember[]> {
  const owner = new RelayMember(server.url);
  await owner.welcomed(roomName(room), tokenOf(server.startLink));
  const members = [owner];
  while (members.length < memberCount) members.push(await join(server, room, owner));
  return members;
}

async function join(
  server: ServerProcess,
  room: number,
  owner: RelayMember | undefined,
): Promise<RelayMember> {
  let token = invites.get(room);
  if (token === undefined) {
    owner?.say({ type: 'invite', role: 'operator', lifeMs: 3_600_000, uses: 0, lobby: false });
    token = (await owner?.next('invited'))?.token ?? '';
    invites.set(room, token);
  }
  const member = new RelayMember(server.url);
  await member.welcomed(roomName(room), token);
  return member;
}

/** The load reads bytes, not JSON: a member that keeps all it hears would cost more than the relay. */
function quiet({ socket }: RelayMember): void {
  socket.removeAllListeners('message');
}

/** @returns milliseconds until the relay cut it; null: it did not */
async function flood(flooder: RelayMember): Promise<number | null> {
  const startedMs = performance.now();
  let seq = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedMs) * FLOOD_HZ) / 1000;
    for (; seq < due && !flooder.isClosed; seq += 1)
      flooder.say({ type: 'say', to: null, keyEpoch: 1, seq, box: 'F'.repeat(96) });
  }, 5);
  const isCut = await Promise.race([flooder.closed.then(() => true), pause(10_000).then(() => false)]);
  clearInterval(timer);
  return isCut ? Math.round(performance.now() - startedMs) : null;
}

function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return Math.round((sorted[at] ?? 0) * 10) / 10;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
