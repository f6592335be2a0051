import {
  type HandshakeStreams,
  type Script,
  serverU16,
  serverU32,
  skipServer,
  UnreadableHandshake,
} from './handshake-script.ts';
import { RA2_KEY_BITS } from './limits.ts';

const HASH_BYTES = 20;
const SUBTYPE_BYTES = 1;
/** Tag of an AES-EAX message. */
const TAG_BYTES = 16;

/**
 * RA2ne, type 6: the server's public key, its random number encrypted for the client's key, its hash, and the
 * kind of credentials it wants. The two sides overlap (a server may send its random number before it has the
 * client's), and lengths alone frame it, so the client's bytes are not needed.
 */
export function* ra2ne(streams: HandshakeStreams): Script<void> {
  const keyBits = yield* serverU32(streams);
  if (keyBits < RA2_KEY_BITS.min || keyBits > RA2_KEY_BITS.max) {
    throw new UnreadableHandshake('length-over-limit', keyBits);
  }
  yield* skipServer(streams, 2 * Math.ceil(keyBits / 8)); // modulus and exponent
  const randomBytes = yield* serverU16(streams);
  if (randomBytes > RA2_KEY_BITS.max / 8) throw new UnreadableHandshake('length-over-limit', randomBytes);
  yield* skipServer(streams, randomBytes);
  yield* sealed(streams, HASH_BYTES);
  yield* sealed(streams, SUBTYPE_BYTES);
}

function* sealed(streams: HandshakeStreams, expectedBytes: number): Script<void> {
  const bytes = yield* serverU16(streams);
  if (bytes !== expectedBytes) throw new UnreadableHandshake('unexpected-handshake', bytes);
  yield* skipServer(streams, bytes + TAG_BYTES);
}
