import type { Network } from '../experiment/network.ts';
import type { WireSecond } from '../experiment/observed-run.ts';
import type { CongestionControl } from '../experiment/plan.ts';
import { takeAddressPair } from './address-pair.ts';
import { startCrossTraffic } from './cross-traffic.ts';
import { startEmulatedPath } from './emulated-path.ts';
import { canEmulatePackets } from './machine.ts';
import type { OnSecond, PacketSecond, PacketWatch } from './path.ts';
import { startPlainPath } from './plain-path.ts';
import { makeServerNamespace } from './server-namespace.ts';

/** From here on the path is a cable: the emulator would be the bottleneck (docs/testbed-network.md). */
const CABLE_BITS_PER_SECOND = 1e9;

export interface PacketNetworkOptions {
  readonly network: Network;
  readonly congestionControl: CongestionControl;
  /** Of the emulator's chance. */
  readonly seed?: number;
  /** A namespace that is there already and stays; without it one is made. */
  readonly serverNamespace?: string;
  readonly onSecond?: OnSecond;
}

/** A path of packets between this process's network and a namespace for servers. */
export interface PacketNetwork {
  /** Start servers in it with `ip netns exec NAME ...`. */
  readonly serverNamespace: string;
  /** Where clients reach them; a server should listen on all addresses or on this one. */
  readonly serverAddress: string;
  readonly clientAddress: string;
  /** Starts the schedule: step 0, in force already, is at 0 ms now. Once. */
  begin(): void;
  /** Tells from now on what becomes of each segment of the server at a port; nothing on a cable. */
  watch(watch: PacketWatch): void;
  /** The seconds since `begin` that are complete. */
  wire(): readonly WireSecond[];
  /** The longest time since `begin` in which the emulator stood still although it wanted to run; null: none is there. */
  lateMs(): number | null;
  /** Takes away the devices, the cross traffic and the namespace, if it was made here. */
  stop(): Promise<void>;
}

/**
 * Builds the path as its first step says; nothing changes until `begin`. Needs root (canEmulatePackets). Should this
 * process be killed, the devices go with it, and the namespace when the next one is made.
 */
export async function startPacketNetwork(options: PacketNetworkOptions): Promise<PacketNetwork> {
  const ability = canEmulatePackets();
  if (!ability.can) throw new Error(`[packets] ${ability.reason}`);
  const { network, congestionControl } = options;
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  const seconds: PacketSecond[] = [];
  const onSecond: OnSecond = (second) => {
    seconds.push(second);
    options.onSecond?.(second);
  };
  try {
    let namespace = options.serverNamespace;
    if (namespace === undefined) {
      const made = await makeServerNamespace();
      stops.push(made.remove);
      namespace = made.name;
    }
    const pair = takeAddressPair();
    stops.push(async () => pair.free());
    const pathOptions = { network, congestionControl, namespace, seed: options.seed ?? 1, onSecond };
    const path = await (isCable(network) ? startPlainPath : startEmulatedPath)(pathOptions, pair);
    stops.push(path.stop);
    const { clientAddress, serverAddress } = pair;
    const parts: { begin(): void }[] = [path];
    if (network.steps.some((step) => step.flows > 0)) {
      const others = await startCrossTraffic({ steps: network.steps, namespace, clientAddress });
      stops.push(others.stop);
      parts.push(others);
    }
    return {
      serverNamespace: namespace,
      serverAddress,
      clientAddress,
      begin: () => {
        for (const part of parts) part.begin();
      },
      watch: path.watch,
      wire: () => seconds.map(({ up, down }) => ({ upBytes: up.bytes, downBytes: down.bytes })),
      lateMs: () => {
        const each = seconds.flatMap(({ lateMs }) => lateMs ?? []);
        return each.length === 0 ? null : Math.max(...each);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function isCable({ steps }: Network): boolean {
  const [only, ...more] = steps;
  if (only === undefined || more.length > 0 || only.cut !== 'none') return false;
  return [only.up, only.down].every((way) => way.rateBitsPerSecond >= CABLE_BITS_PER_SECOND);
}
