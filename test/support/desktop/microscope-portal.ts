import { DEMO_SETUP } from '../../../testbed/instrument/instrument-setup.ts';
import { controlRect, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../../testbed/instrument/layout.ts';
import { direct } from '../../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../../testbed/link/tcp-link.ts';
import { startInstrumentProcess } from '../../../testbed/x11/instrument-process.ts';
import { startPortalServer } from '../portals/portal-server.ts';
import { startWebsockify } from '../servers/websockify.ts';
import { startXvnc } from '../servers/xvnc.ts';

/** A microscope in a real Xvnc behind websockify and a link that can be cut, and Debian's own noVNC page for it. */
export interface MicroscopePortal {
  readonly url: string;
  readonly link: TcpLink;
  /** When the instrument received each press of a button, in ms since 1970. Ends the instrument. */
  takePresses(): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** The button that moves the stage to the right, as shares of the screen's width and height. */
export const JOG_RIGHT = middleOf('jogRight');

export async function startMicroscopePortal(): Promise<MicroscopePortal> {
  const server = await startXvnc({ widthPx: SCREEN_WIDTH_PX, heightPx: SCREEN_HEIGHT_PX });
  const instrument = startInstrumentProcess();
  await instrument.show(server.display, DEMO_SETUP, 1);
  const websockify = await startWebsockify(server);
  const link = await startTcpLink({
    listenPort: 0,
    target: { host: '127.0.0.1', port: websockify.port },
    profile: direct,
  });
  const portals = await startPortalServer();
  return {
    url: `${portals.debianPortal({ port: link.port })}&resize=scale`,
    link,
    takePresses: async () => {
      const truth = await instrument.take();
      return truth.flatMap((entry) =>
        entry.type === 'input' && entry.input.kind === 'press' ? [entry.atMs] : [],
      );
    },
    stop: async () => {
      await portals.stop();
      await link.stop();
      await instrument.stop();
      await websockify.stop();
      await server.stop();
    },
  };
}

function middleOf(control: Parameters<typeof controlRect>[0]): { readonly x: number; readonly y: number } {
  const { x, y, width, height } = controlRect(control);
  return { x: (x + width / 2) / SCREEN_WIDTH_PX, y: (y + height / 2) / SCREEN_HEIGHT_PX };
}
