import type { InputEvent, InputKind } from './input-log.ts';
import { keySteering, steeringKeys } from './keys.ts';
import { type ButtonName, buttonAt, pictureArea } from './layout.ts';
import type { View } from './picture.ts';
import { contains } from './rect.ts';
import { atRest, type StageCommand, type StageState, stageAtRest, stepStage } from './stage.ts';

/** A held jog button moves the picture this part of its width per second. */
const JOG_WIDTHS_PER_S = 0.32;
/** A press in the picture that moves less than this is a click. */
const CLICK_PX = 4;
const WIDTH_MIN_UM = 30;
const WIDTH_MAX_UM = 380;
const WIDTH_STEP = 1.25;
const FOCUS_STEP_UM = 1;
const FOCUS_LIMIT_UM = 40;
/** A held focus or magnification button acts again after this time, then at this period. */
const REPEAT_AFTER_MS = 450;
const REPEAT_EVERY_MS = 130;
/** Opening angle of the beam: micrometres of blur per micrometre out of focus. */
const BLUR_PER_UM = 0.16;
/** The sample is tilted, so that far from the middle it has to be focused again. */
const TILT = 0.035;
/** Magnification is counted against a print of this width, as on most electron microscopes. */
const PRINT_WIDTH_UM = 127_000;

/** What is held by the left button. */
type Hold =
  | { readonly type: 'none' }
  | { readonly type: 'button'; readonly name: ButtonName; readonly sinceMs: number; readonly repeats: number }
  | {
      readonly type: 'picture';
      readonly x: number;
      readonly y: number;
      readonly dragged: boolean;
      readonly xUm: number;
      readonly yUm: number;
    };

/** The microscope: turns pointer and key input into motion of its stage and lens. Draws nothing. */
export class Instrument {
  #stage: StageState = stageAtRest;
  #command: StageCommand = { type: 'halt' };
  #widthUm = 180;
  #focusUm = 0;
  #mask = 0;
  #hold: Hold = { type: 'none' };
  readonly #keys = new Set<number>();
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  get stage(): StageState {
    return this.#stage;
  }

  get moving(): boolean {
    return !atRest(this.#stage);
  }

  /** Where the stage was told to go, null when it is not on its way to a place. */
  get goal(): { readonly xUm: number; readonly yUm: number } | null {
    return this.#command.type === 'goTo' ? this.#command : null;
  }

  /** Height of the focal plane above the middle of the sample. */
  get focusUm(): number {
    return this.#focusUm;
  }

  get magnification(): number {
    return PRINT_WIDTH_UM / this.#widthUm;
  }

  /** The button that is held down, for drawing it so. */
  get pressed(): ButtonName | null {
    if (this.#hold.type === 'button') return this.#hold.name;
    return keySteering(this.#keys).button;
  }

  get view(): View {
    const surfaceUm = this.#stage.xUm * TILT;
    return {
      xUm: this.#stage.xUm,
      yUm: this.#stage.yUm,
      widthUm: this.#widthUm,
      blurUm: Math.abs(this.#focusUm - surfaceUm) * BLUR_PER_UM,
    };
  }

  /** Lets time pass: the stage moves, held buttons repeat. */
  advance(nowMs: number): void {
    this.#repeatButton(nowMs);
    this.#stage = stepStage(this.#stage, this.#command, nowMs - this.#nowMs);
    this.#nowMs = nowMs;
  }

  /** Acts on an input message and says what it was. */
  input(event: InputEvent, nowMs: number): InputKind {
    this.advance(nowMs);
    return event.type === 'key'
      ? this.#key(event.down, event.keysym)
      : this.#pointer(event.mask, event.x, event.y);
  }

  /** Lets go of everything, as a server does for a client that has left. */
  releaseAll(nowMs: number): void {
    this.advance(nowMs);
    this.#mask = 0;
    this.#hold = { type: 'none' };
    this.#keys.clear();
    if (this.#command.type === 'jog') this.#command = { type: 'halt' };
  }

  #pointer(mask: number, x: number, y: number): InputKind {
    const pressed = mask & ~this.#mask;
    const released = this.#mask & ~mask;
    this.#mask = mask;
    if ((pressed & 1) !== 0) this.#press(x, y);
    else if ((mask & 1) !== 0) this.#drag(x, y);
    if ((released & 1) !== 0) this.#release(x, y);
    // RFB 6143 section 7.5.5: the wheel is buttons 4 (up) and 5 (down).
    if (contains(pictureArea, x, y)) {
      if ((pressed & 8) !== 0) this.#focusBy(FOCUS_STEP_UM);
      if ((pressed & 16) !== 0) this.#focusBy(-FOCUS_STEP_UM);
    }
    if (pressed !== 0) return 'press';
    return released !== 0 ? 'release' : 'move';
  }

  #press(x: number, y: number): void {
    const name = buttonAt(x, y);
    if (name !== null) {
      this.#hold = { type: 'button', name, sinceMs: this.#nowMs, repeats: 0 };
      this.#act(name);
    } else if (contains(pictureArea, x, y)) {
      const from = this.goal ?? this.#stage;
      this.#hold = { type: 'picture', x, y, dragged: false, xUm: from.xUm, yUm: from.yUm };
    }
  }

  #drag(x: number, y: number): void {
    const hold = this.#hold;
    if (hold.type !== 'picture') return;
    const dragged = hold.dragged || Math.hypot(x - hold.x, y - hold.y) > CLICK_PX;
    if (!dragged) return;
    this.#hold = { ...hold, dragged };
    const umPerPx = this.#widthUm / pictureArea.width;
    this.#command = {
      type: 'goTo',
      xUm: hold.xUm - (x - hold.x) * umPerPx,
      yUm: hold.yUm - (y - hold.y) * umPerPx,
    };
  }

  #release(x: number, y: number): void {
    const hold = this.#hold;
    this.#hold = { type: 'none' };
    if (hold.type === 'button' && this.#command.type === 'jog') this.#command = { type: 'halt' };
    if (hold.type !== 'picture' || hold.dragged) return;
    const umPerPx = this.#widthUm / pictureArea.width;
    this.#command = {
      type: 'goTo',
      xUm: this.#stage.xUm + (x - pictureArea.x - pictureArea.width / 2) * umPerPx,
      yUm: this.#stage.yUm + (y - pictureArea.y - pictureArea.height / 2) * umPerPx,
    };
  }

  #key(down: boolean, keysym: number): InputKind {
    if (down) this.#keys.add(keysym);
    else this.#keys.delete(keysym);
    if (down) {
      if (keysym === steeringKeys.escape) this.#command = { type: 'halt' };
      const once = steeringKeys.actions.get(keysym);
      if (once !== undefined) this.#act(once);
    }
    const { x, y } = keySteering(this.#keys);
    if (x !== 0 || y !== 0) this.#jog(x, y);
    else if (!down && this.#command.type === 'jog' && this.#hold.type !== 'button')
      this.#command = { type: 'halt' };
    return down ? 'keyDown' : 'keyUp';
  }

  #act(name: ButtonName): void {
    switch (name) {
      case 'jogUp':
        this.#jog(0, -1);
        break;
      case 'jogDown':
        this.#jog(0, 1);
        break;
      case 'jogLeft':
        this.#jog(-1, 0);
        break;
      case 'jogRight':
        this.#jog(1, 0);
        break;
      case 'home':
        this.#command = { type: 'goTo', xUm: 0, yUm: 0 };
        break;
      case 'focusDown':
        this.#focusBy(-FOCUS_STEP_UM);
        break;
      case 'focusUp':
        this.#focusBy(FOCUS_STEP_UM);
        break;
      case 'magDown':
        this.#widthTo(this.#widthUm * WIDTH_STEP);
        break;
      case 'magUp':
        this.#widthTo(this.#widthUm / WIDTH_STEP);
        break;
    }
  }

  #repeatButton(nowMs: number): void {
    const hold = this.#hold;
    if (hold.type !== 'button' || this.#command.type === 'jog' || hold.name === 'home') return;
    const heldMs = nowMs - hold.sinceMs;
    const due = heldMs < REPEAT_AFTER_MS ? 0 : 1 + Math.floor((heldMs - REPEAT_AFTER_MS) / REPEAT_EVERY_MS);
    // A clock that jumped must not turn the lens to its end.
    const count = Math.min(due - hold.repeats, 8);
    for (let i = 0; i < count; i++) this.#act(hold.name);
    if (count > 0) this.#hold = { ...hold, repeats: due };
  }

  #jog(x: number, y: number): void {
    const speed = this.#widthUm * JOG_WIDTHS_PER_S;
    this.#command = { type: 'jog', xUmPerS: x * speed, yUmPerS: y * speed };
  }

  #focusBy(um: number): void {
    this.#focusUm = Math.max(-FOCUS_LIMIT_UM, Math.min(FOCUS_LIMIT_UM, this.#focusUm + um));
  }

  #widthTo(um: number): void {
    this.#widthUm = Math.max(WIDTH_MIN_UM, Math.min(WIDTH_MAX_UM, um));
  }
}
