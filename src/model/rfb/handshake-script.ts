import type { ByteReader } from './byte-reader.ts';
import { MAX_TEXT_BYTES } from './limits.ts';
import type { DesyncReason } from './messages.ts';
import { decodeText } from './text.ts';

/** What a handshake needs next: bytes of the server, the end of skipped payload, or a choice of the client. */
export type Wait =
  | { readonly type: 'server'; readonly bytes: number }
  | { readonly type: 'skipped' }
  /** Counted from now on: what the client sent before belongs to an earlier step and is dropped. */
  | { readonly type: 'choice'; readonly bytes: number };

/**
 * A part of the handshake, written in the order of the protocol: it yields what it waits for and goes on when
 * that has arrived. At most 512 bytes are ever waited for, and only by name is anything kept.
 */
export type Script<Result> = Generator<Wait, Result, void>;

/** The two readers, as a script sees them. */
export interface HandshakeStreams {
  readonly server: ByteReader;
  readonly client: ByteReader;
}

/** Thrown inside scripts: the handshake cannot be read, or uses something that is not known. */
export class UnreadableHandshake {
  constructor(
    readonly reason: DesyncReason,
    readonly value: number,
  ) {}
}

/** Thrown inside scripts: the server refused, in its own words. */
export class RefusedHandshake {
  constructor(
    readonly reason: string,
    readonly startByte: number,
    readonly endByte: number,
  ) {}
}

/** Waits until `bytes` (at most 512) of the server can be read. */
export function* serverBytes(bytes: number): Script<void> {
  yield { type: 'server', bytes };
}

/** Passes over `bytes` of the server and waits for what comes after them. */
export function* skipServer({ server }: HandshakeStreams, bytes: number): Script<void> {
  server.skip(bytes);
  yield { type: 'skipped' };
}

/** Waits for the next U8 or U32 of the server. */
export function* serverU8({ server }: HandshakeStreams): Script<number> {
  yield { type: 'server', bytes: 1 };
  return server.u8();
}

export function* serverU16({ server }: HandshakeStreams): Script<number> {
  yield { type: 'server', bytes: 2 };
  return server.u16();
}

export function* serverU32({ server }: HandshakeStreams): Script<number> {
  yield { type: 'server', bytes: 4 };
  return server.u32();
}

/** A text of the server, for people: as much as is kept has arrived, the rest is passed over as it comes. */
export function* serverText({ server }: HandshakeStreams, lengthBytes: number): Script<string> {
  const kept = new Uint8Array(Math.min(lengthBytes, MAX_TEXT_BYTES));
  for (let at = 0; at < kept.length; at++) {
    yield { type: 'server', bytes: 1 };
    kept[at] = server.u8();
  }
  server.skip(lengthBytes - kept.length);
  return decodeText(kept, kept.length < lengthBytes);
}

/**
 * The server refused: RFC 6143 sections 7.1.2 and 7.1.3. The length is believed as it stands, since nothing
 * follows that could be misread: the connection is over.
 */
export function* refuse(streams: HandshakeStreams, startByte: number): Script<never> {
  const lengthBytes = yield* serverU32(streams);
  const endByte = streams.server.offsetBytes + lengthBytes;
  throw new RefusedHandshake(yield* serverText(streams, lengthBytes), startByte, endByte);
}
