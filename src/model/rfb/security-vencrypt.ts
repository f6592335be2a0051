import {
  type HandshakeStreams,
  RefusedHandshake,
  type Script,
  serverBytes,
  serverU8,
  skipServer,
  UnreadableHandshake,
} from './handshake-script.ts';
import { SECURITY_TYPE } from './security-type.ts';

/** The only version noVNC speaks: 0.2. */
const VERSION = 0x0002;

/**
 * VeNCrypt, type 19: version, acknowledgement, list of sub-types, and the client's choice. Returns the sub-type;
 * noVNC takes any security type it knows itself, in practice Plain. The TLS sub-types are unknown to the caller.
 */
export function* veNCrypt(streams: HandshakeStreams): Script<number> {
  const { server, client } = streams;
  yield* serverBytes(2);
  const offered = server.u16();
  if (offered !== VERSION) throw new UnreadableHandshake('unknown-security-type', offered);
  yield { type: 'choice', bytes: 2 };
  const chosen = client.u16();
  if (chosen !== VERSION) throw new UnreadableHandshake('unknown-security-type', chosen);
  const startByte = server.offsetBytes;
  const refused = (yield* serverU8(streams)) !== 0;
  const count = refused ? 0 : yield* serverU8(streams);
  if (count === 0) throw new RefusedHandshake('', startByte, server.offsetBytes);
  yield* skipServer(streams, 4 * count);
  yield { type: 'choice', bytes: 4 };
  const subtype = client.u32();
  // It must not choose itself again: noVNC refuses, and a client that did could go on for ever.
  if (subtype === SECURITY_TYPE.veNCrypt) throw new UnreadableHandshake('unknown-security-type', subtype);
  return subtype;
}
