import { freePort } from './port.ts';
import { obfuscatePassword } from './vnc-password.ts';
import type { VncDisplay } from './vnc-server.ts';
import { startXServer } from './x-server.ts';

export interface XvncOptions {
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Bits of the X visual; the client's pixel format is its own choice. */
  readonly depth?: 16 | 24;
  /** With a password the server offers VncAuth, else None. */
  readonly password?: string;
  /** Further parameters, e.g. ["-SecurityTypes", "Plain"]; the last one of a name wins. */
  readonly args?: readonly string[];
  /** The network namespace in which its port is. */
  readonly namespace?: string;
}

/** TigerVNC's Xvnc: X server and VNC server in one, with fences and continuous updates. */
export async function startXvnc(options: XvncOptions = {}): Promise<VncDisplay> {
  const { widthPx = 640, heightPx = 480, depth = 24, password, args = [], namespace } = options;
  const port = await freePort();
  const security =
    password === undefined
      ? ['-SecurityTypes', 'None']
      : ['-SecurityTypes', 'VncAuth', `-Password=${obfuscatePassword(password)}`];
  const server = await startXServer(
    'Xtigervnc',
    [
      ...['-geometry', `${widthPx}x${heightPx}`, '-depth', `${depth}`, '-rfbport', `${port}`, '-localhost'],
      '-AlwaysShared',
      // A port probe that goes away before it authenticates counts as a failed login.
      ...['-BlacklistThreshold', '1000000'],
      ...security,
      ...args,
    ],
    /Listening for VNC connections/,
    namespace,
  );
  return { ...server, name: 'xvnc', port };
}
