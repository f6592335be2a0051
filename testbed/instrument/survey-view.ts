import { signed } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { livePanel, surveyPanel } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import type { Picture } from './picture.ts';
import type { Pose } from './pose.ts';
import { intersection, type Rect } from './rect.ts';
import { onSurvey, SURVEY_WIDTH_UM } from './survey-map.ts';

const FULL = RAMP_STEPS - 1;

/** Draws the whole sample from above, with the mark to go to and the part that the live picture shows. */
export class SurveyView {
  readonly #ground = new Frame(surveyPanel.x + surveyPanel.width, surveyPanel.y + surveyPanel.height);
  #shown: Rect | null = null;

  constructor(picture: Picture) {
    const all = { xUm: 0, yUm: 0, widthUm: SURVEY_WIDTH_UM, blurUm: 0, brightness: 0.6 };
    picture.draw(this.#ground, surveyPanel, surveyPanel, all, 'slow');
  }

  /** Draws what has changed: all of it at first, then the surroundings of the field. */
  draw(frame: Frame, instrument: Instrument, pose: Pose): Rect {
    const field = fieldOf(pose);
    const changed = this.#shown === null ? surveyPanel : around(this.#shown, field);
    this.#shown = field;
    this.#copyGround(frame, changed);
    this.#drawMark(frame, instrument);
    const seen = intersection(field, surveyPanel);
    if (seen !== null) frame.outline(seen, ramp.accent + FULL);
    return changed;
  }

  /** The next drawing is of all of it. */
  restart(): void {
    this.#shown = null;
  }

  /** Draws where the mark is and where the stage is, in numbers. */
  drawLegend(frame: Frame, instrument: Instrument, pose: Pose): Rect {
    const { x, y, width } = surveyPanel;
    const legend = { x: x + 1, y: y + surveyPanel.height, width: width - 2, height: 62 };
    frame.fill(legend, surface.panel);
    const { target } = instrument.setup;
    const rows = [
      ['MARK', target.xUm, target.yUm, 'busy'],
      ['STAGE', pose.xUm, pose.yUm, 'accent'],
    ] as const;
    rows.forEach(([name, xUm, yUm, colour], i) => {
      const top = legend.y + 8 + i * 24;
      frame.text(legend.x + 12, top + 3, name, 'label', colour);
      [xUm, yUm].forEach((um, column) => {
        const text = signed(um, 1);
        const right = legend.x + 142 + column * 84;
        frame.text(right - Frame.textWidth(text, 'value'), top, text, 'value', 'text');
      });
    });
    return legend;
  }

  #drawMark(frame: Frame, instrument: Instrument): void {
    const { target } = instrument.setup;
    const at = onSurvey(target.xUm, target.yUm);
    const [x, y] = [Math.round(at.x), Math.round(at.y)];
    const ink = ramp.busy + FULL;
    frame.outline({ x: x - 5, y: y - 5, width: 11, height: 11 }, ink);
    for (const way of [-1, 1]) {
      frame.fill({ x: x + (way < 0 ? -11 : 6), y, width: 6, height: 1 }, ink);
      frame.fill({ x, y: y + (way < 0 ? -11 : 6), width: 1, height: 6 }, ink);
    }
  }

  #copyGround(frame: Frame, rect: Rect): void {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      const from = y * this.#ground.width + rect.x;
      frame.pixels.set(this.#ground.pixels.subarray(from, from + rect.width), y * frame.width + rect.x);
    }
  }
}

/** What the live picture shows, on the survey. */
function fieldOf(pose: Pose): Rect {
  const live = livePanel('quad');
  const width = Math.max(7, Math.round((pose.widthUm * surveyPanel.width) / SURVEY_WIDTH_UM));
  const height = Math.max(5, Math.round((width * live.height) / live.width));
  const at = onSurvey(pose.xUm, pose.yUm);
  return { x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2), width, height };
}

/** The part of the survey that holds both. */
function around(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  const height = Math.max(a.y + a.height, b.y + b.height) - y;
  return intersection({ x, y, width, height }, surveyPanel) ?? { ...surveyPanel, width: 1, height: 1 };
}
