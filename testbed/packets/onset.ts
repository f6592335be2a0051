/**
 * How fast the queue of the congested WAN grows when the others begin: real TCP flows over the packet path beside the
 * model of virtual time. One JSON object per seed: ms from the begin of the first flows until a datagram's round trip is
 * 100 and 200 ms above the least before it.
 *
 *   npx tsx testbed/packets/onset.ts [--seeds 401-405] [--bbr]
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { parseArgs } from 'node:util';
import type { Network } from '../experiment/network.ts';
import { networkOf } from '../experiment/networks.ts';
import { CubicQueue } from '../loop/cubic-queue.ts';
import { startPacketNetwork } from './packet-network.ts';

const PERIOD_MS = 10;
const PORT = 5900;
const WATCHED_MS = 4000;
const EXCESSES_MS = [100, 200] as const;
/** Whatever comes goes back. */
const ECHO = `const s = require('dgram').createSocket('udp4');
s.on('message', (text, { port, address }) => s.send(text, port, address));
s.bind(${PORT}, () => console.log('ready'));`;

interface Answer {
  readonly sentAtMs: number;
  readonly roundTripMs: number;
}

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '401-405' }, bbr: { type: 'boolean', default: false } },
});
const [first = 401, last = first] = values.seeds.split('-').map(Number);
for (let seed = first; seed <= last; seed++) {
  const network = networkOf('congested-wan', seed);
  const begunMs = network.steps.find(({ flows }) => flows > 0)?.atMs ?? 0;
  const answers = await pinged(network, seed, begunMs + WATCHED_MS);
  const baseMs = Math.min(...answers.filter(({ sentAtMs }) => sentAtMs < begunMs).map(roundTripOf));
  const real = EXCESSES_MS.map((excessMs) => {
    const slow = answers.find(
      ({ sentAtMs, roundTripMs }) => sentAtMs >= begunMs && roundTripMs - baseMs >= excessMs,
    );
    // Known when it is back.
    return slow === undefined ? null : Math.round(slow.sentAtMs + slow.roundTripMs - begunMs);
  });
  const model = EXCESSES_MS.map((excessMs) => modelled(network, excessMs));
  const control = values.bbr ? 'bbr' : 'cubic';
  console.log(
    JSON.stringify({
      type: 'onset-of-congestion',
      seed,
      congestionControl: control,
      excessesMs: EXCESSES_MS,
      real,
      model,
    }),
  );
}

/** Round trips of datagrams, one every {@link PERIOD_MS}, in the order of sending. */
async function pinged(network: Network, seed: number, untilMs: number): Promise<readonly Answer[]> {
  const path = await startPacketNetwork({ network, seed, congestionControl: values.bbr ? 'bbr' : 'cubic' });
  const echo = spawn('ip', ['netns', 'exec', path.serverNamespace, process.execPath, '-e', ECHO]);
  await new Promise((resolve) => echo.stdout.once('data', resolve));
  const socket = createSocket('udp4');
  const answers: Answer[] = [];
  path.begin();
  const beganMs = performance.now();
  socket.on('message', (text) => {
    const sentAtMs = Number(text.toString());
    answers.push({ sentAtMs, roundTripMs: performance.now() - beganMs - sentAtMs });
  });
  const timer = setInterval(
    () => socket.send(`${performance.now() - beganMs}`, PORT, path.serverAddress),
    PERIOD_MS,
  );
  await new Promise((resolve) => setTimeout(resolve, untilMs));
  clearInterval(timer);
  socket.close();
  echo.kill();
  await path.stop();
  return answers.sort((a, b) => a.sentAtMs - b.sentAtMs);
}

function modelled({ steps }: Network, excessMs: number): number | null {
  const step = steps.find(({ flows }) => flows > 0);
  if (step === undefined) return null;
  const queue = new CubicQueue({
    capacityBitsPerSecond: step.down.rateBitsPerSecond,
    flows: step.flows,
    roundTripMs: 2 * step.down.delayMs,
    bufferMs: step.down.queueMs,
  });
  for (let atMs = 0; atMs <= WATCHED_MS; atMs += PERIOD_MS) {
    const { delayMs } = queue.at(atMs);
    if (delayMs >= excessMs) return Math.round(atMs + delayMs + 2 * step.down.delayMs);
  }
  return null;
}

function roundTripOf({ roundTripMs }: Answer): number {
  return roundTripMs;
}
