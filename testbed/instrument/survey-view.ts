import { signed } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { livePanel, panels, surveyPanel } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import type { Picture } from './picture.ts';
import type { Pose } from './pose.ts';
import { intersection, type Rect } from './rect.ts';
import { onSurvey, SURVEY_WIDTH_UM } from './survey-map.ts';

const FULL = RAMP_STEPS - 1;

/** Draws the whole sample from above, with the mark to go to and the part that the live picture shows. */
export class SurveyView {
  readonly #ground = new Frame(surveyPanel.x + surveyPanel.width, surveyPanel.y + surveyPanel.height);

  constructor(picture: Picture) {
    const all = { xUm: 0, yUm: 0, widthUm: SURVEY_WIDTH_UM, blurUm: 0, brightness: 0.6 };
    picture.draw(this.#ground, surveyPanel, surveyPanel, all, 'slow');
  }

  draw(frame: Frame, instrument: Instrument, pose: Pose): Rect {
    this.#drawGround(frame);
    const { target } = instrument.setup;
    const mark = onSurvey(target.xUm, target.yUm);
    const targetInk = ramp.busy + FULL;
    const [markX, markY] = [Math.round(mark.x), Math.round(mark.y)];
    for (const [dx, dy] of [
      [-9, 0],
      [4, 0],
    ] as const)
      frame.fill({ x: markX + dx, y: markY + dy, width: 6, height: 1 }, targetInk);
    for (const dy of [-9, 4]) frame.fill({ x: markX, y: markY + dy, width: 1, height: 6 }, targetInk);
    this.#drawField(frame, pose);
    return surveyPanel;
  }

  /** Draws where the mark is and where the stage is, in numbers. */
  drawLegend(frame: Frame, instrument: Instrument, pose: Pose): Rect {
    const { x, y, width } = surveyPanel;
    const legend = { x: x + 1, y: y + surveyPanel.height, width: width - 2, height: 62 };
    frame.fill(legend, surface.panel);
    const { target } = instrument.setup;
    const rows = [
      ['MARK', target.xUm, target.yUm, 'busy'],
      ['FIELD', pose.xUm, pose.yUm, 'accent'],
    ] as const;
    rows.forEach(([name, xUm, yUm, colour], i) => {
      const top = legend.y + 8 + i * 24;
      frame.text(legend.x + 12, top + 3, name, 'label', colour);
      frame.text(legend.x + 68, top, `${signed(xUm, 1)}  ${signed(yUm, 1)}`, 'value', 'text');
    });
    return legend;
  }

  #drawField(frame: Frame, pose: Pose): void {
    const live = livePanel('quad');
    const width = Math.max(7, Math.round((pose.widthUm * surveyPanel.width) / SURVEY_WIDTH_UM));
    const height = Math.max(5, Math.round((width * live.height) / live.width));
    const at = onSurvey(pose.xUm, pose.yUm);
    const field = { x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2), width, height };
    const shown = intersection(field, surveyPanel);
    if (shown !== null) frame.outline(shown, ramp.accent + FULL);
  }

  #drawGround(frame: Frame): void {
    for (let y = surveyPanel.y; y < panels.survey.y + 32 + surveyPanel.height; y++) {
      const from = y * this.#ground.width + surveyPanel.x;
      const row = this.#ground.pixels.subarray(from, from + surveyPanel.width);
      frame.pixels.set(row, y * frame.width + surveyPanel.x);
    }
  }
}
