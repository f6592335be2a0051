import { ENCODING } from '../numbers.ts';
import { AlphaCursorSkipper, cursorBytes, VmwareCursorSkipper, xCursorBytes } from './cursor.ts';
import { copyRectBytes, FixedSkipper, ledStateBytes, noPayload, vmwareLedStateBytes } from './fixed.ts';
import { HextileSkipper } from './hextile.ts';
import { JpegSkipper } from './jpeg.ts';
import { LengthPrefixedSkipper } from './length-prefixed.ts';
import { rawBytes } from './raw.ts';
import type { RectSkipper } from './rect-skipper.ts';
import { RreSkipper } from './rre.ts';
import { ScreenLayoutSkipper } from './screen-layout.ts';
import { TightSkipper } from './tight.ts';

/**
 * One skipper per encoding, for one connection. Some are never sent to noVNC (CoRRE, Ultra, XCursor, VMware's
 * lights), but other clients in a page may ask for them.
 */
export class RectSkippers {
  readonly #byEncoding = new Map<number, RectSkipper>();

  constructor() {
    const empty = new FixedSkipper(noPayload);
    const tight = new TightSkipper();
    const all = this.#byEncoding;
    all.set(ENCODING.raw, new FixedSkipper(rawBytes));
    all.set(ENCODING.copyRect, new FixedSkipper(copyRectBytes));
    all.set(ENCODING.rre, new RreSkipper(8));
    all.set(ENCODING.coRre, new RreSkipper(4));
    all.set(ENCODING.hextile, new HextileSkipper());
    all.set(ENCODING.zlib, new LengthPrefixedSkipper({ gapBytes: 0, absentWhenEmpty: true }));
    all.set(ENCODING.tight, tight);
    all.set(ENCODING.tightPng, tight);
    all.set(ENCODING.ultra, new LengthPrefixedSkipper({ gapBytes: 0, absentWhenEmpty: false }));
    all.set(ENCODING.zrle, new LengthPrefixedSkipper({ gapBytes: 0, absentWhenEmpty: false }));
    all.set(ENCODING.jpeg, new JpegSkipper());
    all.set(ENCODING.h264, new LengthPrefixedSkipper({ gapBytes: 4, absentWhenEmpty: false }));
    all.set(ENCODING.desktopSize, empty);
    all.set(ENCODING.lastRect, empty);
    all.set(ENCODING.cursor, new FixedSkipper(cursorBytes));
    all.set(ENCODING.xCursor, new FixedSkipper(xCursorBytes));
    all.set(ENCODING.cursorWithAlpha, new AlphaCursorSkipper());
    all.set(ENCODING.vmwareCursor, new VmwareCursorSkipper());
    all.set(ENCODING.vmwareCursorPosition, empty);
    all.set(ENCODING.vmwareLedState, new FixedSkipper(vmwareLedStateBytes));
    all.set(ENCODING.pointerPosition, empty);
    all.set(ENCODING.qemuPointerMode, empty);
    all.set(ENCODING.qemuKeyEvent, empty);
    all.set(ENCODING.qemuLedState, new FixedSkipper(ledStateBytes));
    all.set(ENCODING.desktopName, new LengthPrefixedSkipper({ gapBytes: 0, absentWhenEmpty: false }));
    all.set(ENCODING.extendedDesktopSize, new ScreenLayoutSkipper());
    all.set(ENCODING.extendedMouseButtons, empty);
  }

  /**
   * The skipper for rectangles of `encoding`; null for one that is not sent to noVNC, so that its length is not
   * known (TRLE), or that is never a rectangle (xvp, fences, continuous updates, quality and compression levels).
   */
  of(encoding: number): RectSkipper | null {
    return this.#byEncoding.get(encoding) ?? null;
  }
}
