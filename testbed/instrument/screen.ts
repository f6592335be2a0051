import { drawButtons, drawControlPanel, drawReadings, drawSettings } from './control-panel.ts';
import { drawDataBar } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { controlPanel, dataBar, panels, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX, titleBar } from './layout.ts';
import { drawLiveNote } from './live-note.ts';
import { LivePanel } from './live-panel.ts';
import { drawPanelFrame } from './panel-frame.ts';
import { Parameters } from './parameters.ts';
import type { Picture } from './picture.ts';
import type { Pose, ScreenView } from './pose.ts';
import { drawPoseStrip, POSE_STRIP } from './pose-strip.ts';
import type { Rect } from './rect.ts';
import { drawAbove, drawSide } from './schematic.ts';
import { SurveyView } from './survey-view.ts';
import { drawTitleBar } from './title-bar.ts';

/** Draws the instrument and says which parts have changed. */
export class Screen {
  readonly frame = new Frame(SCREEN_WIDTH_PX, SCREEN_HEIGHT_PX);
  readonly #live: LivePanel;
  readonly #survey: SurveyView;
  readonly #parameters = new Parameters();
  #view: ScreenView | null = null;
  /** What each part showed last, so that it is drawn only when it says something else. */
  readonly #said = new Map<string, string>();

  constructor(picture: Picture) {
    this.#live = new LivePanel(picture);
    this.#survey = new SurveyView(picture);
  }

  /** Draws the present state; `changed` hears of each part whose pixels differ from before. */
  draw(instrument: Instrument, changed: (rect: Rect) => void): void {
    instrument.countDrawing();
    const pose = instrument.pose();
    if (this.#view !== pose.view) this.#enter(pose.view, changed);
    drawPoseStrip(this.frame, pose);
    changed(POSE_STRIP);
    changed(this.#live.draw(this.frame, instrument));
    const { pressed } = instrument;
    const lamps = [pose.isMoving, pose.hasContact, pose.acquired, pose.isAcquiring, pressed].join();
    this.#part('title', lamps, () => {
      drawTitleBar(this.frame, pose, pressed);
      changed(titleBar);
    });
    const hasNewPoint = this.#parameters.follow(pose);
    if (pose.view === 'quad') this.#drawQuad(instrument, pose, hasNewPoint, changed);
    else this.#drawSingle(instrument, pose, changed);
    this.#drawControls(instrument, pose, changed);
  }

  #drawQuad(instrument: Instrument, pose: Pose, hasNewPoint: boolean, changed: (rect: Rect) => void): void {
    const { frame } = this;
    const where = [pose.xUm, pose.yUm].join();
    this.#part('live', `${pose.widthUm}`, () => changed(drawLiveNote(frame, pose.widthUm)));
    this.#part('survey', `${where},${pose.widthUm}`, () => {
      changed(this.#survey.draw(frame, instrument, pose));
      changed(this.#survey.drawLegend(frame, instrument, pose));
    });
    // The drawing is coarse: a pixel of it is several micrometres.
    this.#part('side', [Math.round(pose.xUm / 15), pose.zUm, pose.hasContact].join(), () =>
      changed(drawSide(frame, instrument, pose)),
    );
    const goal = instrument.goal === null ? '' : `${instrument.goal.xUm},${instrument.goal.yUm}`;
    this.#part('above', [where, pose.isMoving, goal].join(), () =>
      changed(drawAbove(frame, instrument, pose)),
    );
    if (hasNewPoint) changed(this.#parameters.draw(frame, pose));
  }

  #drawControls(instrument: Instrument, pose: Pose, changed: (rect: Rect) => void): void {
    const { frame } = this;
    const { pressed } = instrument;
    this.#part('readings', [pose.xUm, pose.yUm, pose.zUm, pose.isMoving].join(), () =>
      changed(drawReadings(frame, instrument, pose)),
    );
    this.#part('buttons', `${pressed ?? ''}`, () => {
      for (const rect of drawButtons(frame, pose.view, pressed)) changed(rect);
    });
    this.#part('settings', [pose.focusUm, pose.beam, pose.widthUm].join(), () =>
      changed(drawSettings(frame, instrument, pose)),
    );
  }

  #drawSingle(instrument: Instrument, pose: Pose, changed: (rect: Rect) => void): void {
    const says = [pose.widthUm, pose.focusUm, pose.isMoving, pose.isAcquiring].join();
    this.#part('bar', says, () => {
      drawDataBar(this.frame, instrument, pose);
      changed(dataBar);
    });
  }

  /** Another view: everything is drawn anew. */
  #enter(view: ScreenView, changed: (rect: Rect) => void): void {
    this.#view = view;
    this.#said.clear();
    if (view === 'quad') {
      drawPanelFrame(this.frame, panels.live, 'Live');
      drawPanelFrame(this.frame, panels.survey, 'Survey');
      drawPanelFrame(this.frame, panels.schematic, 'Stage');
      drawPanelFrame(this.frame, panels.parameters, 'Picture quality');
      this.#parameters.restart();
      this.#survey.restart();
      for (const rect of Object.values(panels)) changed(rect);
    }
    drawControlPanel(this.frame, view);
    changed(controlPanel);
  }

  #part(name: string, says: string, draw: () => void): void {
    if (this.#said.get(name) === says) return;
    this.#said.set(name, says);
    draw();
  }
}
