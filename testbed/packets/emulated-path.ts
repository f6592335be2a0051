import type { Network } from '../experiment/network.ts';
import type { CongestionControl } from '../experiment/plan.ts';
import { type AddressPair, connectPair } from './address-pair.ts';
import type { OnSecond, PacketFate, PacketSecond, PacketWatch, Path, WayCounts } from './path.ts';
import { startWorker } from './worker.ts';

/** Two TUN devices with the emulator (emulator.py) between them. */
export async function startEmulatedPath(
  options: {
    readonly network: Network;
    readonly congestionControl: CongestionControl;
    readonly namespace: string;
    readonly seed: number;
    readonly onSecond: OnSecond;
  },
  pair: AddressPair,
): Promise<Path> {
  const { network, namespace, seed, onSecond } = options;
  let onPacket: PacketWatch['onPacket'] = () => {};
  const emulator = await startWorker({
    script: 'emulator.py',
    args: [pair.clientDevice, pair.serverDevice, `${seed}`],
    namespace: null,
    heard: (line) => {
      const packet = packetIn(line);
      if (packet === null) onSecond(decodeSecond(line));
      else onPacket(packet);
    },
  });
  try {
    await connectPair(pair, namespace, options.congestionControl);
  } catch (error) {
    await emulator.stop();
    throw error;
  }
  emulator.say(JSON.stringify({ set: network.steps[0] }));
  return {
    begin: () => emulator.say(JSON.stringify({ schedule: network.steps })),
    watch: (watch) => {
      onPacket = watch.onPacket;
      emulator.say(JSON.stringify({ watch: watch.port }));
    },
    stop: emulator.stop,
  };
}

/** null: it is not of a packet. */
function packetIn(line: unknown): PacketFate | null {
  return typeof line === 'object' && line !== null && 'packet' in line ? (line.packet as PacketFate) : null;
}

function decodeSecond(line: unknown): PacketSecond {
  const { second, lateMs, up, down } = line as PacketSecond;
  if (typeof lateMs !== 'number') throw new Error('[packets] the emulator did not say how late it was');
  return { second, lateMs, up: decodeCounts(up), down: decodeCounts(down) };
}

function decodeCounts({ bytes, packets, queueBytes, overflowed, lost, cut }: WayCounts): WayCounts {
  for (const count of [bytes, packets, queueBytes, overflowed, lost, cut])
    if (typeof count !== 'number') throw new Error('[packets] the emulator said what is not a count');
  return { bytes, packets, queueBytes, overflowed, lost, cut };
}
