import { nextStamp } from '../../model/annotation/board.ts';
import type { BoardChange, DrawRules } from '../../model/annotation/board-change.ts';
import type { Mark } from '../../model/annotation/mark.ts';
import { Boards } from './boards.ts';
import { remember, remembered } from './draw-memory.ts';
import { type DrawShown, isSameShown, shownOf } from './draw-shown.ts';
import {
  beginning,
  type DrawEffect,
  type DrawEvent,
  type DrawPlace,
  type DrawState,
  FADE_MS,
} from './draw-state.ts';
import { DrawTidings } from './draw-tidings.ts';
import { transition } from './draw-transition.ts';
import type { DrawView } from './draw-view.ts';
import { type MarkWords, markText, markTitle, TOOL_WORDS } from './draw-words.ts';
import { Erasing } from './erasing.ts';
import { Hearing } from './hearing.ts';
import { Held } from './held.ts';
import { type NumberWriter, numberWriter } from './label-text.ts';
import { LiveSender } from './live-sender.ts';
import { LiveStrokes } from './live-strokes.ts';
import { liveOf } from './own-live.ts';
import type { Still } from './snapshot.ts';
import type { DrawInterruption, DrawRoom, DrawSurroundings } from './surroundings.ts';

/** What is opened beside the tools. */
export type DrawSheet = 'marks' | 'scale' | 'rules' | 'pictures' | null;

/** CSS pixels around a place in which a mark is met. */
const REACH_PX = 9;
const NO_VIEW_FRAME = { width: 1, height: 1 };

/** Holds what is drawn and what the controls show, and does what they ask for. */
export class DrawDesk {
  readonly #drawn = (): void => this.#onDraw();
  readonly isOn = new Held(false, this.#drawn);
  readonly view: Held<DrawView | null>;
  readonly shown: Held<DrawShown>;
  readonly room: Held<DrawRoom | null>;
  readonly still = new Held<Still | null>(null, this.#drawn);
  /** The still picture is what is seen now. */
  readonly isStill = new Held(false, this.#drawn);
  readonly sheet = new Held<DrawSheet>(null, this.#drawn);
  readonly tidings = new DrawTidings(this.#drawn);
  /** Grows when something of the boards changed. */
  readonly revision = new Held(0, this.#drawn);
  /** Where the keyboard goes after the next drawing. */
  readonly focus = new Held<'surface' | 'typing' | 'length' | null>(null, this.#drawn);
  readonly boards = new Boards();
  readonly live = new LiveStrokes();
  readonly write: NumberWriter;
  readonly erasing = new Erasing(this);
  readonly hearing = new Hearing(this);
  readonly #sender = new LiveSender();
  /** Something happened that has to be painted. */
  #onChange: () => void = () => undefined;
  #onDraw: () => void = () => undefined;
  #state: DrawState;

  constructor(readonly surroundings: DrawSurroundings) {
    const { messages, storage, findView, room } = surroundings;
    this.write = numberWriter(messages('uiLanguage'));
    const view = findView();
    const { calibratedFor, ...choices } = remembered(storage);
    // At the size it was made for; `frame` takes it away where that is another now.
    this.#state = beginning(choices, calibratedFor ?? view?.framebuffer ?? NO_VIEW_FRAME);
    this.view = new Held(view, this.#drawn);
    this.room = new Held(room(), this.#drawn);
    this.shown = new Held(shownOf(this.#state), this.#drawn);
    this.boards.enter(this.room.value);
    this.#follow(view);
    this.settle(false);
    // Nobody is there yet who could be told.
    this.tidings.hush();
  }

  get state(): DrawState {
    return this.#state;
  }

  get words(): MarkWords {
    const { messages } = this.surroundings;
    const room = this.room.value;
    return { messages, people: room?.people ?? [], self: room?.self ?? '', write: this.write };
  }

  /**
   * @param onChange something has to be painted
   * @param onDraw the controls have to be drawn
   */
  watch(onChange: () => void, onDraw: () => void): void {
    this.#onChange = onChange;
    this.#onDraw = onDraw;
  }

  /** Something happened that has to be painted. */
  repaint(): void {
    this.#onChange();
  }

  begin(): void {
    if (this.isOn.value) return;
    this.isOn.value = true;
    this.tidings.hush();
    this.focus.value = 'surface';
    this.#onChange();
  }

  /** Whatever is being drawn ends as what it is. */
  end(): void {
    if (!this.isOn.value) return;
    this.send({ type: 'interrupt', wallMs: this.#wallMs() });
    this.send({ type: 'drop' });
    this.isOn.value = false;
    this.sheet.value = null;
    this.isStill.value = false;
    this.settle(false);
    remember(this.surroundings.storage, this.#state);
    this.#onChange();
  }

  /** The user is done, or something else needs them. */
  leave(): void {
    if (!this.isOn.value) return;
    this.end();
    this.surroundings.onModeEnd();
  }

  interrupt(why: DrawInterruption): void {
    if (!this.isOn.value) return;
    this.leave();
    this.tell(INTERRUPTIONS[why]);
  }

  send(event: DrawEvent): void {
    const before = this.#state;
    const { state, effects } = transition(before, event);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#show(before);
    this.#onChange();
  }

  /** The pointer or Enter begins something: where this user may draw. */
  press(event: Extract<DrawEvent, { type: 'press' | 'enter' }>): void {
    const { place, stroke } = this.#state;
    if (stroke === null && !this.boards.mayDraw(place, this.boards.authorAt(place))) {
      const { muted } = this.boards.board(place).rules;
      this.tell(muted.includes(this.boards.authorAt(place)) ? 'uiDrawMuted' : 'uiDrawNotYou');
      return;
    }
    this.send(event);
  }

  /** Pins a mark, or lets it fade from now on. */
  keep(mark: Mark): void {
    const place = this.boards.placeOf(mark, this.isStill.value);
    const { by, number } = mark;
    const fadeMs = mark.fadeMs === null ? FADE_MS : null;
    const stamp = nextStamp(this.boards.board(place), { of: by, number }, this.surroundings.wallMs());
    this.change(place, { type: 'keep', of: by, number, fadeMs, stamp });
    this.tell(fadeMs === null ? 'uiDrawKept' : 'uiDrawFades', markTitle(mark, this.words));
  }

  mayChange(mark: Mark): boolean {
    return this.boards.isOwn(mark) || this.boards.isTrainer;
  }

  rule(rules: DrawRules): void {
    const stamp = nextStamp(this.boards.board('room'), 'rules', this.surroundings.wallMs());
    this.change('room', { type: 'rules', rules, stamp });
  }

  /** Takes a still picture to draw on, while the session goes on beneath. */
  freeze(): void {
    const picture = this.surroundings.capture();
    const view = this.view.value;
    if (picture === null || view === null) {
      this.tell('uiDrawNoCapture');
      return;
    }
    this.boards.empty('still');
    this.still.value = { picture, view, takenWallMs: this.surroundings.wallMs() };
    this.isStill.value = true;
    this.settle(true);
    this.tell('uiDrawFrozen');
  }

  /** Back to the living picture, or to the still one, which is kept. */
  thaw(isStill: boolean): void {
    this.isStill.value = isStill && this.still.value !== null;
    this.settle(false);
    this.tell(this.isStill.value ? 'uiDrawFrozen' : 'uiDrawThawed');
  }

  /** Before each frame: follows the picture, and sends what is being drawn. */
  frame(nowMs: number): void {
    this.#follow(this.surroundings.findView());
    const { stroke, place } = this.#state;
    this.paintOwn();
    if (place !== 'room' || this.room.value === null) return;
    const piece = this.#sender.next(stroke, nowMs);
    if (piece !== null) this.surroundings.live(piece);
  }

  tell(key: string, ...values: readonly string[]): void {
    this.tidings.tell(key, values);
  }

  stop(): void {
    this.#onChange = () => undefined;
    this.#onDraw = () => undefined;
    this.tidings.hush();
  }

  #carryOut(effect: DrawEffect): void {
    switch (effect.type) {
      case 'make': {
        const by = this.boards.authorAt(effect.place);
        const mark: Mark = { ...effect.mark, by };
        this.live.end(by, mark.number);
        this.change(effect.place, { type: 'mark', mark });
        this.tell('uiDrawMade', markText(mark, this.words));
        break;
      }
      case 'erase': {
        const of = this.boards.authorAt(effect.place);
        this.change(effect.place, { type: 'erase', of, numbers: effect.numbers });
        break;
      }
      case 'nothing':
        this.live.end(this.boards.authorAt(effect.place), effect.number);
        if (effect.place === 'room' && this.room.value !== null) {
          this.surroundings.live({ number: effect.number, tool: 'none' });
        }
        break;
      case 'rub':
        this.erasing.rub(effect.at);
        break;
      case 'uncalibrated':
        this.tell('uiDrawUncalibrated');
        break;
      default:
        effect satisfies never;
    }
  }

  /** Framebuffer pixels around a place in which a mark is met. */
  get reach(): number {
    const view = this.view.value;
    return view === null ? REACH_PX : (REACH_PX * view.shown.width) / view.box.width;
  }

  /** The own stroke, as it is painted. */
  paintOwn(): void {
    const { stroke, place } = this.#state;
    if (stroke === null) return;
    const painted = liveOf(stroke);
    if (painted === null) return;
    this.live.draw(this.boards.authorAt(place), stroke.number, painted, this.surroundings.nowMs());
  }

  /** By this user. */
  change(place: DrawPlace, change: BoardChange): void {
    // Here at once; what comes back from the room says the same again.
    this.boards.change(place, change, this.surroundings.nowMs());
    if (place === 'room' && this.room.value !== null) this.surroundings.say(change);
    this.changed();
  }

  /** Something of the boards or of the room is another now. */
  changed(): void {
    this.revision.value++;
    this.#onChange();
  }

  /**
   * Marks go where they belong now.
   * @param fresh what was there before is gone
   */
  settle(fresh: boolean): void {
    const place: DrawPlace = this.isStill.value ? 'still' : this.room.value === null ? 'alone' : 'room';
    this.send({ type: 'place', place, fresh, wallMs: this.#wallMs() });
    this.changed();
  }

  #follow(view: DrawView | null): void {
    if (JSON.stringify(view) === JSON.stringify(this.view.value) && this.#isFramed(view)) return;
    this.view.value = view;
    // Without a picture nothing can be drawn on; what was being drawn is not lost for that.
    if (view === null) this.send({ type: 'interrupt', wallMs: this.#wallMs() });
    else this.send({ type: 'frame', frame: view.framebuffer, wallMs: this.#wallMs() });
  }

  #isFramed(view: DrawView | null): boolean {
    const { frame } = this.#state;
    return (
      view === null || (frame.width === view.framebuffer.width && frame.height === view.framebuffer.height)
    );
  }

  #show(before: DrawState): void {
    const next = shownOf(this.#state);
    if (!isSameShown(this.shown.value, next)) this.shown.value = next;
    if (next.typing !== null && before.typing === null) this.focus.value = 'typing';
    else if (next.calibrating?.type === 'ask' && before.calibrating?.type !== 'ask')
      this.focus.value = 'length';
    else if (next.typing === null && before.typing !== null) this.focus.value = 'surface';
    if (next.calibrating?.type === 'aim' && before.calibrating?.type !== 'aim') this.tell('uiDrawAim');
    if (next.tool !== before.tool) this.tell(TOOL_WORDS[next.tool]);
    if (this.#state.cursor !== before.cursor && this.#state.cursor !== null) {
      const { x, y } = this.#state.cursor;
      this.tell('uiDrawAt', `${Math.round(x)}`, `${Math.round(y)}`);
    }
  }

  #wallMs(): number {
    return Math.max(this.surroundings.wallMs(), this.boards.lastOwnNumber(this.#state.place) + 1);
  }

  /** Time of day for events, from which marks get their numbers. */
  get wallMs(): number {
    return this.#wallMs();
  }
}

const INTERRUPTIONS: Readonly<Record<DrawInterruption, string>> = {
  control: 'uiDrawEndedControl',
  attention: 'uiDrawEndedAttention',
  closed: 'uiDrawEndedClosed',
};
