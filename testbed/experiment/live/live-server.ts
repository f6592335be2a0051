import { startWebsockify } from '../../../test/support/servers/websockify.ts';
import { startXvnc } from '../../../test/support/servers/xvnc.ts';
import { SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../instrument/layout.ts';
import { canEmulatePackets, type PacketAbility } from '../../packets/machine.ts';
import { makeServerNamespace } from '../../packets/server-namespace.ts';

/** Xvnc and websockify, as a facility runs them. One serves many runs: nothing of a connection outlives it. */
export interface LiveServer {
  /** Where the instrument shows itself. */
  readonly display: string;
  /** websockify's. */
  readonly port: number;
  /** Where both run; null: here, because packets cannot be emulated. */
  readonly namespace: string | null;
  /** Why not, for people; null: they can. */
  readonly withoutPackets: string | null;
  stop(): Promise<void>;
}

const NOT_WANTED: PacketAbility = { can: false, reason: 'it is not wanted' };

/** Starts them in a network namespace of their own if this machine allows it. */
export async function startLiveServer(withoutPackets: boolean): Promise<LiveServer> {
  const ability: PacketAbility = withoutPackets ? NOT_WANTED : canEmulatePackets();
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const made = ability.can ? await makeServerNamespace() : null;
    if (made !== null) stops.push(() => made.remove());
    const namespace = made?.name ?? null;
    const size = { widthPx: SCREEN_WIDTH_PX, heightPx: SCREEN_HEIGHT_PX };
    const xvnc = await startXvnc({ ...size, ...(namespace === null ? {} : { namespace }) });
    stops.push(() => xvnc.stop());
    // On all addresses: each run has another one.
    const at = namespace === null ? undefined : { namespace, address: '0.0.0.0' };
    const websockify = await startWebsockify(xvnc, at);
    stops.push(() => websockify.stop());
    const why = ability.can ? null : ability.reason;
    return { display: xvnc.display, port: websockify.port, namespace, withoutPackets: why, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
