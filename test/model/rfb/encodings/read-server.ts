import { ByteReader } from '../../../../src/model/rfb/byte-reader.ts';
import type { Desync, PixelFormat, Rect, ServerEvent } from '../../../../src/model/rfb/messages.ts';
import { ServerStream } from '../../../../src/model/rfb/server-stream.ts';

/** What noVNC sets: 32 bits per pixel, three whole bytes of colour. */
export const TRUE_COLOUR_32: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  trueColour: true,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
};
export const TRUE_COLOUR_16: PixelFormat = {
  bitsPerPixel: 16,
  depth: 16,
  trueColour: true,
  redMax: 31,
  greenMax: 63,
  blueMax: 31,
};
export const COLOUR_MAP_8: PixelFormat = {
  bitsPerPixel: 8,
  depth: 8,
  trueColour: false,
  redMax: 0,
  greenMax: 0,
  blueMax: 0,
};

/** Splits bytes at the given cuts (any order, out of range ignored). */
export function chop(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const inside = [...new Set(cuts)].filter((cut) => cut > 0 && cut < bytes.length).sort((a, b) => a - b);
  return [0, ...inside].map((start, index) => bytes.subarray(start, inside[index] ?? bytes.length));
}

/** The events of a server's stream, given chunk by chunk as a connection does it. */
export function readChunks(chunks: readonly Uint8Array[], format = TRUE_COLOUR_32): ServerEvent[] {
  const reader = new ByteReader();
  const stream = new ServerStream(reader, { format });
  const events: ServerEvent[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    stream.read(events);
    reader.release();
  }
  return events;
}

export const readAll = (bytes: Uint8Array, format = TRUE_COLOUR_32): ServerEvent[] =>
  readChunks([bytes], format);

export const byteByByte = (bytes: Uint8Array, format = TRUE_COLOUR_32): ServerEvent[] =>
  readChunks(
    chop(
      bytes,
      Array.from(bytes, (_, index) => index),
    ),
    format,
  );

export const rectsOf = (events: readonly ServerEvent[]): Rect[] =>
  events.filter((event) => event.type === 'rect');

export const desyncOf = (events: readonly ServerEvent[]): Desync | undefined =>
  events.find((event) => event.type === 'desync');

/** Whether `bytes` read as one whole update that ends with the last of them, in one piece and byte by byte. */
export function isOneUpdate(bytes: Uint8Array, format = TRUE_COLOUR_32): boolean {
  return [readAll(bytes, format), byteByByte(bytes, format)].every((events) => {
    const last = events.at(-1);
    return events[0]?.type === 'update-start' && last?.type === 'update-end' && last.endByte === bytes.length;
  });
}
