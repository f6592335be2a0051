import { direct } from '../../link/profile.ts';
import { startTcpLink } from '../../link/tcp-link.ts';
import { startPacketNetwork } from '../../packets/packet-network.ts';
import type { PacketWatch } from '../../packets/path.ts';
import type { Network } from '../network.ts';
import type { WireSecond } from '../observed-run.ts';
import type { CongestionControl } from '../plan.ts';
import type { LiveServer } from './live-server.ts';
import { playSchedule } from './stream-schedule.ts';
import { WireMeter } from './wire-meter.ts';

/** The network of one run, between the browser here and the server. */
export interface LiveNetwork {
  /** packets: an emulator of packets between namespaces. stream: a proxy that delays bytes; anybody may run it. */
  readonly form: 'packets' | 'stream';
  /** Host and port at which the browser finds the server. */
  readonly socketHost: string;
  /** Time 0 of the schedule; until then the network is as in its first step. */
  begin(): void;
  /** Since the begin. */
  wire(): readonly WireSecond[];
  /** The longest time for which the network itself stood still, because this machine was busy; null: not known. */
  lateMs(): number | null;
  stop(): Promise<void>;
}

export interface LiveNetworkOptions {
  readonly network: Network;
  readonly congestionControl: CongestionControl;
  /** Of the network's chance: jitter, loss. */
  readonly seed: number;
  readonly server: Pick<LiveServer, 'namespace' | 'port'>;
  /** Hears of the session's own packets, where packets are emulated. */
  readonly onPacket?: PacketWatch['onPacket'];
}

/** The form is the server's: in a namespace it can only be reached by packets. */
export function startLiveNetwork(options: LiveNetworkOptions): Promise<LiveNetwork> {
  const { namespace } = options.server;
  return namespace === null ? startStream(options) : startPackets(options, namespace);
}

async function startPackets(options: LiveNetworkOptions, serverNamespace: string): Promise<LiveNetwork> {
  const { network, congestionControl, seed, server, onPacket } = options;
  const packets = await startPacketNetwork({ network, congestionControl, seed, serverNamespace });
  if (onPacket !== undefined) packets.watch({ port: server.port, onPacket });
  return {
    form: 'packets',
    socketHost: `${packets.serverAddress}:${server.port}`,
    begin: () => packets.begin(),
    wire: () => packets.wire(),
    lateMs: () => packets.lateMs(),
    stop: () => packets.stop(),
  };
}

/**
 * The form that needs no rights. What it does not know: packets. Others' flows are a smaller share of the rate behind a
 * queue that is mostly full; loss costs nothing; what was sent into a cut comes with TCP's next retransmission.
 */
async function startStream({ network, server }: LiveNetworkOptions): Promise<LiveNetwork> {
  const meter = new WireMeter();
  const link = await startTcpLink({
    listenPort: 0,
    target: { host: '127.0.0.1', port: server.port },
    profile: direct,
    onCarried: (way, bytes) => meter.add(way, bytes, performance.now()),
  });
  const schedule = playSchedule(network, link);
  return {
    form: 'stream',
    socketHost: `localhost:${link.port}`,
    begin: () => {
      meter.begin(performance.now());
      schedule.begin();
    },
    wire: () => meter.seconds(performance.now()),
    lateMs: () => null,
    stop: async () => {
      schedule.stop();
      await link.stop();
    },
  };
}
