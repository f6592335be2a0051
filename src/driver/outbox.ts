import type { GuardEffect } from '../model/gate/outcome.ts';
import type { ProbeLedger } from './probe-ledger.ts';

type Injection = Extract<GuardEffect, { type: 'send' }>;

/**
 * Messages of ours that wait for the end of a message of the page's (a long paste). At the limit the oldest probe
 * is dropped, which looks unanswered and so closes the permit; releases are kept.
 */
export const MAX_WAITING = 128;

/** What may be written to the server at this moment. */
export interface WritingState {
  /** Part of a message of the page's is at the server. */
  readonly isMidMessage: boolean;
  readonly isClientLost: boolean;
  readonly isServerLost: boolean;
}

/** RFC 6143 section 7.5.2. */
const SET_ENCODINGS = 2;

/** Sends what the guard wants sent, one message per send, when and as long as that does no harm. */
export class Outbox {
  readonly #ledger: ProbeLedger;
  readonly #send: (bytes: Uint8Array) => void;
  #waiting: Injection[] = [];

  constructor(ledger: ProbeLedger, send: (bytes: Uint8Array) => void) {
    this.#ledger = ledger;
    this.#send = send;
  }

  /**
   * Puts the messages among the effects at the end and sends all that can be sent now.
   * @param isLast the client's stream is being given up at a message boundary: the last chance to write
   */
  post(effects: readonly GuardEffect[], state: WritingState, isLast = false): void {
    for (const effect of effects) if (effect.type === 'send') this.#add(effect);
    if (state.isMidMessage || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { bytes, purpose } of waiting) {
      const isProbe = purpose === 'probe';
      const isOurs = isProbe || purpose === 'quality';
      // Any doubt about framing is final: a probe into a stream that is not understood could end the session.
      if (state.isClientLost && (isOurs || !isLast)) continue;
      if (isOurs && state.isServerLost) continue;
      if (isProbe && this.#ledger.full) continue;
      if (isProbe) this.#ledger.sent(bytes);
      this.#send(bytes);
    }
  }

  #add(injection: Injection): void {
    // Of lists of encodings only the newest counts. A request for the picture is answered, and its answer expected.
    if (isEncodings(injection)) this.#waiting = this.#waiting.filter((each) => !isEncodings(each));
    this.#waiting.push(injection);
    if (this.#waiting.length <= MAX_WAITING) return;
    const probe = this.#waiting.findIndex((each) => each.purpose !== 'release');
    this.#waiting.splice(Math.max(probe, 0), 1);
  }
}

function isEncodings({ purpose, bytes }: Injection): boolean {
  return purpose === 'quality' && bytes[0] === SET_ENCODINGS;
}
