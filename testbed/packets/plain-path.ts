import { readFileSync } from 'node:fs';
import type { CongestionControl } from '../experiment/plan.ts';
import { type AddressPair, connectPair } from './address-pair.ts';
import { ip } from './ip.ts';
import type { OnSecond, Path, WayCounts } from './path.ts';

/**
 * A cable: a veth pair of the kernel with nothing between, for a path that is faster than Python can carry. Its rate is
 * the machine's, its delay some microseconds. It counts bytes as the kernel hands them over: segments still joined
 * (GSO) count one header for many.
 */
export async function startPlainPath(
  options: {
    readonly congestionControl: CongestionControl;
    readonly namespace: string;
    readonly onSecond: OnSecond;
  },
  pair: AddressPair,
): Promise<Path> {
  await ip(`link add ${pair.clientDevice} type veth peer name ${pair.serverDevice}`);
  try {
    await connectPair(pair, options.namespace, options.congestionControl);
  } catch (error) {
    await ip(`link del ${pair.clientDevice}`);
    throw error;
  }
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      let before = read(pair.clientDevice);
      let second = 0;
      timer = setInterval(() => {
        const now = read(pair.clientDevice);
        const [up, down] = [since(before.up, now.up), since(before.down, now.down)];
        options.onSecond({ second, lateMs: null, up, down });
        before = now;
        second += 1;
      }, 1000);
    },
    watch: () => {},
    stop: async () => {
      clearInterval(timer);
      await ip(`link del ${pair.clientDevice}`);
    },
  };
}

interface Totals {
  readonly bytes: number;
  readonly packets: number;
}

/** The client's device sends what goes up. */
function read(device: string): { readonly up: Totals; readonly down: Totals } {
  const total = (name: string) => Number(readFileSync(`/sys/class/net/${device}/statistics/${name}`, 'utf8'));
  return {
    up: { bytes: total('tx_bytes'), packets: total('tx_packets') },
    down: { bytes: total('rx_bytes'), packets: total('rx_packets') },
  };
}

function since(before: Totals, now: Totals): WayCounts {
  const crossed = { bytes: now.bytes - before.bytes, packets: now.packets - before.packets };
  return { ...crossed, queueBytes: 0, overflowed: 0, lost: 0, cut: 0 };
}
