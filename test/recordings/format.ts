import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * A recording is both byte streams of one real RFB connection, in the order in which a proxy between client and
 * server saw them.
 *
 * The file NAME.rice-stream is gzip of:
 *
 *   14 bytes   "RICE-STREAM 1\n"
 *   U32        length of the description, then the description: JSON in UTF-8 (RecordingMeta)
 *   then per chunk, up to the end:
 *   U8         direction: 0 from the server, 1 from the client
 *   U32        milliseconds since the connection began
 *   U32        length, then the bytes
 *
 * Numbers are big-endian. A chunk is what one read from the network gave: it holds parts of messages, or several.
 * A recording may end in the middle of a message.
 */
const MAGIC = 'RICE-STREAM 1\n';
const CHUNK_HEADER_BYTES = 9;
/** Decompressed size beyond which a file is not a recording of ours; reading it fails. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024;

export const EXTENSION = '.rice-stream';
const streams = fileURLToPath(new URL('./streams/', import.meta.url));

export interface RecordingMeta {
  readonly name: string;
  readonly server: { readonly name: string; readonly version: string };
  /** `scripted` is the small client of this folder, for what noVNC never asks for. */
  readonly client: { readonly name: 'novnc' | 'scripted'; readonly version: string };
  /** The RFB version agreed on, e.g. "3.8", and the kind of login. */
  readonly protocol: string;
  readonly security: string;
  /** What the client asked for: the last SetPixelFormat, or the server's own format if it sent none. */
  readonly bitsPerPixel: number;
  /** Rectangles by encoding number, as the client counted them: an opinion that does not come from our parser. */
  readonly rects: Readonly<Record<string, number>>;
  /** Server messages by type number, likewise; only the scripted client counts them. */
  readonly serverMessages?: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly serverBytes: number;
  readonly clientBytes: number;
  readonly note: string;
}

export interface RecordedChunk {
  readonly direction: 'server' | 'client';
  /** Since the connection began. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly meta: RecordingMeta;
  readonly chunks: readonly RecordedChunk[];
}

/** The files of all recordings in the repository, by name. */
export function recordingFiles(): readonly string[] {
  return readdirSync(streams)
    .filter((file) => file.endsWith(EXTENSION))
    .sort()
    .map((file) => join(streams, file));
}

/** Reads a recording by its path or, for those in the repository, by its name. */
export function readRecording(fileOrName: string): Recording {
  const file = fileOrName.endsWith(EXTENSION) ? fileOrName : join(streams, `${fileOrName}${EXTENSION}`);
  const data = gunzipSync(readFileSync(file), { maxOutputLength: MAX_STREAM_BYTES });
  if (data.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new Error(`${basename(file)} is not a recording`);
  let at = MAGIC.length;
  const metaBytes = data.readUInt32BE(at);
  at += 4;
  // The files are our own and written below.
  const meta = JSON.parse(data.toString('utf8', at, at + metaBytes)) as RecordingMeta;
  at += metaBytes;
  const chunks: RecordedChunk[] = [];
  while (at < data.length) {
    const start = at + CHUNK_HEADER_BYTES;
    const end = start + data.readUInt32BE(at + 5);
    if (end > data.length) throw new Error(`${basename(file)} ends inside a chunk`);
    chunks.push({
      direction: data[at] === 0 ? 'server' : 'client',
      atMs: data.readUInt32BE(at + 1),
      bytes: new Uint8Array(data.subarray(start, end)),
    });
    at = end;
  }
  return { meta, chunks };
}

/** A recording as the bytes of its file. */
export function encodeRecording({ meta, chunks }: Recording): Uint8Array {
  const description = Buffer.from(JSON.stringify(meta), 'utf8');
  const metaLength = Buffer.alloc(4);
  metaLength.writeUInt32BE(description.length);
  const parts = [Buffer.from(MAGIC, 'latin1'), metaLength, description];
  for (const chunk of chunks) {
    const header = Buffer.alloc(CHUNK_HEADER_BYTES);
    header.writeUInt8(chunk.direction === 'server' ? 0 : 1, 0);
    header.writeUInt32BE(chunk.atMs, 1);
    header.writeUInt32BE(chunk.bytes.length, 5);
    parts.push(header, Buffer.from(chunk.bytes));
  }
  return gzipSync(Buffer.concat(parts), { level: 9 });
}
