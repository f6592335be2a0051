import type { ServerEvent } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';

/**
 * Servers by how they take another quality (docs/quality-law.md).
 * - fences: the TigerVNC family (TurboVNC with it), which answers fences and reads the level of any later list
 * - qemu: looks at the level only when it was started with lossy=on
 * - foreign: its encoder answers a change with more than a change (neatvnc, UltraVNC)
 * - plain: any other; libvncserver and x11vnc are most of them
 */
export type ServerFamily = 'fences' | 'qemu' | 'foreign' | 'plain';

/** MS-Logon II, which only UltraVNC has. */
const ULTRA_LOGON = 113;

/** Tells the family of a server by what it says. */
export class ServerRules {
  #family: ServerFamily = 'plain';

  server(event: ServerEvent): void {
    if (this.#family === 'foreign') return;
    if (event.type === 'fence') {
      this.#family = 'fences';
    } else if (event.type === 'server-init') {
      if (/^QEMU\b/.test(event.name)) this.#family = 'qemu';
      if (/^wayvnc\b/i.test(event.name) || event.securityType === ULTRA_LOGON) this.#family = 'foreign';
    } else if (event.type === 'rect') {
      if (event.encoding === ENCODING.h264) this.#family = 'foreign';
      // TigerVNC says this too, with an empty rectangle; QEMU's is as large as its screen.
      if (event.encoding === ENCODING.qemuKeyEvent && event.width > 0 && this.#family === 'plain') {
        this.#family = 'qemu';
      }
    }
  }

  get family(): ServerFamily {
    return this.#family;
  }

  /** libvncserver with 0 may send data that noVNC cannot read. The TigerVNC family takes what the page says. */
  get lowestCompress(): number {
    return this.#family === 'fences' ? 0 : 1;
  }
}
