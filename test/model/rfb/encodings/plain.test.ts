import { describe, expect, it } from 'vitest';
import {
  MAX_RECT_PAYLOAD_BYTES,
  MAX_WHOLE_PAYLOAD_BYTES,
} from '../../../../src/model/rfb/encodings/rect-skipper.ts';
import * as server from '../../../support/rfb-server-bytes.ts';
import {
  COLOUR_MAP_8,
  desyncOf,
  isOneUpdate,
  readAll,
  TRUE_COLOUR_16,
  TRUE_COLOUR_32,
} from './read-server.ts';

const area = { x: 1, y: 2, width: 30, height: 20 };
const empties = [
  { ...area, width: 0 },
  { ...area, height: 0 },
  { ...area, width: 0, height: 0 },
];
const huge = { x: 0, y: 0, width: 0xffff, height: 0xffff };
const whole = (rect: Uint8Array, format = TRUE_COLOUR_32): boolean =>
  isOneUpdate(server.update([rect]), format);
const refusal = (rect: Uint8Array) => desyncOf(readAll(server.update([rect])));
const formats = [
  { format: TRUE_COLOUR_32, pixel: server.NOVNC_PIXEL },
  { format: TRUE_COLOUR_16, pixel: { pixel: 2, tightPixel: 2 } as const },
  { format: COLOUR_MAP_8, pixel: { pixel: 1, tightPixel: 1 } as const },
];

describe('Raw', () => {
  it.each(formats)('has width x height pixels of $pixel.pixel bytes', ({ format, pixel }) => {
    expect(whole(server.raw(area, pixel), format)).toBe(true);
  });

  it.each(empties)('has no payload when empty', (empty) => {
    expect(whole(server.rect(empty, 0))).toBe(true);
  });

  it('is refused beyond 16384 x 16384 pixels', () => {
    expect(refusal(server.rect(huge, 0))).toMatchObject({
      reason: 'length-over-limit',
      value: 0xffff ** 2 * 4,
    });
    const largest = { x: 0, y: 0, width: 16384, height: 16384 };
    expect(refusal(server.rect(largest, 0))).toBeUndefined();
  });
});

describe('CopyRect', () => {
  it.each([area, ...empties])('has four bytes, empty or not', (any) => {
    expect(whole(server.copyRect(any))).toBe(true);
  });
});

describe('RRE and CoRRE', () => {
  it.each(formats)(
    'have a background and subrectangles in pixels of $pixel.pixel bytes',
    ({ format, pixel }) => {
      for (const subrects of [0, 1, 300]) {
        expect(whole(server.rre(area, subrects, pixel), format)).toBe(true);
        expect(whole(server.coRre(area, subrects, pixel), format)).toBe(true);
      }
    },
  );

  it.each(empties)('have a count and a background even when empty', (empty) => {
    expect(whole(server.rre(empty, 0))).toBe(true);
    expect(whole(server.coRre(empty, 2))).toBe(true);
  });

  it.each([0xffffffff, Math.ceil(MAX_RECT_PAYLOAD_BYTES / 12)])(
    'are refused with %i subrectangles',
    (subrects) => {
      expect(refusal(server.rect(area, 2, server.u32(subrects)))).toEqual({
        type: 'desync',
        offsetBytes: 16,
        reason: 'length-over-limit',
        value: subrects,
      });
    },
  );
});

describe('an encoding with a length in front', () => {
  it.each([6, 9, 16, -307])('%i has as many bytes as it says', (encoding) => {
    for (const bytes of [0, 1, 5000]) {
      expect(whole(server.lengthPrefixed(area, encoding, server.noise(bytes)))).toBe(true);
    }
  });

  it('H.264 has flags behind the length that it does not count', () => {
    for (const bytes of [0, 1, 5000]) expect(whole(server.h264(area, server.noise(bytes), 2))).toBe(true);
  });

  it.each(empties)('Zlib has none for an empty rectangle, as noVNC reads it', (empty) => {
    expect(whole(server.rect(empty, server.ZLIB_ENCODING))).toBe(true);
  });

  it.each(empties)('ZRLE and H.264 have one for an empty rectangle too', (empty) => {
    expect(whole(server.zrle(empty, server.noise(9)))).toBe(true);
    expect(whole(server.h264(empty, server.noise(9)))).toBe(true);
  });

  it.each([6, 16, 50, -307])('%i is refused beyond what noVNC can hold', (encoding) => {
    for (const bytes of [MAX_WHOLE_PAYLOAD_BYTES + 1, 0xffffffff]) {
      expect(refusal(server.rect(area, encoding, server.u32(bytes), server.noise(8)))).toEqual({
        type: 'desync',
        offsetBytes: 16,
        reason: 'length-over-limit',
        value: bytes,
      });
    }
    expect(refusal(server.rect(area, encoding, server.u32(MAX_WHOLE_PAYLOAD_BYTES)))).toBeUndefined();
  });
});

describe('a pseudo-encoding', () => {
  it.each([-223, -232, -257, -258, -316, 0x574d5666])(
    '%i is nothing but a header, whatever its size',
    (encoding) => {
      expect(whole(server.rect({ x: 0, y: 0, width: 1920, height: 1080 }, encoding))).toBe(true);
    },
  );

  it('of the keyboard lights has one byte from QEMU, four from VMware', () => {
    expect(whole(server.ledState(7))).toBe(true);
    expect(whole(server.rect(area, 0x574d5668, server.u32(7)))).toBe(true);
  });

  it.each([0, 1, 2, 255])('of the desktop size has 16 bytes for each of %i screens', (screens) => {
    expect(whole(server.extendedDesktopSize(area, screens))).toBe(true);
  });
});

describe('a cursor', () => {
  it.each(formats)(
    'has pixels of $pixel.pixel bytes and a mask in whole bytes per row',
    ({ format, pixel }) => {
      for (const width of [1, 7, 8, 9, 33])
        expect(whole(server.cursor({ ...area, width }, pixel), format)).toBe(true);
    },
  );

  it('of two colours has both and two bit maps', () => {
    for (const width of [1, 8, 9]) expect(whole(server.xCursor({ ...area, width }))).toBe(true);
  });

  it.each(empties)('without size has no payload', (empty) => {
    expect(whole(server.rect(empty, -239))).toBe(true);
    expect(whole(server.rect(empty, -240))).toBe(true);
  });

  it('with alpha holds raw 32-bit pixels in any format', () => {
    for (const { format } of formats) expect(whole(server.cursorWithAlpha(area), format)).toBe(true);
  });

  it('with alpha in another encoding is refused', () => {
    expect(refusal(server.rect(area, -314, server.u32(7)))).toMatchObject({
      offsetBytes: 16,
      reason: 'unknown-encoding',
      value: 7,
    });
  });

  it('of VMware has two masks or one picture, and two bytes when empty', () => {
    for (const type of [0, 1] as const) {
      expect(whole(server.vmwareCursor(area, type))).toBe(true);
      for (const empty of empties) expect(whole(server.vmwareCursor(empty, type))).toBe(true);
    }
  });

  it('of VMware with an unknown type is refused', () => {
    expect(refusal(server.rect(area, 0x574d5664, [2, 0]))).toMatchObject({
      offsetBytes: 16,
      reason: 'bad-encoding-data',
      value: 2,
    });
  });

  it('larger than any screen is refused', () => {
    expect(refusal(server.rect(huge, -239))?.reason).toBe('length-over-limit');
    expect(refusal(server.rect(huge, -314, server.u32(0)))?.reason).toBe('length-over-limit');
    expect(refusal(server.rect(huge, 0x574d5664, [0, 0]))?.reason).toBe('length-over-limit');
  });
});
