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
  /** What has ended by itself, with its last words; null: both run. */
  failure(): string | null;
  stop(): Promise<void>;
}

/** Characters of a log. */
const LAST_WORDS = 2000;
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
    // Without a reset when the instrument of a run, its last client, goes: the next one may come in the middle of it.
    const args = ['-noreset'];
    const xvnc = await startXvnc({ ...size, args, ...(namespace === null ? {} : { namespace }) });
    stops.push(() => xvnc.stop());
    // On all addresses: each run has another one.
    const at = namespace === null ? undefined : { namespace, address: '0.0.0.0' };
    const websockify = await startWebsockify(xvnc, at);
    stops.push(() => websockify.stop());
    let failure: string | null = null;
    for (const [name, each] of Object.entries({ Xvnc: xvnc, websockify })) {
      void each.exited.then((code) => {
        failure ??= `${name} has ended with ${code}: ${each.log().slice(-LAST_WORDS)}`;
      });
    }
    const why = ability.can ? null : ability.reason;
    return {
      ...{ display: xvnc.display, port: websockify.port, namespace, withoutPackets: why },
      failure: () => failure,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
