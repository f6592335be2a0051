import type { ClientMessage } from '../rfb/messages.ts';
import { Burst } from './burst.ts';
import { type Classified, classify } from './classify.ts';
import { encodePointer } from './encode.ts';
import { Held } from './held.ts';
import { Motion } from './motion.ts';
import type { BlockReason, ClientOutcome } from './outcome.ts';
import { releases } from './releases.ts';
import { Retries } from './retry.ts';
import { Unacknowledged } from './unacknowledged.ts';

/** Input whose DOM event is older than this when it is handled was meant for a picture that is gone. */
export const STALE_INPUT_MS = 500;

/** What the gate has to know for one verdict. */
export interface GateContext {
  /** false: everything passes, and is only noted. */
  readonly enforce: boolean;
  /** null: presses may go out. */
  readonly permit: BlockReason | null;
  /** How far apart moves are sent; null: not at all. */
  readonly motionIntervalMs: number | null;
  readonly suppressRetries: boolean;
  readonly nowMs: number;
}

/** What the message was to the measures: a press, a press repeated into silence, or anything that moves. */
export type InputNature = 'action' | 'retry' | 'motion';

export interface Verdict {
  readonly outcome: ClientOutcome;
  readonly nature: InputNature;
  /** A press that was sent (true) or dropped (false); null: no press. */
  readonly pressSent: boolean | null;
}

const SEND: ClientOutcome = { type: 'send' };

/**
 * Judges one input message after the other, and knows what that left at the server. Drops, never queues: what
 * waits would arrive late, and lateness is the hazard.
 */
export class Gate {
  readonly held = new Held();
  readonly unacknowledged = new Unacknowledged();
  readonly burst = new Burst();
  readonly #motion = new Motion();
  readonly #retries = new Retries();
  #droppedPresses = 0;

  /** Presses dropped since the connection began; repeats of a held key are not counted. */
  get droppedPresses(): number {
    return this.#droppedPresses;
  }

  /** The verdict on one message that is not protocol. */
  judge(message: ClientMessage, eventAgeMs: number | null, context: GateContext): Verdict {
    if (!context.enforce) {
      this.held.unblock();
      this.burst.clear();
    }
    const classified = classify(message, this.held);
    switch (classified.type) {
      case 'protocol':
        this.unacknowledged.passed();
        return { outcome: SEND, nature: 'motion', pressSent: null };
      case 'key-down':
        return this.#keyDown(classified, eventAgeMs, context);
      case 'key-up':
        return this.#keyUp(classified, context);
      case 'press':
        return this.#press(classified, eventAgeMs, context);
      case 'release':
        return this.#release(classified, context);
      case 'move':
        return this.#move(classified, eventAgeMs, context);
      case 'command':
        return this.#command(eventAgeMs, context);
    }
  }

  /** Time passed: a cut may have ended, a move may be due. The bytes of that move, or null. */
  tick(context: GateContext): Uint8Array | null {
    this.#updateBurst(context);
    const { permit, enforce, motionIntervalMs, nowMs } = context;
    // A waiting move of a drag acts, so it needs the permit of this instant.
    if (enforce && permit !== null && this.held.sentMask !== 0) this.#motion.forget();
    const move = this.#motion.take(motionIntervalMs, nowMs);
    if (move === null || move.buttonMask !== this.held.sentMask) return null;
    this.#moved(move.buttonMask, move.x, move.y, nowMs);
    return encodePointer(move.buttonMask, move.x, move.y);
  }

  /** Lets go of everything at the server. The page still holds it, and will need a fresh press. */
  releaseAll(nowMs: number): readonly Uint8Array[] {
    const messages = releases(this.held);
    for (const _ of messages) this.unacknowledged.acted(1, nowMs);
    this.held.releasedByUs();
    this.#motion.forget();
    return messages;
  }

  #keyDown(input: Extract<Classified, { type: 'key-down' }>, ageMs: number | null, context: GateContext) {
    const full = this.held.isFull && !input.again;
    const refused =
      this.#refusal(input.stale, ageMs, context) ?? (context.enforce && full ? 'no-credit' : null);
    if (refused === null) {
      this.held.keySent(input.message);
      return this.#sentPress('action', SEND, context.nowMs);
    }
    // A key that is down at the server only loses its repeats: its release still has to pass.
    if (!input.again) this.held.keyBlocked(input.message);
    return this.#droppedPress('action', refused, input.stale || input.again, context.nowMs);
  }

  #keyUp(input: Extract<Classified, { type: 'key-up' }>, { nowMs }: GateContext): Verdict {
    this.held.keyUp(input.message);
    if (input.refused) return dropped('held-through-block', 'motion', null);
    this.unacknowledged.acted(1, nowMs);
    return { outcome: SEND, nature: 'motion', pressSent: null };
  }

  #press(input: Extract<Classified, { type: 'press' }>, ageMs: number | null, context: GateContext): Verdict {
    const { message, rising, mask } = input;
    const { nowMs } = context;
    const press = { buttons: rising, x: message.x, y: message.y };
    const isRetry = !input.isWheel && this.#retries.isRetry(press, this.unacknowledged.acknowledged, nowMs);
    const nature = isRetry ? 'retry' : 'action';
    const refused =
      this.#refusal(false, ageMs, context) ??
      (context.enforce && isRetry && context.suppressRetries ? 'retry' : null);
    this.held.pointerInPage(message.buttonMask, refused === null ? 0 : rising);
    if (refused === null) {
      this.#pointerSent(mask, message.x, message.y);
      const verdict = this.#sentPress(nature, forward(message, mask), nowMs);
      this.#retries.sent(press, this.unacknowledged.sequence, nowMs);
      return verdict;
    }
    const verdict = this.#droppedPress(nature, refused, false, nowMs);
    return input.falling === 0 ? verdict : { ...verdict, outcome: this.#releaseInPlace(mask, nowMs) };
  }

  #release(
    input: Extract<Classified, { type: 'release' }>,
    { enforce, permit, nowMs }: GateContext,
  ): Verdict {
    const { message, mask } = input;
    this.held.pointerInPage(message.buttonMask, 0);
    if (enforce && permit !== null) {
      return { outcome: this.#releaseInPlace(mask, nowMs), nature: 'motion', pressSent: null };
    }
    this.unacknowledged.acted(1, nowMs);
    this.#pointerSent(mask, message.x, message.y);
    return { outcome: forward(message, mask), nature: 'motion', pressSent: null };
  }

  /** At the place of the page's event a release would be a drop there; the server knows the last one sent. */
  #releaseInPlace(mask: number, nowMs: number): ClientOutcome {
    const rest = mask & this.held.sentMask;
    this.unacknowledged.acted(1, nowMs);
    this.#pointerSent(rest, this.held.x, this.held.y);
    return { type: 'replace', bytes: encodePointer(rest, this.held.x, this.held.y) };
  }

  #move(input: Extract<Classified, { type: 'move' }>, ageMs: number | null, context: GateContext): Verdict {
    const { message, mask } = input;
    const { enforce, permit, motionIntervalMs, nowMs } = context;
    this.held.pointerInPage(message.buttonMask, 0);
    if (enforce) {
      if (input.stale && mask === 0) return dropped('held-through-block', 'motion', null);
      if (mask !== 0 && permit !== null) return dropped(permit, 'motion', null);
      if (mask !== 0 && isStale(ageMs)) return dropped('stale-input', 'motion', null);
      const due = this.#motion.offer(
        { buttonMask: mask, x: message.x, y: message.y },
        motionIntervalMs,
        nowMs,
      );
      if (!due)
        return dropped(motionIntervalMs === null && permit !== null ? permit : 'coalesced', 'motion', null);
    }
    this.#moved(mask, message.x, message.y, nowMs);
    return { outcome: forward(message, mask), nature: 'motion', pressSent: null };
  }

  #command(ageMs: number | null, context: GateContext): Verdict {
    const refused = this.#refusal(false, ageMs, context);
    return refused === null
      ? this.#sentPress('action', SEND, context.nowMs)
      : this.#droppedPress('action', refused, false, context.nowMs);
  }

  /** Why this press does not go out; null: it may. The next rules (credit, profile, lock) have their place here. */
  #refusal(stale: boolean, ageMs: number | null, context: GateContext): BlockReason | null {
    this.#updateBurst(context);
    this.burst.pressed(context.nowMs);
    if (!context.enforce) return null;
    if (context.permit !== null) return context.permit;
    if (isStale(ageMs)) return 'stale-input';
    // A shortcut whose modifier was refused would arrive bare, and mean something else.
    if (stale || this.held.lacksModifier) return 'held-through-block';
    return this.burst.isCut ? 'burst-cut' : null;
  }

  #updateBurst({ permit, nowMs }: GateContext): void {
    this.burst.update(permit === null && this.unacknowledged.oldestAtMs === null, nowMs);
  }

  #sentPress(nature: InputNature, outcome: ClientOutcome, nowMs: number): Verdict {
    this.unacknowledged.acted(1, nowMs);
    this.burst.sent();
    return { outcome, nature, pressSent: true };
  }

  #droppedPress(nature: InputNature, reason: BlockReason, isRepeat: boolean, nowMs: number): Verdict {
    this.burst.dropped(isRepeat ? 0 : 1, nowMs);
    if (!isRepeat) this.#droppedPresses += 1;
    return dropped(reason, nature, false);
  }

  #moved(mask: number, x: number, y: number, nowMs: number): void {
    if (mask === 0) this.unacknowledged.passed();
    else this.unacknowledged.acted(0, nowMs);
    this.held.pointerSent(mask, x, y);
  }

  #pointerSent(mask: number, x: number, y: number): void {
    this.held.pointerSent(mask, x, y);
    this.#motion.forget();
  }
}

function isStale(ageMs: number | null): boolean {
  return ageMs !== null && ageMs > STALE_INPUT_MS;
}

function dropped(reason: BlockReason | 'coalesced', nature: InputNature, pressSent: false | null): Verdict {
  return { outcome: { type: 'drop', reason }, nature, pressSent };
}

/** The page's own bytes, unless a button in them was refused before. */
function forward(message: Extract<ClientMessage, { type: 'pointer' }>, mask: number): ClientOutcome {
  if (mask === message.buttonMask) return SEND;
  return { type: 'replace', bytes: encodePointer(mask, message.x, message.y) };
}
