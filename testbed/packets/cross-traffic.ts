import type { NetworkStep } from '../experiment/network.ts';
import { startWorker } from './worker.ts';

/** Downloads of others over the same path. */
export interface CrossTraffic {
  /** The schedule begins now. */
  begin(): void;
  stop(): Promise<void>;
}

/** Real TCP flows from the server's namespace to this side (flows.py), as many as the step of the moment says. */
export async function startCrossTraffic(options: {
  readonly steps: readonly NetworkStep[];
  readonly namespace: string;
  readonly clientAddress: string;
}): Promise<CrossTraffic> {
  const { steps, namespace, clientAddress } = options;
  const sink = await startWorker({ script: 'flows.py', args: ['sink', clientAddress], namespace: null });
  const args = ['send', clientAddress, portOf(sink.greeting)];
  const senders = await startWorker({ script: 'flows.py', args, namespace }).catch(async (error: unknown) => {
    await sink.stop();
    throw error;
  });
  let timers: NodeJS.Timeout[] = [];
  return {
    begin: () => {
      timers = steps.map(({ atMs, flows }) => setTimeout(() => senders.say(`${flows}`), atMs));
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      await senders.stop();
      await sink.stop();
    },
  };
}

function portOf(greeting: unknown): string {
  if (typeof greeting === 'object' && greeting !== null && 'port' in greeting) return `${greeting.port}`;
  throw new Error('[packets] the sink of the cross traffic said no port');
}
