import { authenticate } from './authenticate.ts';
import {
  type HandshakeStreams,
  RefusedHandshake,
  refuse,
  type Script,
  serverBytes,
  serverText,
  serverU8,
  serverU32,
  skipServer,
  UnreadableHandshake,
} from './handshake-script.ts';
import { MAX_NAME_BYTES } from './limits.ts';
import type { ServerInit } from './messages.ts';
import { PIXEL_FORMAT_BYTES, readPixelFormat } from './pixel-format.ts';
import { CAPABILITY_BYTES } from './security-tight.ts';
import {
  olderVersion,
  REPEATER,
  type RfbVersion,
  rfbVersion,
  VERSION_BYTES,
  versionNumber,
  versionValue,
} from './version.ts';

/** The whole handshake, RFC 6143 section 7.1 to 7.3, up to the end of ServerInit. */
export function* rfbHandshake(streams: HandshakeStreams): Script<ServerInit> {
  const version = yield* agreeOnVersion(streams);
  const securityType = yield* agreeOnSecurity(streams, version);
  const { result, tightInit } = yield* authenticate(streams, securityType, version);
  if (result) yield* securityResult(streams, version);
  return yield* serverInit(streams, { version, securityType, tightInit });
}

function* agreeOnVersion({ server, client }: HandshakeStreams): Script<RfbVersion> {
  let offered = REPEATER;
  while (offered === REPEATER) {
    yield* serverBytes(VERSION_BYTES);
    offered = versionNumber(server.bytes(VERSION_BYTES)) ?? notRfb();
  }
  const serverVersion = rfbVersion(offered) ?? unknownVersion(offered);
  yield { type: 'choice', bytes: VERSION_BYTES };
  const answered = versionNumber(client.bytes(VERSION_BYTES));
  if (answered === null) throw new UnreadableHandshake('unexpected-handshake', 0);
  return olderVersion(serverVersion, rfbVersion(answered) ?? unknownVersion(answered));
}

function notRfb(): never {
  throw new UnreadableHandshake('not-rfb', 0);
}

function unknownVersion(number: string): never {
  throw new UnreadableHandshake('unknown-version', versionValue(number));
}

/** Section 7.1.2: from 3.7 on the client chooses from a list, before that the server decides. */
function* agreeOnSecurity(streams: HandshakeStreams, version: RfbVersion): Script<number> {
  const startByte = streams.server.offsetBytes;
  if (version === '3.3') {
    const decided = yield* serverU32(streams);
    return decided === 0 ? yield* refuse(streams, startByte) : decided;
  }
  const offered = yield* serverU8(streams);
  if (offered === 0) return yield* refuse(streams, startByte);
  yield* skipServer(streams, offered);
  yield { type: 'choice', bytes: 1 };
  return streams.client.u8();
}

/** Section 7.1.3: only 3.8 says why. */
function* securityResult(streams: HandshakeStreams, version: RfbVersion): Script<void> {
  const startByte = streams.server.offsetBytes;
  if ((yield* serverU32(streams)) === 0) return;
  if (version === '3.8') yield* refuse(streams, startByte);
  throw new RefusedHandshake('', startByte, streams.server.offsetBytes);
}

interface Agreed {
  readonly version: RfbVersion;
  readonly securityType: number;
  readonly tightInit: boolean;
}

function* serverInit(
  streams: HandshakeStreams,
  { version, securityType, tightInit }: Agreed,
): Script<ServerInit> {
  const { server } = streams;
  const startByte = server.offsetBytes;
  yield* serverBytes(4 + PIXEL_FORMAT_BYTES + 4);
  const width = server.u16();
  const height = server.u16();
  const format = readPixelFormat(server);
  if ('badBitsPerPixel' in format) throw new UnreadableHandshake('bad-pixel-format', format.badBitsPerPixel);
  const nameBytes = server.u32();
  if (nameBytes > MAX_NAME_BYTES) throw new UnreadableHandshake('length-over-limit', nameBytes);
  const name = yield* serverText(streams, nameBytes);
  yield { type: 'skipped' };
  if (tightInit) yield* tightCapabilities(streams);
  const endByte = server.offsetBytes;
  return { type: 'server-init', startByte, endByte, version, securityType, width, height, format, name };
}

/** Tight's longer ServerInit: server messages, client messages and encodings, each a list of capabilities. */
function* tightCapabilities(streams: HandshakeStreams): Script<void> {
  yield* serverBytes(8);
  const count = streams.server.u16() + streams.server.u16() + streams.server.u16();
  streams.server.skip(2);
  yield* skipServer(streams, count * CAPABILITY_BYTES);
}
