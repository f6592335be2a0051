import { connect } from 'node:net';
import type { NetworkStep, NetworkWay } from '../../../testbed/experiment/network.ts';
import {
  type PacketNetwork,
  type PacketNetworkOptions,
  startPacketNetwork,
} from '../../../testbed/packets/packet-network.ts';
import type { PacketFate, PacketSecond } from '../../../testbed/packets/path.ts';
import { pause } from '../servers/process.ts';
import { type Arrival, type PathEnd, startPathEnd } from './path-end.ts';

/** A datagram and its answer: how long each took; null if it never came. `sentMs` is Unix time. */
export interface Ping {
  readonly sentMs: number;
  readonly upMs: number | null;
  readonly downMs: number | null;
}

/** IP, UDP and Ethernet around a datagram. */
export const HEADER_BYTES = 20 + 8 + 14;
/** A flood's packet, with its headers. */
export const FLOOD_BYTES = 1000;

/** One way without surprises. */
export function way(difference: Partial<NetworkWay> = {}): NetworkWay {
  return { rateBitsPerSecond: 20e6, delayMs: 5, jitterMs: 0, queueMs: 200, lossRatio: 0, ...difference };
}

export function step(difference: Partial<NetworkStep> = {}): NetworkStep {
  return { atMs: 0, up: way(), down: way(), flows: 0, cut: 'none', ...difference };
}

/** A path with something at both ends that sends and listens. */
export class PathRig {
  readonly network: PacketNetwork;
  readonly seconds: readonly PacketSecond[];
  readonly #near: PathEnd;
  readonly #far: PathEnd;

  static async open(
    options: Partial<PacketNetworkOptions> & { readonly steps: readonly NetworkStep[] },
  ): Promise<PathRig> {
    const seconds: PacketSecond[] = [];
    const network = await startPacketNetwork({
      network: { steps: options.steps },
      congestionControl: 'cubic',
      onSecond: (second) => seconds.push(second),
      ...options,
    });
    const [near, far] = await Promise.all([
      startPathEnd(network.clientAddress, null),
      startPathEnd(network.serverAddress, network.serverNamespace),
    ]);
    return new PathRig(network, seconds, near, far);
  }

  private constructor(network: PacketNetwork, seconds: readonly PacketSecond[], near: PathEnd, far: PathEnd) {
    this.network = network;
    this.seconds = seconds;
    this.#near = near;
    this.#far = far;
  }

  /** Starts the schedule; the moment, in Unix time. */
  begin(): number {
    this.network.begin();
    return Date.now();
  }

  /** Sends datagrams at a steady pace from here, and waits for their answers. */
  async pings(packets: number, gapMs: number, bytes = 32): Promise<readonly Ping[]> {
    this.#near.forget();
    this.#far.forget();
    const to = [this.network.serverAddress, this.#far.udpPort] as const;
    const sent = await this.#near.send(to, { packets, bytes, gapMs, echo: true });
    await settled(() => this.#near.arrived.length, packets);
    const up = tookByNumber(this.#far.arrived);
    const down = tookByNumber(this.#near.arrived);
    return sent.map((sentMs, number) => ({
      sentMs,
      upMs: up.get(number) ?? null,
      downMs: down.get(number) ?? null,
    }));
  }

  /** Datagrams from the far end for a while, more than the path can carry if so asked; those that arrived. */
  async flood(bitsPerSecond: number, lastsMs: number): Promise<readonly Arrival[]> {
    this.#near.forget();
    const gapMs = (FLOOD_BYTES * 8000) / bitsPerSecond;
    const packets = Math.round(lastsMs / gapMs);
    const to = [this.network.clientAddress, this.#near.udpPort] as const;
    await this.#far.send(to, { packets, bytes: FLOOD_BYTES - HEADER_BYTES, gapMs, echo: false });
    await settled(() => this.#near.arrived.length, packets);
    return [...this.#near.arrived];
  }

  /** What becomes of the segments of TCP connections from now on; the list grows. */
  segments(): readonly PacketFate[] {
    const segments: PacketFate[] = [];
    this.network.watch({ port: this.#far.tcpPort, onPacket: (packet) => segments.push(packet) });
    return segments;
  }

  /** A TCP connection through the path; `send` gives all the times at which the line arrived, Unix time. */
  async connect(): Promise<{ send(line: string): Promise<readonly number[]>; close(): void }> {
    const socket = connect({ port: this.#far.tcpPort, host: this.network.serverAddress, noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return {
      send: async (line) => {
        socket.write(`${line}\n`);
        while (this.#far.heard(line).length === 0) await pause(10);
        await pause(300);
        return this.#far.heard(line);
      },
      close: () => socket.destroy(),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#near.stop(), this.#far.stop()]);
    await this.network.stop();
  }
}

/** All have arrived, or nothing more does. */
async function settled(count: () => number, all: number): Promise<void> {
  for (let before = -1; count() < all && before !== count(); ) {
    before = count();
    await pause(400);
  }
}

function tookByNumber(arrivals: readonly Arrival[]): ReadonlyMap<number, number> {
  return new Map(arrivals.map(({ number, sentMs, gotMs }) => [number, gotMs - sentMs]));
}

export function median(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((one, other) => one - other);
  return known[Math.floor(known.length / 2)] ?? Number.NaN;
}

/** bit/s of a flood that arrived between two moments. */
export function rateOf(arrivals: readonly Arrival[], fromMs: number, untilMs: number): number {
  const within = arrivals.filter(({ gotMs }) => gotMs >= fromMs && gotMs < untilMs);
  return (within.length * FLOOD_BYTES * 8000) / (untilMs - fromMs);
}
