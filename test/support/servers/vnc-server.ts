import type { ServerProcess } from './process.ts';

/** A VNC server on the loopback interface. */
export interface VncServer extends ServerProcess {
  readonly name: 'xvnc' | 'x11vnc' | 'qemu';
  /** RFB over plain TCP on 127.0.0.1. */
  readonly port: number;
}

/** A VNC server whose screen is an X display, so X11 clients can draw on it and witness its input. */
export interface VncDisplay extends VncServer {
  readonly display: string;
}
