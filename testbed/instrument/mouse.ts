import type { Controls, HeldControl } from './controls.ts';
import type { InputKind } from './input-log.ts';
import { controlAt, livePanel, surveyPanel } from './layout.ts';
import type { Microscope } from './microscope.ts';
import { contains } from './rect.ts';
import { fromSurvey } from './survey-map.ts';

/** A press in the picture that moves less than this is a click. */
const CLICK_PX = 4;
// RFB 6143 section 7.5.5: the wheel is buttons 4 (up) and 5 (down).
const LEFT = 1;
const WHEEL_UP = 8;
const WHEEL_DOWN = 16;

/** What the left button holds. */
type Hold =
  | { readonly type: 'none' }
  | { readonly type: 'control'; readonly held: HeldControl }
  | {
      readonly type: 'picture';
      readonly inputNumber: number;
      readonly x: number;
      readonly y: number;
      readonly dragged: boolean;
      /** Where the stage was, or was to go. */
      readonly xUm: number;
      readonly yUm: number;
    };

/** The mouse over the screen: presses of controls, drags and clicks in the pictures, the wheel. */
export class Mouse {
  readonly #microscope: Microscope;
  readonly #controls: Controls;
  #mask = 0;
  #hold: Hold = { type: 'none' };

  constructor(microscope: Microscope, controls: Controls) {
    this.#microscope = microscope;
    this.#controls = controls;
  }

  /** The control that is held down. */
  get held(): HeldControl | null {
    return this.#hold.type === 'control' ? this.#hold.held : null;
  }

  /** What a pointer message means, seen against the one before. */
  kindOf(mask: number): InputKind {
    if ((mask & ~this.#mask) !== 0) return 'press';
    return (this.#mask & ~mask) !== 0 ? 'release' : 'move';
  }

  input(mask: number, x: number, y: number, inputNumber: number): void {
    const pressed = mask & ~this.#mask;
    const released = this.#mask & ~mask;
    this.#mask = mask;
    if ((pressed & LEFT) !== 0) this.#press(x, y, inputNumber);
    else if ((mask & LEFT) !== 0) this.#drag(x, y);
    if ((released & LEFT) !== 0) this.#release(x, y);
    if (!contains(livePanel(this.#microscope.view), x, y)) return;
    if ((pressed & WHEEL_UP) !== 0) this.#controls.press('focusUp', inputNumber);
    if ((pressed & WHEEL_DOWN) !== 0) this.#controls.press('focusDown', inputNumber);
  }

  /** One step of time: a held control repeats. */
  repeat(nowMs: number): void {
    const hold = this.#hold;
    if (hold.type !== 'control') return;
    const held = this.#controls.repeat(hold.held, nowMs);
    if (held !== hold.held) this.#hold = { type: 'control', held };
  }

  /** Lets go of everything. */
  letGo(): void {
    if (this.#hold.type === 'control') this.#microscope.release(this.#hold.held.inputNumber);
    this.#mask = 0;
    this.#hold = { type: 'none' };
  }

  #press(x: number, y: number, inputNumber: number): void {
    const { view, nowMs, stage } = this.#microscope;
    const name = controlAt(x, y, view);
    if (name !== null) {
      this.#hold = { type: 'control', held: { name, inputNumber, sinceMs: nowMs, repeats: 0 } };
      this.#controls.press(name, inputNumber);
    } else if (contains(livePanel(view), x, y)) {
      const { xUm, yUm } = stage.command.type === 'goTo' ? stage.command : stage;
      this.#hold = { type: 'picture', inputNumber, x, y, dragged: false, xUm, yUm };
    } else if (view === 'quad' && contains(surveyPanel, x, y)) {
      const { xUm, yUm } = fromSurvey(x, y);
      this.#goTo('survey', xUm, yUm, inputNumber);
    }
  }

  #drag(x: number, y: number): void {
    const hold = this.#hold;
    if (hold.type !== 'picture') return;
    if (!hold.dragged && Math.hypot(x - hold.x, y - hold.y) <= CLICK_PX) return;
    const umPerPx = this.#umPerPx();
    const xUm = hold.xUm - (x - hold.x) * umPerPx;
    const yUm = hold.yUm - (y - hold.y) * umPerPx;
    if (hold.dragged) this.#microscope.goTo(xUm, yUm, hold.inputNumber);
    else this.#goTo('live', xUm, yUm, hold.inputNumber);
    this.#hold = { ...hold, dragged: true };
  }

  #release(x: number, y: number): void {
    const hold = this.#hold;
    this.#hold = { type: 'none' };
    if (hold.type === 'control') this.#microscope.release(hold.held.inputNumber);
    if (hold.type !== 'picture' || hold.dragged) return;
    const { stage, view } = this.#microscope;
    const panel = livePanel(view);
    const umPerPx = this.#umPerPx();
    const xUm = stage.xUm + (x - panel.x - panel.width / 2) * umPerPx;
    const yUm = stage.yUm + (y - panel.y - panel.height / 2) * umPerPx;
    this.#goTo('live', xUm, yUm, hold.inputNumber);
  }

  #goTo(name: 'live' | 'survey', xUm: number, yUm: number, inputNumber: number): void {
    this.#microscope.goTo(xUm, yUm, inputNumber);
    this.#microscope.log.write({ type: 'action', atMs: this.#microscope.nowMs, name, inputNumber });
  }

  #umPerPx(): number {
    return this.#microscope.lens.widthUm / livePanel(this.#microscope.view).width;
  }
}
