import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movingPictureBootSector } from './boot-sector.ts';
import { freePort } from './port.ts';
import { startProcess } from './process.ts';
import { waitForRfb } from './rfb-port.ts';
import type { VncServer } from './vnc-server.ts';

export interface QemuOptions {
  /** QEMU sends JPEG only with lossy=on (Proxmox and OpenStack leave it off). */
  readonly lossy?: boolean;
  /** `text`: the BIOS screen, nearly still. `moving`: a boot sector that draws. */
  readonly screen?: 'text' | 'moving';
  /** Further -vnc sub-options, e.g. ["non-adaptive=on"]. */
  readonly vncOptions?: readonly string[];
  readonly args?: readonly string[];
  /** Called with what QEMU logs, e.g. what it traces. */
  readonly onStderr?: (text: string) => void;
}

/** QEMU displays are ports counted from here. */
const DISPLAY_BASE_PORT = 5900;

/** A virtual machine without a system: its VNC server is what hypervisor portals show. No fences. */
export async function startQemu(options: QemuOptions = {}): Promise<VncServer> {
  const { lossy = false, screen = 'moving', vncOptions = [], args = [] } = options;
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'rice-qemu-'));
  const disk = join(directory, 'boot.img');
  await writeFile(disk, movingPictureBootSector());
  const vnc = [`127.0.0.1:${port - DISPLAY_BASE_PORT}`, ...(lossy ? ['lossy=on'] : []), ...vncOptions].join(
    ',',
  );
  const server = await startProcess(
    'qemu-system-x86_64',
    [
      ...['-machine', 'pc,accel=tcg', '-m', '16', '-nodefaults', '-vga', 'std', '-no-user-config'],
      ...['-vnc', vnc, '-monitor', 'none', '-serial', 'none'],
      ...(screen === 'moving' ? ['-drive', `file=${disk},format=raw,if=ide,snapshot=on`] : []),
      ...args,
    ],
    options.onStderr ? { onStderr: options.onStderr } : {},
  );
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await waitForRfb(port);
  } catch (error) {
    await stop();
    throw new Error(`[servers] QEMU does not answer; its log:\n${server.log()}`, { cause: error });
  }
  return { ...server, name: 'qemu', port, stop };
}
