import { inNamespace } from './namespace.ts';
import { freePort } from './port.ts';
import { startProcess, stopAll } from './process.ts';
import type { VncDisplay } from './vnc-server.ts';
import { startXServer } from './x-server.ts';

export interface X11vncOptions {
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly password?: string;
  readonly args?: readonly string[];
  /** The network namespace in which its port is. */
  readonly namespace?: string;
}

/** x11vnc (libvncserver: no fences) watching an Xvfb display of its own. */
export async function startX11vnc(options: X11vncOptions = {}): Promise<VncDisplay> {
  const { widthPx = 640, heightPx = 480, password, args = [], namespace } = options;
  const [port, screen] = await Promise.all([
    freePort(),
    startXServer('Xvfb', ['-screen', '0', `${widthPx}x${heightPx}x24`, '+extension', 'RANDR']),
  ]);
  try {
    const line = inNamespace(namespace, 'x11vnc', [
      ...['-display', screen.display, '-rfbport', `${port}`, '-localhost', '-noipv6'],
      ...['-forever', '-shared', '-norc', '-noxrecord', '-nodpms'],
      // Xvfb has no XDAMAGE surprises, but x11vnc polls lazily when nobody moves the mouse.
      ...['-wait', '20', '-defer', '20'],
      ...(password === undefined ? ['-nopw'] : ['-passwd', password]),
      ...args,
    ]);
    const server = await startProcess(line.command, line.args, { readyWhen: /^PORT=\d+/m });
    return {
      ...server,
      name: 'x11vnc',
      port,
      display: screen.display,
      stop: () => stopAll([server, screen]),
    };
  } catch (error) {
    await screen.stop();
    throw error;
  }
}
