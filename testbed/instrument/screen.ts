import { drawDataBar } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { dataBar, panel, pictureArea, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from './layout.ts';
import { drawButtons, drawPanel, drawReadings, drawStageMap } from './panel.ts';
import type { Picture, View } from './picture.ts';
import type { Rect } from './rect.ts';

/** Rows that a resting picture renews per update: nine updates scan it once. */
const BAND_ROWS = 64;

/** Draws the instrument and says which parts have changed. */
export class Screen {
  readonly frame = new Frame(SCREEN_WIDTH_PX, SCREEN_HEIGHT_PX);
  readonly #picture: Picture;
  #scanRow = 0;
  #shown: { view: View; scan: 'full' | 'fast' } | null = null;
  /** What each part of the panel showed last, so that it is drawn only when it says something else. */
  readonly #said = new Map<string, string>();

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  /** Draws the present state; `changed` hears of each part whose pixels differ from before. */
  draw(instrument: Instrument, changed: (rect: Rect) => void): void {
    if (this.#shown === null) {
      drawPanel(this.frame);
      changed(panel);
    }
    changed(this.#drawPicture(instrument));
    const { stage, view, moving, pressed } = instrument;
    const where = [stage.xUm.toFixed(2), stage.yUm.toFixed(2), view.widthUm, moving].join();
    this.#part('map', where, () => changed(drawStageMap(this.frame, instrument)));
    this.#part('readings', `${where},${instrument.focusUm}`, () =>
      changed(drawReadings(this.frame, instrument)),
    );
    this.#part('buttons', `${pressed ?? ''}`, () => changed(drawButtons(this.frame, pressed)));
    this.#part('bar', `${view.widthUm},${instrument.focusUm},${moving}`, () => {
      drawDataBar(this.frame, instrument);
      changed(dataBar);
    });
  }

  #drawPicture(instrument: Instrument): Rect {
    const view = instrument.view;
    const before = this.#shown;
    const same = before !== null && sameView(before.view, view);
    // The first resting picture after a motion is a full scan of everything; then a band at a time.
    const scan = same || before === null ? 'full' : 'fast';
    const whole = !same || before?.scan === 'fast';
    this.#shown = { view, scan };
    if (whole) {
      this.#picture.draw(this.frame, pictureArea, pictureArea, view, scan);
      return pictureArea;
    }
    const band = { ...pictureArea, y: this.#scanRow, height: BAND_ROWS };
    this.#scanRow = (this.#scanRow + BAND_ROWS) % pictureArea.height;
    this.#picture.draw(this.frame, pictureArea, band, view, scan);
    return band;
  }

  #part(name: string, says: string, draw: () => void): void {
    if (this.#said.get(name) === says) return;
    this.#said.set(name, says);
    draw();
  }
}

function sameView(a: View, b: View): boolean {
  return a.xUm === b.xUm && a.yUm === b.yUm && a.widthUm === b.widthUm && a.blurUm === b.blurUm;
}
