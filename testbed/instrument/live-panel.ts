import type { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { livePanel } from './layout.ts';
import type { Picture, Scan, View } from './picture.ts';
import type { ScreenView } from './pose.ts';
import type { Rect } from './rect.ts';
import { drawReticle } from './reticle.ts';

/** Rows that a resting picture renews per drawing: the quad view's in five drawings, the single one's in sixteen. */
const BAND_ROWS: Readonly<Record<ScreenView, number>> = { quad: 64, single: 32 };

/** Draws the detector's picture, all of it while it changes, else a band at a time. */
export class LivePanel {
  readonly #picture: Picture;
  #scanRow = 0;
  #shown: { readonly view: View; readonly scan: Scan; readonly in: ScreenView } | null = null;

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  /** Draws what is due; returns where. */
  draw(frame: Frame, instrument: Instrument): Rect {
    const { view: screenView, brightness } = instrument.pose();
    const area = livePanel(screenView);
    const view: View = { ...instrument.sight, brightness };
    const before = this.#shown?.in === screenView ? this.#shown : null;
    const same = before !== null && sameView(before.view, view);
    const part = instrument.acquiredPart;
    if (part !== null && same) {
      if (before.scan !== 'slow') this.#scanRow = 0;
      this.#shown = { view, scan: 'slow', in: screenView };
      return this.#band(frame, instrument, area, view, Math.ceil(part * area.height) - this.#scanRow, 'slow');
    }
    // The first resting picture after a motion is a full scan of everything; then a band at a time.
    const scan = same || before === null ? 'full' : 'fast';
    const whole = !same || before?.scan === 'fast';
    this.#shown = { view, scan, in: screenView };
    if (!whole && part === null)
      return this.#band(frame, instrument, area, view, BAND_ROWS[screenView], scan);
    this.#scanRow = 0;
    this.#picture.draw(frame, area, area, view, scan);
    drawReticle(frame, area, instrument);
    return area;
  }

  #band(frame: Frame, instrument: Instrument, area: Rect, view: View, rows: number, scan: Scan): Rect {
    if (this.#scanRow >= area.height) this.#scanRow = 0;
    const height = Math.max(1, Math.min(rows, area.height - this.#scanRow));
    const band = { ...area, y: area.y + this.#scanRow, height };
    this.#scanRow += height;
    this.#picture.draw(frame, area, band, view, scan);
    drawReticle(frame, area, instrument);
    return band;
  }
}

function sameView(a: View, b: View): boolean {
  return (
    a.xUm === b.xUm &&
    a.yUm === b.yUm &&
    a.widthUm === b.widthUm &&
    a.blurUm === b.blurUm &&
    a.brightness === b.brightness
  );
}
