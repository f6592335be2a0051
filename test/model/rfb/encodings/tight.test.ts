import { describe, expect, it } from 'vitest';
import * as server from '../../../support/rfb-server-bytes.ts';
import {
  COLOUR_MAP_8,
  desyncOf,
  isOneUpdate,
  readAll,
  TRUE_COLOUR_16,
  TRUE_COLOUR_32,
} from './read-server.ts';

const area = { x: 0, y: 0, width: 20, height: 10 };
const sized = (width: number, height: number): server.Area => ({ ...area, width, height });
const whole = (rect: Uint8Array, format = TRUE_COLOUR_32): boolean =>
  isOneUpdate(server.update([rect]), format);
const deep = { pixel: 2, tightPixel: 2 } as const;
const shallow = { pixel: 1, tightPixel: 1 } as const;

describe('Tight', () => {
  it.each([0, 1, 7, 15])('takes a fill with stream resets %i', (resets) => {
    expect(whole(server.tightFill(area, { resets }))).toBe(true);
    expect(whole(server.tightFill(sized(0, 0), { resets }))).toBe(true);
  });

  it.each([0, 1, 127, 128, 129, 16383, 16384, 16385, 200_000, 0x3fffff])(
    'takes an image of %i bytes: the length has one to three bytes',
    (imageBytes) => {
      const bytes = server.update([server.tightImage(area, new Uint8Array(imageBytes))]);
      expect(readAll(bytes).at(-1)).toMatchObject({ type: 'update-end', endByte: bytes.length });
    },
  );

  it('reads all eight bits of the third length byte', () => {
    const payload = server.join([0x90, 0xff, 0xff, 0xff], new Uint8Array(0x3fffff));
    expect(readAll(server.update([server.rect(area, 7, payload)])).at(-1)?.type).toBe('update-end');
  });

  it.each<server.TightFilter>([
    { type: 'none' },
    { type: 'copy' },
    { type: 'gradient' },
    { type: 'palette', colours: 1 },
    { type: 'palette', colours: 2 },
    { type: 'palette', colours: 3 },
    { type: 'palette', colours: 256 },
  ])('takes filter $type of $colours colours in every stream and size', (filter) => {
    for (const [width, height] of [
      [0, 0],
      [0, 5],
      [5, 0],
      [1, 1],
      [1, 3],
      [3, 1],
      [2, 2],
      [4, 1],
      [1, 11],
      [1, 12],
      [11, 1],
      [12, 1],
      [8, 11],
      [9, 6],
      [16, 6],
      [88, 1],
      [89, 1],
      [20, 10],
    ] as const) {
      for (const stream of [0, 1, 2, 3]) {
        expect(whole(server.tightBasic(sized(width, height), filter, { stream }))).toBe(true);
      }
    }
  });

  it('sends less than 12 bytes as they are, and says the length of 12', () => {
    const short = server.rect(sized(11, 1), 7, [0x40, 1, 2], server.noise(9), server.noise(11));
    expect(whole(short)).toBe(true);
    const long = server.rect(sized(12, 1), 7, [0x40, 1, 2], server.noise(9), [5], server.noise(5));
    expect(whole(long)).toBe(true);
  });

  it('rounds each row of a two-colour palette up to a byte', () => {
    const rows = server.rect(sized(9, 5), 7, [0x40, 1, 1], server.noise(6), server.noise(10));
    expect(whole(rows)).toBe(true);
  });

  it('packs a pixel into three bytes only in a 32-bit format of depth 24', () => {
    for (const filter of [{ type: 'copy' }, { type: 'palette', colours: 5 }] as const) {
      expect(whole(server.tightBasic(sized(3, 1), filter, { pixel: deep }), TRUE_COLOUR_16)).toBe(true);
      expect(whole(server.tightBasic(sized(11, 1), filter, { pixel: shallow }), COLOUR_MAP_8)).toBe(true);
      const full = { pixel: 4, tightPixel: 4 } as const;
      const depth32 = { ...TRUE_COLOUR_32, depth: 32 };
      expect(whole(server.tightBasic(sized(3, 1), filter, { pixel: full }), depth32)).toBe(true);
      const tenBits = { ...TRUE_COLOUR_32, redMax: 1023 };
      expect(whole(server.tightBasic(sized(3, 1), filter, { pixel: full }), tenBits)).toBe(true);
    }
    expect(whole(server.tightFill(area, { pixel: deep }), TRUE_COLOUR_16)).toBe(true);
  });

  it('takes data that was not compressed (0xA, 0xE)', () => {
    for (const filter of [{ type: 'none' }, { type: 'copy' }, { type: 'palette', colours: 2 }] as const) {
      expect(whole(server.tightBasic(area, filter, { withoutZlib: true }))).toBe(true);
      expect(whole(server.tightBasic(sized(3, 1), filter, { withoutZlib: true }))).toBe(true);
    }
  });

  it.each([0xb0, 0xc0, 0xd0, 0xf0, 0xbf])(
    'refuses control byte %i: KasmVNC has its own images there',
    (control) => {
      const bytes = server.update([server.rect(area, 7, [control], server.noise(20))]);
      expect(desyncOf(readAll(bytes))).toMatchObject({
        reason: 'bad-encoding-data',
        offsetBytes: 16,
        value: control,
      });
    },
  );

  it.each([3, 4, 255])('refuses filter %i', (filter) => {
    const bytes = server.update([server.rect(area, 7, [0x40, filter], server.noise(20))]);
    expect(desyncOf(readAll(bytes))).toMatchObject({
      reason: 'bad-encoding-data',
      offsetBytes: 17,
      value: filter,
    });
  });
});

describe('TightPNG', () => {
  it('takes fills, JPEG and PNG', () => {
    expect(whole(server.tightFill(area, { encoding: -260 }))).toBe(true);
    expect(whole(server.tightImage(area, server.noise(300), { encoding: -260 }))).toBe(true);
    expect(whole(server.tightImage(area, server.noise(300), { encoding: -260, form: 10 }))).toBe(true);
  });

  it.each([0x00, 0x40, 0x70, 0xb0, 0xe0, 0xf0])(
    'refuses control byte %i: it has no basic compression',
    (control) => {
      const bytes = server.update([server.rect(area, -260, [control], server.noise(20))]);
      expect(desyncOf(readAll(bytes))).toMatchObject({ reason: 'bad-encoding-data', value: control });
    },
  );
});
