/**
 * The whole path of a chunk: driver, wire, guard, on recorded sessions of real servers. One JSON object per figure:
 * { name, value, unit, against }, `against` the ratio to the copy that noVNC itself makes of the same chunk.
 * Budget: p99 of a server chunk at most 0.1 ms. JPEG (encoding 21), which no recorded server sends, is measured
 * in bench/parser.ts.
 *
 *   npx tsx bench/driver.ts
 */
import { Driver } from '../src/driver/driver.ts';
import { NO_JOURNAL } from '../src/driver/journal-store.ts';
import { STRICT_POLICY } from '../src/model/policy/policy.ts';
import {
  type RecordedChunk,
  type Recording,
  readRecording,
  recordingFiles,
} from '../test/recordings/format.ts';

const ROUNDS = 30;
/** Rounds until the engine has compiled what is hot; a session of an hour has that behind it. */
const WARM_UP_ROUNDS = 5;

interface Times {
  readonly guardedMs: number[];
  readonly bareMs: number[];
}

const server: Times = { guardedMs: [], bareMs: [] };
const client: Times = { guardedMs: [], bareMs: [] };

const recordings = recordingFiles()
  .map((file) => readRecording(file))
  .filter((recording) => recording.meta.serverBytes > 50_000);
for (let round = 0; round < ROUNDS; round++) {
  for (const recording of recordings) {
    replay(recording, round >= WARM_UP_ROUNDS);
  }
}

print('server chunk, p50', server, 0.5);
print('server chunk, p99', server, 0.99);
print('client message, p50', client, 0.5);
print('client message, p99', client, 0.99);

function replay(recording: Recording, keep: boolean): void {
  let nowMs = 0;
  let sink = new Uint8Array(0);
  let tick = () => {};
  const driver = new Driver({
    connection: 'bench',
    policy: STRICT_POLICY,
    profiles: [],
    socketHost: 'instrument.example',
    journal: NO_JOURNAL,
    onRecord: () => {},
    onBins: () => {},
    onSeat: () => {},
    onOutsider: () => {},
    visible: true,
    channel: { send: () => {}, deliver: () => {}, close: () => {} },
    surroundings: {
      nowMs: () => nowMs,
      wallMs: () => 0,
      every: (_periodMs, callback) => {
        tick = callback;
        return () => {};
      },
      randomBytes: (count) => new Uint8Array(count).fill(7),
      eventAgeMs: () => 0,
    },
    onSnapshot: () => {},
  });
  let nextTickMs = 0;
  for (const chunk of recording.chunks) {
    for (; nextTickMs <= chunk.atMs; nextTickMs += 50) {
      nowMs = nextTickMs;
      tick();
    }
    nowMs = chunk.atMs;
    const bareMs = timed(() => {
      sink = chunk.bytes.slice();
    });
    const guardedMs = timed(() => feed(driver, chunk));
    if (!keep) continue;
    const times = chunk.direction === 'server' ? server : client;
    times.bareMs.push(bareMs);
    times.guardedMs.push(guardedMs);
  }
  driver.closed();
  if (sink.length < 0) throw new Error('unreachable: keeps the copy from being optimised away');
}

function feed(driver: Driver, chunk: RecordedChunk): void {
  if (chunk.direction === 'server') driver.server(chunk.bytes);
  else driver.client(chunk.bytes);
}

function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function print(name: string, times: Times, quantile: number): void {
  const value = at(times.guardedMs, quantile);
  console.log(
    JSON.stringify({
      name,
      value: round(value),
      unit: 'ms',
      against: round(sum(times.guardedMs) / sum(times.bareMs)),
      chunks: times.guardedMs.length,
    }),
  );
}

function at(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * quantile)] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
