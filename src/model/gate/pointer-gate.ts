import type { FunctionClass, InstrumentFunction } from '../policy/instrument-profile.ts';
import { type Attempt, isStale } from './admission.ts';
import { type PointerAct, type PointerMessage, pointerAct } from './classify.ts';
import { encodeKey, encodePointer, encodeUnit, type Key } from './encode.ts';
import type { GateContext } from './gate-context.ts';
import { Motion } from './motion.ts';
import type { BlockReason, ClientOutcome } from './outcome.ts';
import type { PressBook } from './press-book.ts';
import { Retries } from './retry.ts';
import { leftOut, passed, SEND, type Verdict } from './verdict.ts';

/** The bit of the button that presses a control; only that can be a stop. */
const LEFT_BUTTON = 1;

type Press = Extract<PointerAct, { type: 'press' }>;

/**
 * Judges buttons, wheel and moves. Bytes are made before the books are changed: should making them fail, the books
 * still say what the server has.
 */
export class PointerGate {
  readonly #book: PressBook;
  readonly #motion = new Motion();
  readonly #retries = new Retries();
  #waiting: { readonly sentAtMs: number; readonly sequence: number; readonly untilMs: number } | null = null;
  /** What the drag under way does, by where it began. */
  #dragClass: 'view' | 'hazardous' = 'hazardous';
  /** A move of it was refused, so that letting go at the page's place would be a drop there. */
  #isDragBroken = false;

  constructor(book: PressBook) {
    this.#book = book;
  }

  /** When the press was sent whose repetition was held back, as long as that cannot have been answered; null: none. */
  waitingSinceMs(nowMs: number): number | null {
    const waiting = this.#waiting;
    const isOver =
      waiting === null ||
      (waiting.sequence <= this.#book.unacknowledged.acknowledged && nowMs >= waiting.untilMs);
    return isOver ? null : waiting.sentAtMs;
  }

  judge(message: PointerMessage, eventAgeMs: number | null, context: GateContext): Verdict {
    const act = pointerAct(message, this.#book.held);
    switch (act.type) {
      case 'press':
        return this.#press(message, act, eventAgeMs, context);
      case 'release':
        return this.#release(message, act.mask, context);
      case 'move':
        return this.#move(message, act, eventAgeMs, context);
    }
  }

  /** A move may be due. Its bytes, or null. */
  tick(context: GateContext): Uint8Array | null {
    const { held } = this.#book;
    const { permit, enforce, seated, motionIntervalMs, nowMs } = context;
    if (!seated) this.#motion.forget();
    // A waiting move of a drag acts, so it needs the permit of this instant.
    if (enforce && permit !== null && held.sentMask !== 0) this.#motion.forget();
    if (held.sentMask !== 0 && !this.#mayDrag(context)) return null;
    const move = this.#motion.take(motionIntervalMs, nowMs);
    if (move === null || move.buttonMask !== held.sentMask) return null;
    const bytes = encodePointer(move.buttonMask, move.x, move.y);
    this.#moved(move.buttonMask, move.x, move.y, nowMs);
    return bytes;
  }

  /** What waited is void. */
  forget(): void {
    this.#motion.forget();
  }

  #press(message: PointerMessage, act: Press, eventAgeMs: number | null, context: GateContext): Verdict {
    const { held, admission, unacknowledged } = this.#book;
    const { x, y } = message;
    const { nowMs, answerWithinMs } = context;
    const press = { buttons: act.rising, x, y };
    const repetition = this.#retries.attempted(press, unacknowledged.acknowledged, nowMs, answerWithinMs);
    const isRetry = !act.isWheel && repetition.retryOfMs !== null;
    const zone = context.zones.at(x, y);
    const attempt: Attempt = {
      class: classOf(zone, act),
      zone,
      kind: act.isWheel ? 'rate' : 'press',
      eventAgeMs,
      isBroken: held.lacksModifier,
      isRetry,
      isEarly: !act.isWheel && repetition.earlyAfterMs !== null,
      isSecondClick: !act.isWheel && repetition.isSecondClick,
    };
    const nature = isRetry ? 'retry' : 'action';
    const refused = admission.refusal(attempt, context);
    if (refused !== null) {
      held.pointerInPage(message.buttonMask, act.rising);
      return this.#refuse(attempt, act, refused, repetition.retryOfMs ?? repetition.earlyAfterMs, context);
    }
    const outcome = this.#send(message, act, attempt, context);
    const verdict = this.#book.sent(attempt, outcome, nature, nowMs);
    this.#retries.sent(press, unacknowledged.sequence, nowMs);
    return verdict;
  }

  #send(message: PointerMessage, act: Press, attempt: Attempt, context: GateContext): ClientOutcome {
    const { held } = this.#book;
    const { x, y, buttonMask } = message;
    const { mask, rising } = act;
    if (context.unit || held.withheld.length > 0 || held.lacksModifier) {
      const bytes = pointerUnit(this.#book.takeModifiers(attempt), mask, rising, x, y);
      held.pointerInPage(buttonMask, rising);
      this.#pointerSent(mask & ~rising, x, y);
      return { type: 'replace', bytes };
    }
    const outcome = forward(message, mask);
    held.pointerInPage(buttonMask, 0);
    this.#pointerSent(mask, x, y);
    this.#dragClass = attempt.class === 'view' ? 'view' : 'hazardous';
    this.#isDragBroken = false;
    return outcome;
  }

  #refuse(
    attempt: Attempt,
    act: Press,
    refused: BlockReason | 'coalesced',
    retryOfMs: number | null,
    { nowMs, answerWithinMs }: GateContext,
  ): Verdict {
    const nature = attempt.isRetry ? 'retry' : 'action';
    const verdict =
      refused === 'coalesced'
        ? leftOut('coalesced', nature)
        : this.#book.dropped(attempt, refused, nature, true, nowMs);
    const told =
      refused === 'retry' && retryOfMs !== null
        ? this.#heldBackRetry(verdict, retryOfMs, answerWithinMs, nowMs)
        : verdict;
    if (act.falling === 0) return told;
    // What went up in the same message still goes up.
    return { ...told, outcome: this.#releaseInPlace(act.mask & ~act.rising, nowMs) };
  }

  #heldBackRetry(verdict: Verdict, sentAtMs: number, answerWithinMs: number, nowMs: number): Verdict {
    const { sequence } = this.#book.unacknowledged;
    this.#waiting = { sentAtMs, sequence, untilMs: sentAtMs + answerWithinMs };
    return { ...verdict, fact: { type: 'retry', sentAgoMs: nowMs - sentAtMs } };
  }

  #release(message: PointerMessage, mask: number, { enforce, permit, nowMs }: GateContext): Verdict {
    const { held, unacknowledged } = this.#book;
    held.pointerInPage(message.buttonMask, 0);
    if (enforce && (permit !== null || this.#isDragBroken)) return passed(this.#releaseInPlace(mask, nowMs));
    const verdict = passed(forward(message, mask));
    unacknowledged.acted('passive', nowMs);
    this.#pointerSent(mask, message.x, message.y);
    return verdict;
  }

  /** At the place of the page's event a release would be a drop there; the server knows the last one sent. */
  #releaseInPlace(mask: number, nowMs: number): ClientOutcome {
    const { held, unacknowledged } = this.#book;
    const rest = mask & held.sentMask;
    const bytes = encodePointer(rest, held.x, held.y);
    unacknowledged.acted('passive', nowMs);
    this.#pointerSent(rest, held.x, held.y);
    return { type: 'replace', bytes };
  }

  #move(
    message: PointerMessage,
    { mask, stale }: Extract<PointerAct, { type: 'move' }>,
    eventAgeMs: number | null,
    context: GateContext,
  ): Verdict {
    const { enforce, permit, seated, motionIntervalMs, nowMs } = context;
    this.#book.held.pointerInPage(message.buttonMask, 0);
    // There is one pointer, and somebody else moves it. Nor may this one come later, from where it was then.
    if (!seated) {
      this.#motion.forget();
      return leftOut('no-control');
    }
    if (enforce) {
      if (stale && mask === 0) return leftOut('held-through-block');
      const refused = mask === 0 ? null : this.#dragRefusal(eventAgeMs, context);
      if (refused !== null) return leftOut(refused);
      const intervalMs = mask === 0 || this.#mayDrag(context) ? motionIntervalMs : null;
      const due = this.#motion.offer({ buttonMask: mask, x: message.x, y: message.y }, intervalMs, nowMs);
      if (!due) return leftOut(motionIntervalMs === null && permit !== null ? permit : 'coalesced');
    }
    const verdict = passed(forward(message, mask));
    this.#moved(mask, message.x, message.y, nowMs);
    return verdict;
  }

  #dragRefusal(eventAgeMs: number | null, context: GateContext): BlockReason | null {
    if (context.permit !== null) return context.permit;
    if (isStale(eventAgeMs)) return 'stale-input';
    if (this.#dragClass === 'view') return null;
    // A drag that began while all was well goes on in Unstable, one move at a time.
    const refused = !context.armed
      ? 'not-armed'
      : context.credit.hazardous === 0 && !context.unit
        ? 'hazardous'
        : null;
    if (refused !== null) {
      this.#isDragBroken = true;
      this.#motion.forget();
    }
    return refused;
  }

  /** Only the latest move counts: another one goes out when the server has read the one before, or soon will. */
  #mayDrag({ enforce, dragWindowMs, nowMs }: GateContext): boolean {
    const oldestMs = this.#book.unacknowledged.oldestOf('drag');
    return !enforce || oldestMs === null || nowMs - oldestMs < dragWindowMs;
  }

  #moved(mask: number, x: number, y: number, nowMs: number): void {
    const { held, unacknowledged } = this.#book;
    if (mask === 0) unacknowledged.passed();
    else unacknowledged.acted('drag', nowMs);
    held.pointerSent(mask, x, y);
  }

  #pointerSent(mask: number, x: number, y: number): void {
    this.#book.held.pointerSent(mask, x, y);
    this.#motion.forget();
  }
}

/** A stop is a click of the left button; turning the wheel over it stops nothing. */
function classOf(zone: InstrumentFunction | null, { isWheel, rising }: Press): FunctionClass {
  const marked = zone?.class ?? 'normal';
  return marked === 'stop' && (isWheel || rising !== LEFT_BUTTON) ? 'normal' : marked;
}

/** The page's own bytes, unless a button in them was not sent before. */
function forward(message: PointerMessage, mask: number): ClientOutcome {
  if (mask === message.buttonMask) return SEND;
  return { type: 'replace', bytes: encodePointer(mask, message.x, message.y) };
}

/** A click with its modifiers, all of them down and up again. */
function pointerUnit(
  modifiers: readonly Key[],
  mask: number,
  rising: number,
  x: number,
  y: number,
): Uint8Array {
  return encodeUnit([
    ...modifiers.map((each) => encodeKey(each, true)),
    encodePointer(mask, x, y),
    encodePointer(mask & ~rising, x, y),
    ...[...modifiers].reverse().map((each) => encodeKey(each, false)),
  ]);
}
