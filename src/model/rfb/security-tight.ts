import {
  type HandshakeStreams,
  type Script,
  serverU32,
  skipServer,
  UnreadableHandshake,
} from './handshake-script.ts';
import { MAX_TIGHT_CAPABILITIES } from './limits.ts';
import { SECURITY_TYPE, VNC_CHALLENGE_BYTES } from './security-type.ts';

/** A capability: code, vendor and signature. */
export const CAPABILITY_BYTES = 16;

const NO_TUNNEL = 0;

/** Tight, type 16: tunnels and the client's choice of one, authentication types and the choice of one. */
export function* tight(streams: HandshakeStreams): Script<void> {
  const { client } = streams;
  if ((yield* capabilities(streams)) > 0) {
    yield { type: 'choice', bytes: 4 };
    const tunnel = client.u32();
    // Any real tunnel encrypts what follows.
    if (tunnel !== NO_TUNNEL) throw new UnreadableHandshake('unknown-security-type', tunnel);
  }
  if ((yield* capabilities(streams)) === 0) return; // no authentication, no choice
  yield { type: 'choice', bytes: 4 };
  const authentication = client.u32();
  switch (authentication) {
    case SECURITY_TYPE.none:
    case SECURITY_TYPE.tightUnix:
      return;
    case SECURITY_TYPE.vncAuth:
      return yield* skipServer(streams, VNC_CHALLENGE_BYTES);
    default:
      throw new UnreadableHandshake('unknown-security-type', authentication);
  }
}

/** Passes over a counted list of capabilities. Returns how many there were. */
function* capabilities(streams: HandshakeStreams): Script<number> {
  const count = yield* serverU32(streams);
  if (count > MAX_TIGHT_CAPABILITIES) throw new UnreadableHandshake('length-over-limit', count);
  yield* skipServer(streams, count * CAPABILITY_BYTES);
  return count;
}
