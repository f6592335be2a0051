// The relay under load, in a process of its own: its CPU time is its own too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay } from '../../src/relay/relay.ts';
import { reportCpu } from './cpu-report.ts';

const stateDirectory = await mkdtemp(join(tmpdir(), 'rice-bench-relay-'));
const relay = await startRelay({ stateDirectory, maxRooms: 10_000, maxConnections: 100_000 });
process.send?.({ type: 'ready', url: relay.url, startLink: relay.startLink });
reportCpu(async () => {
  await relay.stop();
  await rm(stateDirectory, { recursive: true });
});
