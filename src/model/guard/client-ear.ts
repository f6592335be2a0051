import { isProtocol } from '../gate/classify.ts';
import { failSafe } from '../gate/fail-safe.ts';
import type { ClientOutcome, GuardEffect } from '../gate/outcome.ts';
import type { Prober } from '../measure/prober.ts';
import type { ClientMessage } from '../rfb/messages.ts';
import type { PointerReading } from '../snapshot.ts';
import type { Keeper } from './keeper.ts';
import type { Measures } from './measures.ts';
import type { QualityKeeper } from './quality-keeper.ts';

/** What the gate wants to know about the DOM event behind a client message. */
export interface InputOrigin {
  /** Age of the newest trusted event of the message's kind when it was handled; null if unknown. */
  readonly eventAgeMs: number | null;
}

/** The answer to one client message: its verdict, and what else to do after it. */
export interface ClientStep {
  readonly outcome: ClientOutcome;
  readonly effects: readonly GuardEffect[];
}

const NOTHING: readonly GuardEffect[] = [];
const SEND: ClientOutcome = { type: 'send' };
export const PASSED: ClientStep = { outcome: SEND, effects: NOTHING };
const NOT_IN_CONTROL: ClientStep = { outcome: { type: 'drop', reason: 'no-control' }, effects: NOTHING };

/** What has to hear what the page's client writes. */
export interface ClientEarParts {
  readonly keeper: Keeper;
  readonly prober: Prober;
  readonly measures: Measures;
  readonly quality: QualityKeeper;
}

/** Listens to what the page's client writes: has the gate judge it, and says what follows. */
export class ClientEar {
  readonly #parts: ClientEarParts;
  #pointer: PointerReading | null = null;

  constructor(parts: ClientEarParts) {
    this.#parts = parts;
  }

  get pointer(): PointerReading | null {
    return this.#pointer;
  }

  hear(message: ClientMessage, origin: InputOrigin, nowMs: number): ClientStep {
    if (!isProtocol(message)) return this.#input(message, origin, nowMs);
    const { keeper, prober, quality } = this.#parts;
    // It changes the picture of everybody.
    if (message.type === 'set-desktop-size' && !keeper.seat.isOpen(nowMs)) return NOT_IN_CONTROL;
    prober.client(message);
    keeper.gate.unacknowledged.passed();
    const outcome = quality.client(message, nowMs);
    return outcome.type === 'send' ? PASSED : { outcome, effects: NOTHING };
  }

  /** The verdict when `hear` failed. */
  failed(message: ClientMessage, nowMs: number): ClientOutcome {
    if (isProtocol(message)) return SEND;
    const { policy, gate, seat } = this.#parts.keeper;
    return policy.mode === 'measure' && seat.isOpen(nowMs) ? SEND : failSafe(message, gate.held);
  }

  /** A probe, if one is due. */
  probe(nowMs: number): readonly GuardEffect[] {
    const { keeper, prober } = this.#parts;
    const { standing, gate, watch, isVisible } = keeper;
    if (!standing.isReading) return NOTHING;
    // Each probe has a number of its own, so that every answer can be told from the one before.
    const bytes = prober.next(nowMs, gate.unacknowledged.sequence + 1, watch.pace(isVisible, nowMs));
    if (bytes === null) return NOTHING;
    gate.unacknowledged.passed();
    return [{ type: 'send', bytes, purpose: 'probe' }];
  }

  /** Whether a request of ours for the whole picture may go out now; it is counted as sent then. */
  refresh(bytes: Uint8Array, nowMs: number): boolean {
    const { keeper, prober } = this.#parts;
    const { gate, watch, isVisible } = keeper;
    const { unacknowledged } = gate;
    const may = prober.refresh(bytes, nowMs, unacknowledged.sequence + 1, watch.pace(isVisible, nowMs));
    if (may) unacknowledged.passed();
    return may;
  }

  #input(message: ClientMessage, origin: InputOrigin, nowMs: number): ClientStep {
    const { keeper, prober, measures, quality } = this.#parts;
    const { gate, watch, log } = keeper;
    keeper.missedBeat(nowMs);
    if (message.type === 'pointer') this.#pointer = { x: message.x, y: message.y, atMs: nowMs };
    const context = keeper.context(keeper.look(nowMs), nowMs);
    const verdict = gate.judge(message, origin.eventAgeMs, context);
    const { outcome, pressSent, fact } = verdict;
    // A press that the path holds back is one: the fine picture may be what is in its way. Who only watches has time.
    if (context.seated) quality.client(message, nowMs);
    log.note(fact, nowMs);
    measures.input(message, verdict, nowMs);
    if (outcome.type !== 'drop') {
      keeper.outsider.acted(nowMs);
      prober.client(message);
      prober.sent(gate.unacknowledged.sequence, nowMs);
    }
    if (pressSent === true && context.overridden) keeper.override.sent();
    if (pressSent !== null) watch.pressed(pressSent, nowMs);
    const review = keeper.review(nowMs);
    // The sooner a probe follows a press, the sooner the press is known to have arrived.
    const effects = pressSent === true ? [...review, ...this.probe(nowMs)] : review;
    return { outcome, effects: keeper.out(effects, nowMs) };
  }
}
