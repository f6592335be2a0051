import fc from 'fast-check';
import * as server from '../../../support/rfb-server-bytes.ts';

/** Bytes of the stream and the encodings of the rectangles in it. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly encodings: readonly number[];
  /** The type of the event this message gives. */
  readonly type: string;
}

export const arbitraryArea = (most = 40): fc.Arbitrary<server.Area> =>
  fc.record({
    x: fc.nat(0xffff),
    y: fc.nat(0xffff),
    width: fc.nat(most),
    height: fc.nat(most),
  });

const arbitraryTile: fc.Arbitrary<server.Tile> = fc.oneof(
  fc.constant<server.Tile>({ type: 'raw' }),
  fc.record({
    type: fc.constant('flat' as const),
    background: fc.boolean(),
    foreground: fc.boolean(),
    subrects: fc.option(fc.nat(255)),
    coloured: fc.boolean(),
  }),
);

/** The first tile must say both colours; those after it may go on with them. */
const FIRST_TILE: server.Tile = {
  type: 'flat',
  background: true,
  foreground: true,
  subrects: null,
  coloured: false,
};

export const arbitraryJpeg: fc.Arbitrary<server.JpegParts> = fc.record({
  tables: fc.boolean(),
  scans: fc.array(fc.nat(700), { minLength: 1, maxLength: 3 }),
  seed: fc.nat(),
  restarts: fc.boolean(),
});

const arbitraryFilter: fc.Arbitrary<server.TightFilter> = fc.oneof(
  fc.record({ type: fc.constantFrom('none' as const, 'copy' as const, 'gradient' as const) }),
  fc.record({ type: fc.constant('palette' as const), colours: fc.integer({ min: 1, max: 256 }) }),
);

const arbitraryData = fc.uint8Array({ maxLength: 300 });

/** Rectangles that noVNC decodes, with data that it can really inflate; before 1.5 it knew no gradient. */
export function arbitraryNovncRect({ gradient }: { readonly gradient: boolean }): fc.Arbitrary<Uint8Array> {
  const filters = arbitraryFilter.filter((filter) => gradient || filter.type !== 'gradient');
  const area = arbitraryArea();
  const tiles = fc.array(arbitraryTile, { minLength: 1, maxLength: 9 });
  return fc.oneof(
    area.map((a) => server.raw(a)),
    area.map(server.copyRect),
    fc.tuple(area, fc.nat(30)).map(([a, n]) => server.rre(a, n)),
    fc
      .tuple(area, tiles)
      .map(([a, t]) => server.hextile(a, (i) => (i === 0 ? FIRST_TILE : t[i % t.length]!))),
    area.map((a) =>
      a.width * a.height === 0 ? server.rect(a, server.ZLIB_ENCODING) : server.zlibDeflated(a),
    ),
    area.map(server.zrleDeflated),
    fc.tuple(area, filters, fc.nat(3)).map(([a, filter, stream]) => server.tightBasic(a, filter, { stream })),
    fc.tuple(area, fc.nat(15)).map(([a, resets]) => server.tightFill(a, { resets })),
    fc.tuple(area, arbitraryData).map(([a, data]) => server.tightImage(a, data)),
    area.map((a) => server.tightFill(a, { encoding: -260 })),
    fc
      .tuple(area, arbitraryData, fc.constantFrom(9, 10))
      .map(([a, data, form]) => server.tightImage(a, data, { encoding: -260, form })),
    fc.tuple(area, arbitraryJpeg).map(([a, parts]) => server.jpeg(a, parts)),
    area.map((a) => server.h264(a, [])),
    arbitraryPseudoRect(),
  );
}

export function arbitraryPseudoRect(): fc.Arbitrary<Uint8Array> {
  const area = arbitraryArea();
  return fc.oneof(
    area.map((a) => server.cursor(a)),
    fc.tuple(area, fc.constantFrom(0 as const, 1 as const)).map(([a, type]) => server.vmwareCursor(a, type)),
    fc.nat(7).map(server.ledState),
    fc.nat(300).map(server.desktopName),
    fc.tuple(area, fc.nat(255)).map(([a, screens]) => server.extendedDesktopSize(a, screens)),
    area.map((a) => server.desktopSize(a.width, a.height)),
    area.map((a) => server.qemuKeyEvent(a.width, a.height)),
    fc.constant(server.extendedMouseButtons()),
  );
}

/** Every rectangle there is, in a pixel format of `pixel`; data inside lengths is noise. */
export function arbitraryRect(pixel: server.PixelSizes): fc.Arbitrary<Uint8Array> {
  const area = arbitraryArea(24);
  const tiles = fc.array(arbitraryTile, { minLength: 1, maxLength: 4 });
  return fc.oneof(
    area.map((a) => server.raw(a, pixel)),
    area.map(server.copyRect),
    fc.tuple(area, fc.nat(30)).map(([a, n]) => server.rre(a, n, pixel)),
    fc.tuple(area, fc.nat(30)).map(([a, n]) => server.coRre(a, n, pixel)),
    fc.tuple(area, tiles).map(([a, t]) => server.hextile(a, (i) => t[i % t.length]!, pixel)),
    fc
      .tuple(arbitraryArea(), arbitraryData)
      .map(([a, data]) =>
        a.width * a.height === 0 ? server.rect(a, server.ZLIB_ENCODING) : server.zlib(a, data),
      ),
    fc.tuple(area, arbitraryData).map(([a, data]) => server.zrle(a, data)),
    fc
      .tuple(area, arbitraryFilter, fc.boolean(), fc.nat(15))
      .map(([a, filter, withoutZlib, resets]) =>
        server.tightBasic(a, filter, { pixel, withoutZlib, resets }),
      ),
    fc
      .tuple(area, fc.constantFrom(7 as const, -260 as const))
      .map(([a, encoding]) => server.tightFill(a, { pixel, encoding })),
    fc.tuple(area, arbitraryData).map(([a, data]) => server.tightImage(a, data)),
    fc
      .tuple(area, arbitraryData, fc.constantFrom(9, 10))
      .map(([a, data, form]) => server.tightImage(a, data, { encoding: -260, form })),
    fc
      .tuple(area, arbitraryJpeg, fc.nat(3))
      .map(([a, parts, fillBytes]) => server.jpeg(a, { ...parts, fillBytes })),
    fc.tuple(area, arbitraryData).map(([a, data]) => server.h264(a, data)),
    area.map((a) => server.cursor(a, pixel)),
    area.map(server.xCursor),
    area.map(server.cursorWithAlpha),
    fc.tuple(fc.nat(0xffff), fc.nat(0xffff)).map(([x, y]) => server.vmwareCursorPosition(x, y)),
    pixel === server.NOVNC_PIXEL
      ? arbitraryPseudoRect()
      : fc.tuple(area, fc.nat(9)).map(([a, screens]) => server.extendedDesktopSize(a, screens)),
  );
}

const encodingOf = (rect: Uint8Array): number => new DataView(rect.buffer).getInt32(8);

/** An update of up to `most` rectangles, of announced or of open length. */
export function arbitraryUpdate(rect: fc.Arbitrary<Uint8Array>, most = 4): fc.Arbitrary<Piece> {
  return fc
    .record({
      rects: fc.array(rect, { maxLength: most }),
      ending: fc.constantFrom('counted', 'open', 'early'),
    })
    .map(({ rects, ending }) => {
      const encodings = rects.map(encodingOf);
      if (ending === 'counted') return { type: 'update-start', encodings, bytes: server.update(rects) };
      const bytes =
        ending === 'open'
          ? server.openUpdate(rects)
          : server.update([...rects, server.lastRect()], rects.length + 7);
      return { type: 'update-start', encodings: [...encodings, -224], bytes };
    });
}

/** Messages that are not updates; noVNC 1.7 reads all but the colour map. */
export function arbitraryOtherMessage(): fc.Arbitrary<Piece> {
  const piece = (type: string) => (bytes: Uint8Array) => ({ type, bytes, encodings: [] });
  return fc.oneof(
    fc.constant(server.bell()).map(piece('bell')),
    fc.nat(300).map(server.cutText).map(piece('cut-text')),
    fc.constant(server.clipboard(0x0200_0001)).map(piece('clipboard')),
    fc.constant(server.clipboard(0x1f00_0003, server.noise(8))).map(piece('clipboard')),
    fc.constant(server.endOfContinuousUpdates()).map(piece('end-of-continuous-updates')),
    fc
      .uint8Array({ maxLength: 64 })
      .map((payload) => server.fence(0x8000_0001, payload))
      .map(piece('fence')),
    fc.nat(1).map(server.xvp).map(piece('xvp')),
  );
}
