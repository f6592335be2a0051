import { drawButton } from './buttons.ts';
import { drawButtons, drawControlPanel, drawReadings, drawSettings } from './control-panel.ts';
import { drawDataBar } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import {
  controlPanel,
  dataBar,
  livePanel,
  panels,
  SCREEN_HEIGHT_PX,
  SCREEN_WIDTH_PX,
  titleBar,
} from './layout.ts';
import { LivePanel } from './live-panel.ts';
import { drawHeaderNote, drawPanelFrame } from './panel-frame.ts';
import { Parameters } from './parameters.ts';
import type { Picture } from './picture.ts';
import type { Pose, ScreenView } from './pose.ts';
import { drawPoseStrip, POSE_STRIP } from './pose-strip.ts';
import type { Rect } from './rect.ts';
import { drawSchematic } from './schematic.ts';
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
  }

  #drawQuad(instrument: Instrument, pose: Pose, hasNewPoint: boolean, changed: (rect: Rect) => void): void {
    const { frame } = this;
    const { pressed } = instrument;
    const where = [pose.xUm, pose.yUm].join();
    this.#part('live', `${pose.widthUm}`, () =>
      changed(drawHeaderNote(frame, panels.live, `${pose.widthUm} µm wide`, 'dim')),
    );
    this.#part('survey', `${where},${pose.widthUm}`, () => {
      changed(this.#survey.draw(frame, instrument, pose));
      changed(this.#survey.drawLegend(frame, instrument, pose));
    });
    this.#part('schematic', [where, pose.zUm, pose.isMoving, pose.hasContact].join(), () =>
      changed(drawSchematic(frame, instrument, pose)),
    );
    if (hasNewPoint) changed(this.#parameters.draw(frame, pose));
    this.#part('readings', [where, pose.zUm, pose.isMoving].join(), () =>
      changed(drawReadings(frame, instrument, pose)),
    );
    this.#part('buttons', `${pressed ?? ''}`, () => {
      for (const rect of drawButtons(frame, pressed)) changed(rect);
    });
    this.#part('settings', [pose.focusUm, pose.beam, pose.widthUm].join(), () =>
      changed(drawSettings(frame, instrument, pose)),
    );
  }

  #drawSingle(instrument: Instrument, pose: Pose, changed: (rect: Rect) => void): void {
    const { pressed } = instrument;
    const says = [pose.xUm, pose.yUm, pose.widthUm, pose.focusUm, pressed].join();
    this.#part('bar', says, () => {
      drawDataBar(this.frame, instrument, pose);
      for (const name of ['focusDown', 'focusUp'] as const)
        drawButton(this.frame, name, 'single', name === pressed);
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
      drawPanelFrame(this.frame, panels.parameters, 'Parameters');
      drawControlPanel(this.frame);
      this.#parameters.restart();
      for (const rect of [...Object.values(panels), controlPanel]) changed(rect);
    } else changed(livePanel('single'));
  }

  #part(name: string, says: string, draw: () => void): void {
    if (this.#said.get(name) === says) return;
    this.#said.set(name, says);
    draw();
  }
}
