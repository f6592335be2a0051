import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startQemu } from '../../../test/support/servers/qemu.ts';
import type { VncDisplay } from '../../../test/support/servers/vnc-server.ts';
import { startX11vnc } from '../../../test/support/servers/x11vnc.ts';
import { startXvnc } from '../../../test/support/servers/xvnc.ts';
import type { GuardedClient } from './guarded-client.ts';
import { noiseBootSector } from './noise-boot-sector.ts';
import { openNoiseWindow } from './noise-window.ts';

/** small: a response that even a slow link carries at once; large: one that shows the link's rate. */
export type KnownAction = 'small' | 'large';

/** A VNC server whose picture changes by a known amount: a little by itself, and at each action. */
export interface KnownServer {
  readonly port: number;
  act(client: GuardedClient, action: KnownAction): void;
  /** RFB bytes of input that one action takes. */
  readonly actionBytes: number;
  stop(): Promise<void>;
}

export const KNOWN_SERVERS = ['xvnc', 'x11vnc', 'qemu'] as const;
export type KnownServerName = (typeof KNOWN_SERVERS)[number];

const SMALL = { x: 20, y: 20, widthPx: 100, heightPx: 80, everyMs: null } as const;
const LARGE = { x: 160, y: 120, widthPx: 320, heightPx: 240, everyMs: null } as const;
const SEED = { x: 560, y: 20, widthPx: 48, heightPx: 32, everyMs: 250 } as const;
const POINTER_BYTES = 6;
const KEY_BYTES = 8;
const KEYSYMS: Readonly<Record<KnownAction, number>> = { small: 0x61, large: 0x62 };
/** The machine's BIOS needs this long until the boot sector draws. */
const QEMU_BOOT_MS = 4000;

export async function startKnownServer(name: KnownServerName): Promise<KnownServer> {
  switch (name) {
    case 'xvnc':
      return onDisplay(await startXvnc());
    case 'x11vnc':
      return onDisplay(await startX11vnc());
    case 'qemu':
      return onMachine();
  }
}

async function onDisplay(server: VncDisplay): Promise<KnownServer> {
  const windows = await Promise.all(
    [SMALL, LARGE, SEED].map((place, index) =>
      openNoiseWindow(server.display, { ...place, seed: index + 1 }),
    ),
  );
  return {
    port: server.port,
    actionBytes: 2 * POINTER_BYTES,
    act: (client, action) => {
      const { x, y } = action === 'small' ? SMALL : LARGE;
      client.pointer(1, x + 30, y + 30);
      client.pointer(0, x + 30, y + 30);
    },
    stop: async () => {
      for (const window of windows) window.stop();
      await server.stop();
    },
  };
}

async function onMachine(): Promise<KnownServer> {
  const directory = await mkdtemp(join(tmpdir(), 'rice-known-'));
  const disk = join(directory, 'boot.img');
  await writeFile(disk, noiseBootSector());
  const args = ['-drive', `file=${disk},format=raw,if=ide,snapshot=on`];
  const server = await startQemu({ screen: 'text', args });
  await new Promise((resolve) => setTimeout(resolve, QEMU_BOOT_MS));
  return {
    port: server.port,
    actionBytes: 2 * KEY_BYTES,
    act: (client, action) => {
      client.key(true, KEYSYMS[action]);
      client.key(false, KEYSYMS[action]);
    },
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
