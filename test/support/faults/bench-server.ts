import { heldAtDisplay } from '../servers/held-at-display.ts';
import { startInputWitness, type WitnessedEvent } from '../servers/input-witness.ts';
import { startPicture } from '../servers/picture.ts';
import { stopAll } from '../servers/process.ts';
import { startWitnessedQemu } from '../servers/qemu-witness.ts';
import type { VncDisplay, VncServer } from '../servers/vnc-server.ts';
import { startX11vnc } from '../servers/x11vnc.ts';
import { startXvnc } from '../servers/xvnc.ts';

export const serverNames = ['xvnc', 'x11vnc', 'qemu'] as const;
export type ServerName = (typeof serverNames)[number];

/** A VNC server with a moving picture, and the truth about the input that it executed. */
export interface BenchServer {
  readonly vnc: VncServer;
  /** Every input event it executed, in its order. */
  events(): readonly WitnessedEvent[];
  /** Keys and buttons that are down now; nothing is, where the machine behind the server is gone. */
  heldDown(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function startBenchServer(name: ServerName): Promise<BenchServer> {
  switch (name) {
    case 'xvnc':
      return onDisplay(await startXvnc());
    case 'x11vnc':
      return onDisplay(await startX11vnc());
    case 'qemu': {
      const { server, events } = await startWitnessedQemu();
      return {
        vnc: server,
        events,
        heldDown: () => Promise.resolve(unreleased(events())),
        stop: () => server.stop(),
      };
    }
  }
}

async function onDisplay(vnc: VncDisplay): Promise<BenchServer> {
  const [witness, picture] = await Promise.all([startInputWitness(vnc.display), startPicture(vnc.display)]);
  return {
    vnc,
    events: () => witness.events(),
    heldDown: async () => {
      const held = await heldAtDisplay(vnc.display);
      if (held === null) return [];
      return [...held.keycodes.map((code) => `key ${code}`), ...held.buttons.map((each) => `button ${each}`)];
    },
    stop: () => stopAll([witness, picture, vnc]),
  };
}

/** By the events alone: buttons and keys that were pressed and never let go. */
function unreleased(events: readonly WitnessedEvent[]): readonly string[] {
  const held = new Set<string>();
  for (const event of events) {
    if (event.type === 'press') held.add(`button ${event.button}`);
    else if (event.type === 'release') held.delete(`button ${event.button}`);
    else if (event.type === 'key-press') held.add(`key ${event.keysym}`);
    else if (event.type === 'key-release') held.delete(`key ${event.keysym}`);
  }
  return [...held];
}
