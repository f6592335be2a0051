import { startWebsockify } from '../../test/support/servers/websockify.ts';
import { startX11vnc } from '../../test/support/servers/x11vnc.ts';
import { startXvnc } from '../../test/support/servers/xvnc.ts';
import { canEmulatePackets } from '../../testbed/packets/machine.ts';
import { makeServerNamespace } from '../../testbed/packets/server-namespace.ts';
import { openMicroscopeWindow } from '../../testbed/x11/microscope-window.ts';

export const QUALITY_SERVERS = ['xvnc', 'x11vnc'] as const;
export type QualityServerName = (typeof QUALITY_SERVERS)[number];

/** A VNC server behind websockify, on whose screen an electron microscope's picture moves. */
export interface MicroscopeServer {
  /** websockify's. */
  readonly port: number;
  /** Where both run; null: here, because packets cannot be emulated. */
  readonly namespace: string | null;
  stop(): Promise<void>;
}

/** Ten pictures a second of the model's section 6: at quality 6 some 8 Mbit/s. */
const PICTURE = { x: 0, y: 0, widthPx: 640, heightPx: 480, everyMs: 100 } as const;

/** Starts it in a network namespace of its own if this machine allows it. */
export async function startMicroscopeServer(name: QualityServerName): Promise<MicroscopeServer> {
  const stops: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const made = canEmulatePackets().can ? await makeServerNamespace() : null;
    if (made !== null) stops.push(() => made.remove());
    const namespace = made?.name ?? null;
    const place = namespace === null ? {} : { namespace };
    const vnc = await (name === 'xvnc' ? startXvnc(place) : startX11vnc(place));
    stops.push(() => vnc.stop());
    const picture = await openMicroscopeWindow(vnc.display, PICTURE);
    stops.push(() => picture.stop());
    const at = namespace === null ? undefined : { namespace, address: '0.0.0.0' };
    const websockify = await startWebsockify(vnc, at);
    stops.push(() => websockify.stop());
    return { port: websockify.port, namespace, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
