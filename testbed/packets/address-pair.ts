import { readdirSync } from 'node:fs';
import type { CongestionControl } from '../experiment/plan.ts';
import { ip } from './ip.ts';

/** Two devices that see each other and nobody else. */
export interface AddressPair {
  readonly clientDevice: string;
  readonly serverDevice: string;
  readonly clientAddress: string;
  readonly serverAddress: string;
  /** Lets others have it. */
  free(): void;
}

const PAIRS = 256;
const taken = new Set<number>();

/** Names and addresses that no device of this machine has. 198.18.0.0/15 is kept for tests of networks (RFC 2544). */
export function takeAddressPair(): AddressPair {
  const devices = new Set(readdirSync('/sys/class/net'));
  for (let tries = 0; tries < PAIRS; tries++) {
    // Processes begin at places of their own, so that two that start together seldom meet.
    const number = (process.pid + tries) % PAIRS;
    const clientDevice = `rice${number}c`;
    if (taken.has(number) || devices.has(clientDevice)) continue;
    taken.add(number);
    return {
      clientDevice,
      serverDevice: `rice${number}s`,
      clientAddress: `198.18.${number}.1`,
      serverAddress: `198.18.${number}.2`,
      free: () => void taken.delete(number),
    };
  }
  throw new Error('[packets] all addresses are taken: remove devices named rice...c (ip link del)');
}

/** Moves the server's device into its namespace and gives both their addresses and routes; TCP over them is pinned. */
export async function connectPair(
  pair: AddressPair,
  namespace: string,
  congestionControl: CongestionControl,
): Promise<void> {
  const { clientDevice, serverDevice, clientAddress, serverAddress } = pair;
  await ip(`link set ${serverDevice} netns ${namespace}`);
  const ends = [
    { place: null, device: clientDevice, own: clientAddress, other: serverAddress },
    { place: namespace, device: serverDevice, own: serverAddress, other: clientAddress },
  ] as const;
  for (const { place, device, own, other } of ends) {
    // No IPv6 chatter on the link, and room for a burst until the emulator reads it.
    await ip(`link set dev ${device} addrgenmode none mtu 1500 txqueuelen 2000 up`, place);
    await ip(`addr add ${own}/32 dev ${device}`, place);
    await ip(`route replace ${other}/32 dev ${device} src ${own} congctl lock ${congestionControl}`, place);
    // What TCP learnt of this address in an earlier run; there may be nothing.
    await ip(`tcp_metrics flush ${other}`, place).catch(() => {});
  }
}
