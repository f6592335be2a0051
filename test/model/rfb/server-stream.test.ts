import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/model/rfb/byte-reader.ts';
import { MAX_CUT_TEXT_BYTES } from '../../../src/model/rfb/limits.ts';
import type { PixelFormat, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { MAX_EVENTS_PER_READ, ServerStream } from '../../../src/model/rfb/server-stream.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';
import * as server from '../../support/rfb-server-bytes.ts';
import {
  arbitraryArea,
  arbitraryOtherMessage,
  arbitraryRect,
  arbitraryUpdate,
} from './encodings/arbitrary-server.ts';
import {
  byteByByte,
  COLOUR_MAP_8,
  chop,
  desyncOf,
  isOneUpdate,
  readAll,
  readChunks,
  rectsOf,
  TRUE_COLOUR_16,
  TRUE_COLOUR_32,
} from './encodings/read-server.ts';

const area = { x: 10, y: 20, width: 30, height: 40 };
const join = server.join;

describe('the messages of a server', () => {
  it('tells what each message says and which bytes it fills', () => {
    const payload = server.noise(16);
    const bytes = join(
      server.bell(),
      server.colourMap(3),
      server.cutText(5),
      server.endOfContinuousUpdates(),
      server.fence(0x80000001, payload),
      server.xvp(1),
    );
    const expected: ServerEvent[] = [
      { type: 'bell', startByte: 0, endByte: 1 },
      { type: 'colour-map', startByte: 1, endByte: 25 },
      { type: 'cut-text', startByte: 25, endByte: 38, textBytes: 5 },
      { type: 'end-of-continuous-updates', startByte: 38, endByte: 39 },
      { type: 'fence', startByte: 39, endByte: 64, flags: 0x80000001, payload },
      { type: 'xvp', startByte: 64, endByte: 68, action: 1 },
    ];
    expect(readAll(bytes)).toEqual(expected);
    expect(byteByByte(bytes)).toEqual(expected);
  });

  it.each([
    [0x01000001, 'caps'],
    [0x1f000003, 'caps'],
    [0x02000001, 'request'],
    [0x04000000, 'peek'],
    [0x08000001, 'notify'],
    [0x10000001, 'provide'],
    [0x00000001, 'unknown'],
    [0x0a000001, 'unknown'],
  ])('reads extended clipboard flags %i as %s', (flags, action) => {
    const bytes = server.clipboard(flags, server.noise(7));
    expect(readAll(bytes)).toEqual([{ type: 'clipboard', startByte: 0, endByte: 19, action, flags }]);
  });

  it('reports clipboard text when its header is there, and reads on behind it', () => {
    const text = server.cutText(100_000);
    const events = readChunks([text.subarray(0, 8)]);
    expect(events).toEqual([{ type: 'cut-text', startByte: 0, endByte: 100_008, textBytes: 100_000 }]);
    expect(byteByByte(join(text, server.bell())).at(-1)).toEqual({
      type: 'bell',
      startByte: 100_008,
      endByte: 100_009,
    });
  });

  it.each([1, 2, 3])('refuses an extended clipboard message of %i bytes: no room for its flags', (bytes) => {
    const message = join([3, 0, 0, 0], server.u32(-bytes), server.noise(20));
    expect(readAll(message)).toEqual([
      { type: 'desync', offsetBytes: 4, reason: 'bad-encoding-data', value: -bytes },
    ]);
  });

  it.each([MAX_CUT_TEXT_BYTES + 1, 0x7fffffff, -0x80000000, -MAX_CUT_TEXT_BYTES - 1])(
    'refuses clipboard text with a length of %i',
    (length) => {
      const message = join([3, 0, 0, 0], server.u32(length), server.u32(0x08000001));
      expect(readAll(message)).toEqual([
        { type: 'desync', offsetBytes: 4, reason: 'length-over-limit', value: length },
      ]);
    },
  );

  it('takes a fence of 64 bytes and refuses one of 65', () => {
    expect(readAll(server.fence(0, server.noise(64)))).toMatchObject([{ type: 'fence', endByte: 73 }]);
    expect(readAll(server.fence(0, server.noise(65)))).toEqual([
      { type: 'desync', offsetBytes: 8, reason: 'length-over-limit', value: 65 },
    ]);
  });

  it.each([4, 149, 173, 178, 189, 249, 255])(
    'refuses message type %i once, and reads nothing after it',
    (type) => {
      const events = readChunks([join(server.bell(), [type, 2, 2]), server.bell(), server.bell()]);
      expect(events).toEqual([
        { type: 'bell', startByte: 0, endByte: 1 },
        { type: 'desync', offsetBytes: 1, reason: 'unknown-message', value: type },
      ]);
    },
  );

  it('refuses a chunk with more messages than any session has, without keeping them', () => {
    const bells = new Uint8Array(MAX_EVENTS_PER_READ + 1000).fill(2);
    const events = readAll(bells);
    expect(events).toHaveLength(MAX_EVENTS_PER_READ + 1);
    expect(events.at(-1)).toMatchObject({ type: 'desync', offsetBytes: MAX_EVENTS_PER_READ });
  });

  it('lets the connection go on giving chunks after a desync, however large', () => {
    const reader = new ByteReader();
    const stream = new ServerStream(reader, { format: TRUE_COLOUR_32 });
    const events: ServerEvent[] = [];
    for (let i = 0; i < 5; i++) {
      reader.push(new Uint8Array(5000).fill(99));
      stream.read(events);
    }
    expect(events).toHaveLength(1);
    expect(reader.offsetBytes).toBe(25_000);
  });
});

describe('a framebuffer update', () => {
  it('begins, announces its rectangles and ends', () => {
    const bytes = server.update([server.copyRect(area), server.raw({ ...area, width: 2, height: 3 })]);
    const expected: ServerEvent[] = [
      { type: 'update-start', startByte: 0, rects: 2 },
      { type: 'rect', startByte: 4, ...area, encoding: 1 },
      { type: 'rect', startByte: 20, ...area, width: 2, height: 3, encoding: 0 },
      { type: 'update-end', startByte: 0, endByte: 56, rects: 2 },
    ];
    expect(readAll(bytes)).toEqual(expected);
    expect(byteByByte(bytes)).toEqual(expected);
  });

  it('may hold no rectangle at all', () => {
    expect(readAll(server.update([]))).toEqual([
      { type: 'update-start', startByte: 0, rects: 0 },
      { type: 'update-end', startByte: 0, endByte: 4, rects: 0 },
    ]);
  });

  it('of unknown length ends with a LastRect, which counts as a rectangle', () => {
    const events = readAll(join(server.openUpdate([server.copyRect(area)]), server.bell()));
    expect(events.map((event) => event.type)).toEqual(['update-start', 'rect', 'rect', 'update-end', 'bell']);
    expect(events[0]).toMatchObject({ rects: 0xffff });
    expect(events[3]).toMatchObject({ rects: 2, endByte: 32 });
  });

  it('may end with a LastRect before its count is used up', () => {
    const bytes = server.update([server.copyRect(area), server.lastRect()], 9);
    expect(isOneUpdate(bytes)).toBe(true);
  });

  it('of 65535 rectangles without a LastRect has as many', () => {
    const bytes = server.update(Array.from({ length: 0xffff }, () => server.desktopSize(1, 1)));
    expect(readAll(bytes).at(-1)).toMatchObject({ type: 'update-end', rects: 0xffff });
  });

  it('announces a rectangle before its payload has arrived, and ends only with its last byte', () => {
    const bytes = server.update([server.raw(area)]);
    const header = readChunks([bytes.subarray(0, 16)]);
    expect(rectsOf(header)).toHaveLength(1);
    const almost = readChunks([bytes.subarray(0, 100), bytes.subarray(100, bytes.length - 1)]);
    expect(almost.at(-1)?.type).toBe('rect');
  });

  it.each([-309, -312, -313, -32, -256, -1, 3, 15, 17, 22, 0x7fffffff])(
    'with a rectangle of encoding %i is refused at the encoding',
    (encoding) => {
      expect(readAll(server.update([server.rect(area, encoding, server.noise(100))]))).toEqual([
        { type: 'update-start', startByte: 0, rects: 1 },
        { type: 'desync', offsetBytes: 12, reason: 'unknown-encoding', value: encoding },
      ]);
    },
  );
});

describe('the pixel format', () => {
  it.each<[string, PixelFormat, number]>([
    ['32 bits', TRUE_COLOUR_32, 4],
    ['16 bits', TRUE_COLOUR_16, 2],
    ['8 bits', COLOUR_MAP_8, 1],
  ])('of %s decides how long pixels are', (_name, format, pixel) => {
    const bytes = server.update([server.rect(area, 0, server.noise(30 * 40 * pixel))]);
    expect(isOneUpdate(bytes, format)).toBe(true);
  });

  it('takes effect with the next update, not within one', () => {
    const reader = new ByteReader();
    const stream = new ServerStream(reader, { format: TRUE_COLOUR_32 });
    const events: ServerEvent[] = [];
    const wide = server.update([server.raw(area), server.raw(area)]);
    reader.push(wide.subarray(0, 500));
    stream.read(events);
    stream.setPixelFormat(TRUE_COLOUR_16);
    reader.push(wide.subarray(500));
    stream.read(events);
    reader.push(server.update([server.raw(area, { pixel: 2, tightPixel: 2 })]));
    stream.read(events);
    expect(events.filter((event) => event.type === 'update-end')).toHaveLength(2);
    expect(reader.offsetBytes).toBe(reader.arrivedBytes);
    expect(desyncOf(events)).toBeUndefined();
  });
});

/** `count` times the same mark. */
const marked = (count: number, mark: number | null): (number | null)[] =>
  Array.from({ length: count }, () => mark);

describe('bytes that do not tell yet whether they are a probe reply', () => {
  const undecidedAt = (bytes: Uint8Array): (number | null)[] => {
    const reader = new ByteReader();
    const stream = new ServerStream(reader, { format: TRUE_COLOUR_32 });
    return Array.from(bytes, (byte) => {
      reader.push(new Uint8Array([byte]));
      stream.read([]);
      return stream.undecidedFromByte;
    });
  };

  it('are a fence, until its last byte', () => {
    const marks = undecidedAt(join(server.bell(), server.fence(0, server.noise(64))));
    expect(marks).toEqual([null, ...marked(72, 1), null]);
  });

  it('are an extended clipboard message, until its flags are known', () => {
    const marks = undecidedAt(server.clipboard(0x08000001, server.noise(10)));
    expect(marks).toEqual([...marked(11, 0), ...marked(11, null)]);
  });

  it('are clipboard text, until its length is known', () => {
    expect(undecidedAt(server.cutText(3))).toEqual([...marked(7, 0), null, null, null, null]);
  });

  it('are nothing inside an update, whatever its positions and pixels look like', () => {
    const inside = { x: 0xf8f8, y: 0x0303, width: 10, height: 10 };
    const rect = server.rect(inside, 0, new Uint8Array(400).fill(248));
    const marks = undecidedAt(server.update([rect, rect]));
    expect(new Set(marks)).toEqual(new Set([null]));
  });

  it('are nothing after a desync', () => {
    expect(undecidedAt(join([99], server.fence(0, [1, 2]))).every((mark) => mark === null)).toBe(true);
  });
});

describe('any stream', () => {
  const share = (part: number): number => Math.max(1, Math.ceil(PROPERTY_RUNS * part));
  const shapes = [
    { format: TRUE_COLOUR_32, pixel: server.NOVNC_PIXEL },
    { format: TRUE_COLOUR_16, pixel: { pixel: 2, tightPixel: 2 } as const },
    { format: COLOUR_MAP_8, pixel: { pixel: 1, tightPixel: 1 } as const },
  ].map(({ format, pixel }) => ({
    format,
    pieces: fc.array(fc.oneof(arbitraryUpdate(arbitraryRect(pixel)), arbitraryOtherMessage()), {
      minLength: 1,
      maxLength: 4,
    }),
  }));
  const legal = fc.oneof(
    ...shapes.map(({ format, pieces }) => pieces.map((made) => ({ format, pieces: made }))),
  );
  /** Fractions of the stream's length, so that one list of cuts fits every stream. */
  const cutting = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
  const cutsOf = (bytes: Uint8Array, fractions: readonly number[]): number[] =>
    fractions.map((fraction) => Math.floor(fraction * bytes.length));

  it('of legal messages gives exactly its rectangles and ends, however it is chopped', () => {
    fc.assert(
      fc.property(legal, cutting, ({ format, pieces }, fractions) => {
        const bytes = join(...pieces.map((piece) => piece.bytes));
        const events = readAll(bytes, format);
        expect(desyncOf(events)).toBeUndefined();
        expect(rectsOf(events).map((rect) => rect.encoding)).toEqual(
          pieces.flatMap((piece) => piece.encodings),
        );
        const messages = events.filter((event) => event.type !== 'rect' && event.type !== 'update-end');
        let startByte = 0;
        const starts = pieces.map((piece) => {
          const start = { type: piece.type, startByte };
          startByte += piece.bytes.length;
          return start;
        });
        expect(messages).toMatchObject(starts);
        const last = events.at(-1);
        expect(last !== undefined && 'endByte' in last ? last.endByte : -1).toBe(bytes.length);
        expect(readChunks(chop(bytes, cutsOf(bytes, fractions)), format)).toEqual(events);
      }),
      { numRuns: share(0.1) },
    );
  });

  it('read byte by byte gives the same messages', () => {
    fc.assert(
      fc.property(legal, ({ format, pieces }) => {
        const bytes = join(...pieces.map((piece) => piece.bytes));
        expect(byteByByte(bytes, format)).toEqual(readAll(bytes, format));
      }),
      { numRuns: share(0.02) },
    );
  });

  /** Reads chunk by chunk and checks what must hold for any bytes at all. */
  function readsSafely(chunks: readonly Uint8Array[], format: PixelFormat): ServerEvent[] {
    const reader = new ByteReader();
    const stream = new ServerStream(reader, { format });
    const events: ServerEvent[] = [];
    let arrivedBytes = 0;
    for (const chunk of chunks) {
      reader.push(chunk);
      stream.read(events);
      arrivedBytes += chunk.length;
      const undecided = stream.undecidedFromByte;
      if (undecided !== null && (undecided > arrivedBytes || arrivedBytes - undecided > 73)) {
        throw new Error(`undecided from ${undecided} of ${arrivedBytes}`);
      }
    }
    const lost = events.findIndex((event) => event.type === 'desync');
    if (lost >= 0 && lost !== events.length - 1) throw new Error('an event after the desync');
    if (events.length > arrivedBytes * 2 + 1) throw new Error('more events than bytes can say');
    return events;
  }

  /** Arbitrary bytes, on their own or as the payload of a rectangle: few would get that far by chance. */
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(
        fc.constantFrom(...Object.values(ENCODING)),
        arbitraryArea(0xffff),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([encoding, any, payload]) => server.update([server.rect(any, encoding, payload)], 3)),
    fc
      .tuple(fc.constantFrom(...Object.values(ENCODING)), arbitraryArea(), fc.uint8Array({ maxLength: 200 }))
      .map(([encoding, any, payload]) => server.update([server.rect(any, encoding, payload)], 3)),
  );

  it('of arbitrary bytes neither throws nor reads on after its one desync', () => {
    fc.assert(
      fc.property(anything, cutting, (bytes, fractions) => {
        const events = readsSafely(chop(bytes, cutsOf(bytes, fractions)), TRUE_COLOUR_32);
        if (events.length > 0) expect(readsSafely([bytes], TRUE_COLOUR_32)).toEqual(events);
      }),
      { numRuns: share(0.44) },
    );
  });

  it('of mutated messages neither throws nor depends on how it is chopped', () => {
    const pool = fc.sample(legal, { numRuns: 300, seed: 7 }).map(({ format, pieces }) => ({
      format,
      bytes: join(...pieces.map((piece) => piece.bytes)),
    }));
    const mutation = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      value: fc.nat(255),
      // A byte near the front of the stream: headers, counts and lengths are there.
      early: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.nat(pool.length - 1),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        cutting,
        (index, mutations, fractions) => {
          const { format, bytes: original } = pool[index]!;
          const bytes = original.slice();
          for (const { at, value, early } of mutations) {
            bytes[Math.floor(at * Math.min(early ? 60 : bytes.length, bytes.length - 1))] = value;
          }
          const events = readsSafely(chop(bytes, cutsOf(bytes, fractions)), format);
          expect(readsSafely([bytes], format)).toEqual(events);
        },
      ),
      { numRuns: share(0.44) },
    );
  });
});
