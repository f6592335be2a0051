import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../../testbed/instrument/frame.ts';
import { GREYS, palette } from '../../../../testbed/instrument/palette.ts';
import type { Rect } from '../../../../testbed/instrument/rect.ts';
import { compactLength, Encoder } from '../../../../testbed/instrument/rfb/encoder.ts';
import { decodePixelFormat } from '../../../../testbed/instrument/rfb/pixel-format.ts';
import { type FormatFields, novncFormat, pixelFormat, u16 } from './client-bytes.ts';
import { readServer } from './server-reader.ts';

const formats: FormatFields[] = [
  novncFormat,
  { ...novncFormat, shift: [16, 8, 0] },
  { ...novncFormat, big: 1, shift: [24, 16, 8] },
  { bits: 16, depth: 16, big: 0, trueColour: 1, max: [31, 63, 31], shift: [11, 5, 0] },
  { bits: 8, depth: 8, big: 0, trueColour: 1, max: [7, 7, 3], shift: [0, 3, 6] },
];

/** What a reader sees of a rectangle after it went over the wire. */
function roundTrip(frame: Frame, rect: Rect, format: FormatFields, encodings: readonly number[]): Uint8Array {
  const encoder = new Encoder();
  encoder.setFormat(decodePixelFormat(pixelFormat(format)));
  encoder.setEncodings(encodings);
  const update = Buffer.concat([Buffer.of(0, 0), u16(1), ...encoder.encode(frame, rect)]);
  const [message] = readServer(update, format);
  if (message?.type !== 'update') throw new Error('no update');
  return message.rects[0]!.rgb!;
}

/** The rectangle's colours as exactly as the format can show them. */
function expected(frame: Frame, rect: Rect, format: FormatFields): Uint8Array {
  const rgb: number[] = [];
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      palette[frame.pixels[y * frame.width + x]!]!.forEach((part, i) => {
        const max = format.max[i]!;
        rgb.push(Math.round((Math.round((part * max) / 255) * 255) / max));
      });
    }
  }
  return Uint8Array.from(rgb);
}

describe('the encoder', () => {
  it('brings every pixel over the wire, in every format, raw and Tight, of any rectangle', () => {
    const colourSets = [[5], [5, 70], [5, 70, 90], [...palette.keys()], [...palette.keys()].slice(0, GREYS)];
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.constantFrom(...colourSets),
        fc.constantFrom<(readonly number[])[]>([0], [7], [7, -256 + 9]),
        fc.record({
          x: fc.integer({ min: 0, max: 20 }),
          y: fc.integer({ min: 0, max: 10 }),
          width: fc.integer({ min: 1, max: 44 }),
          height: fc.integer({ min: 1, max: 20 }),
        }),
        fc.integer(),
        (format, colours, encodings, rect, seed) => {
          const frame = new Frame(64, 32);
          for (let i = 0; i < frame.pixels.length; i++) {
            frame.pixels[i] = colours[Math.abs(Math.imul(i ^ seed, 0x9e3779b1)) % colours.length]!;
          }
          expect(roundTrip(frame, rect, format, encodings)).toEqual(expected(frame, rect, format));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('sends a rectangle of one colour in four bytes and a header', () => {
    const encoder = new Encoder();
    encoder.setEncodings([7]);
    const bytes = Buffer.concat(encoder.encode(new Frame(64, 64), { x: 0, y: 0, width: 64, height: 64 }));
    expect(bytes.length).toBe(12 + 4);
  });

  it('sends fewer bytes at a lower quality', () => {
    const frame = new Frame(256, 64);
    for (let i = 0; i < frame.pixels.length; i++) frame.pixels[i] = 30 + (Math.imul(i, 0x9e3779b1) >>> 29);
    const length = (quality: number) => {
      const encoder = new Encoder();
      encoder.setEncodings([7, -32 + quality]);
      return Buffer.concat(encoder.encode(frame, { x: 0, y: 0, width: 256, height: 64 })).length;
    };
    expect(length(4)).toBeLessThan(length(9));
    expect(length(0)).toBeLessThan(length(4));
  });

  it('writes lengths as Tight does', () => {
    expect(compactLength(0x7f)).toEqual(Buffer.of(0x7f));
    expect(compactLength(0x80)).toEqual(Buffer.of(0x80, 1));
    expect(compactLength(10_000)).toEqual(Buffer.of(0x90, 0x4e));
    expect(compactLength(0x4000)).toEqual(Buffer.of(0x80, 0x80, 1));
  });
});
