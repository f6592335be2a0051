import { parseArgs } from 'node:util';
import { networkOf, troublesOf } from '../experiment/networks.ts';
import { PROFILES } from '../experiment/plan.ts';
import { startPacketNetwork } from './packet-network.ts';
import type { WayCounts } from './path.ts';

// Opens one of the experiments' networks by hand: npx tsx testbed/packets/main.ts --profile wan [--seed 1] [--bbr]

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'wan' },
    seed: { type: 'string', default: '1' },
    bbr: { type: 'boolean', default: false },
  },
});
const profile = PROFILES.find((name) => name === values.profile);
const seed = Number(values.seed);
if (profile === undefined || !Number.isInteger(seed)) {
  console.error(`--profile is one of ${PROFILES.join(', ')}; --seed is a whole number`);
  process.exit(2);
}

const network = networkOf(profile, seed);
const open = await startPacketNetwork({
  network,
  congestionControl: values.bbr ? 'bbr' : 'cubic',
  seed,
  onSecond: ({ second, up, down }) =>
    console.log(`${String(second).padStart(4)} s   up ${told(up)}   down ${told(down)}`),
});
console.log(`${profile}, seed ${seed}. Servers: ip netns exec ${open.serverNamespace} COMMAND`);
console.log(`From here they are at ${open.serverAddress}; from there this side is at ${open.clientAddress}.`);
for (const { type, fromMs, untilMs } of troublesOf(network))
  console.log(`${type} from ${fromMs / 1000} to ${untilMs / 1000} s`);
console.log('Ctrl-C ends it.');
open.begin();
process.once('SIGINT', () => void open.stop());
process.once('SIGTERM', () => void open.stop());

function told({ bytes, packets, queueBytes, overflowed, lost, cut }: WayCounts): string {
  const rate = `${((bytes * 8) / 1e6).toFixed(2).padStart(7)} Mbit/s ${String(packets).padStart(5)} packets`;
  return `${rate}, queue ${queueBytes} B, dropped ${overflowed} full ${lost} lost ${cut} cut`;
}
