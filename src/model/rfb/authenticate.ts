import {
  type HandshakeStreams,
  type Script,
  serverBytes,
  skipServer,
  UnreadableHandshake,
} from './handshake-script.ts';
import { MAX_ARD_KEY_BYTES } from './limits.ts';
import { ra2ne } from './security-ra2ne.ts';
import { tight } from './security-tight.ts';
import { type Authenticated, SECURITY_TYPE, VNC_CHALLENGE_BYTES } from './security-type.ts';
import { veNCrypt } from './security-vencrypt.ts';
import type { RfbVersion } from './version.ts';

const MS_LOGON_BYTES = 24; // generator, modulus and public key of 8 bytes each
const RESULT_FOLLOWS: Authenticated = { result: true, tightInit: false };

/**
 * What the server sends for a security type, up to SecurityResult. The client's side (responses, user names,
 * keys) is never looked at, save for choices that decide what the server sends next.
 *
 * A type that is not listed may encrypt all that follows, so nothing after it can be read: it is unreadable,
 * never guessed. None of the listed ones does (RA2ne encrypts only its own handshake).
 */
export function* authenticate(
  streams: HandshakeStreams,
  securityType: number,
  version: RfbVersion,
): Script<Authenticated> {
  switch (securityType) {
    case SECURITY_TYPE.none:
      return { result: version === '3.8', tightInit: false };
    case SECURITY_TYPE.vncAuth:
    case SECURITY_TYPE.xvp: // the client names user and target, then all is as with VNC authentication
      yield* skipServer(streams, VNC_CHALLENGE_BYTES);
      return RESULT_FOLLOWS;
    case SECURITY_TYPE.ra2ne:
      yield* ra2ne(streams);
      return RESULT_FOLLOWS;
    case SECURITY_TYPE.tight:
      yield* tight(streams);
      return { result: true, tightInit: true };
    case SECURITY_TYPE.veNCrypt:
      return yield* authenticate(streams, yield* veNCrypt(streams), version);
    case SECURITY_TYPE.ard:
      yield* appleDiffieHellman(streams);
      return RESULT_FOLLOWS;
    case SECURITY_TYPE.msLogonII:
      yield* skipServer(streams, MS_LOGON_BYTES);
      return RESULT_FOLLOWS;
    case SECURITY_TYPE.tightUnix:
    case SECURITY_TYPE.plain:
      return RESULT_FOLLOWS; // the server only listens
    default:
      throw new UnreadableHandshake('unknown-security-type', securityType);
  }
}

/** Apple Remote Desktop, type 30: generator, key length, prime and public key. */
function* appleDiffieHellman(streams: HandshakeStreams): Script<void> {
  yield* serverBytes(4);
  streams.server.skip(2);
  const keyBytes = streams.server.u16();
  if (keyBytes > MAX_ARD_KEY_BYTES) throw new UnreadableHandshake('length-over-limit', keyBytes);
  yield* skipServer(streams, 2 * keyBytes);
}
