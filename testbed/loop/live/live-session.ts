import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { startXvnc } from '../../../test/support/servers/xvnc.ts';
import type { LinkProfile } from '../../link/profile.ts';
import { startTcpLink } from '../../link/tcp-link.ts';
import { Ledger, type Stretch, type TickListener } from '../ledger.ts';
import { startGuardedClient } from './guarded-client.ts';
import { MachineControl, watchMachine } from './machine-control.ts';
import { openNoiseWindow } from './noise-window.ts';
import { startScriptedHand } from './scripted-hand.ts';

/** A running session: Xvnc with a moving picture behind a link, the driver, and a hand that works. */
export interface LiveSession {
  /** What happened since the last call. */
  take(): Stretch;
  /** Called at every tick, with the level and the rivals that alarm. Returns the way to stop. */
  onTick(listener: TickListener): () => void;
  setProfile(profile: LinkProfile): void;
  /** True when the connection was lost. */
  readonly isOver: boolean;
  stop(): Promise<void>;
}

/** What moves on the screen: 3.5 and 8 Mbit/s of JPEG. */
const PICTURES = {
  light: { x: 20, y: 20, widthPx: 320, heightPx: 240, everyMs: 150 },
  heavy: { x: 20, y: 20, widthPx: 400, heightPx: 300, everyMs: 100 },
} as const;
/** Until the base round trip is known nothing counts. */
const LEARNING_MS = 8000;

/** Starts everything and waits until the base round trip is known. */
export async function startLiveSession(options: {
  readonly profile: LinkProfile;
  readonly seed: number;
  readonly picture: keyof typeof PICTURES;
}): Promise<LiveSession> {
  const { profile, seed, picture } = options;
  const server = await startXvnc();
  const target = { host: '127.0.0.1', port: server.port };
  const window = await openNoiseWindow(server.display, { ...PICTURES[picture], seed });
  const link = await startTcpLink({ listenPort: 0, target, profile });
  const control = new MachineControl();
  const stopWatching = watchMachine(control);
  const ledger = new Ledger(control);
  const client = await startGuardedClient({
    port: link.port,
    policy: STRICT_POLICY,
    onBin: (bin) => ledger.bin(bin),
    onProbe: ({ type, id, atMs }) => (type === 'sent' ? ledger.sent(id, atMs) : ledger.answered(id, atMs)),
    onSnapshot: ({ blocked, nowMs }) => ledger.gate(blocked, nowMs),
    onClosed: () => {
      ledger.isOver = true;
    },
  });
  const stopHand = startScriptedHand(client, seed);
  await new Promise((resolve) => setTimeout(resolve, LEARNING_MS));
  ledger.take();
  return {
    take: () => ledger.take(),
    onTick: (listener) => ledger.onTick(listener),
    setProfile: (next) => link.setProfile(next),
    get isOver() {
      return ledger.isOver;
    },
    stop: async () => {
      stopHand();
      stopWatching();
      client.stop();
      window.stop();
      await link.stop();
      await server.stop();
    },
  };
}
