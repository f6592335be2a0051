import { Quality, type QualitySight } from '../codec/quality.ts';
import type { QualityPolicy } from '../codec/quality-policy.ts';
import { type QualityReading, unreadQuality, unreadSince } from '../codec/quality-reading.ts';
import { setEncodingsMessage } from '../codec/set-encodings.ts';
import type { ClientOutcome, GuardEffect } from '../gate/outcome.ts';
import type { RecordEvent } from '../record/record-event.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';

/** The quality's law as the guard sees it; tests give one of their own. */
export type QualityPart = Pick<Quality, keyof Quality>;

/** Builds the law of one connection. */
export type QualityRule = (policy: QualityPolicy, nowMs: number) => QualityPart;

/** The real one. */
export const qualityOf: QualityRule = (policy, nowMs) => new Quality(policy, nowMs);

type Change = Extract<RecordEvent, { readonly type: 'quality' }>;

const SEND: ClientOutcome = { type: 'send' };
const NOTHING: readonly GuardEffect[] = [];
/** Changes of the level that follow each other within this time are told as one. */
const TOGETHER_MS = 1000;

/**
 * Keeps the quality of the picture apart from the gate: whatever fails in here is contained, and the quality is left
 * alone for good. What the server was told last stays in force then, so the picture counts as lossy.
 */
export class QualityKeeper {
  #law: QualityPart | null = null;
  #last: QualityReading;
  /** A request for the whole picture that has to wait for its turn among the probes. */
  #refresh: Uint8Array | null = null;
  #isDetached = false;
  #notedLevel: number | null = null;
  #notedAtMs = Number.NEGATIVE_INFINITY;

  constructor(rule: QualityRule, policy: QualityPolicy, nowMs: number) {
    this.#last = unreadQuality(policy);
    try {
      this.#law = rule(policy, nowMs);
      this.#last = this.#law.reading(nowMs);
    } catch {
      this.#fail();
    }
  }

  /** What becomes of a message of the page's that passes: a list of encodings may be another one. */
  client(message: ClientMessage, nowMs: number): ClientOutcome {
    try {
      const encodings = this.#law?.client(message, nowMs) ?? null;
      if (encodings === null || message.type !== 'set-encodings') return SEND;
      return { type: 'replace', bytes: setEncodingsMessage(encodings) };
    } catch {
      this.#fail();
      return SEND;
    }
  }

  server(event: ServerEvent, nowMs: number): void {
    // No closure here: most of what a server says are rectangles, hundreds in a chunk.
    try {
      this.#law?.server(event, nowMs);
    } catch {
      this.#fail();
    }
  }

  /** Bytes of the server's stream; taken back, as a negative number, when they turn out to be a reply to us. */
  bytes(count: number, nowMs: number): void {
    try {
      this.#law?.bytes(count, nowMs);
    } catch {
      this.#fail();
    }
  }

  /**
   * What is to be written now.
   * @param mayRefresh whether a request for the whole picture may go out now; asked once for each that does
   */
  tick(
    sight: QualitySight,
    mayRefresh: (bytes: Uint8Array) => boolean,
    nowMs: number,
  ): readonly GuardEffect[] {
    if (this.#law === null) return NOTHING;
    const effects: GuardEffect[] = [];
    try {
      for (const effect of this.#law.tick(sight, nowMs)) {
        if (effect.type === 'announce') effects.push(effect);
        else if (effect.type === 'refresh') this.#refresh = effect.bytes;
        else effects.push({ type: 'send', bytes: effect.bytes, purpose: 'quality' });
      }
    } catch {
      this.#fail();
      return NOTHING;
    }
    const refresh = this.#refresh;
    if (refresh === null) return effects;
    // Whoever has acted since waits for a quick picture, not for the whole one.
    if (this.reading(nowMs).full.state !== 'coming') this.#refresh = null;
    else if (mayRefresh(refresh)) {
      this.#refresh = null;
      effects.push({ type: 'send', bytes: refresh, purpose: 'quality' });
    }
    return effects;
  }

  setPolicy(policy: QualityPolicy, nowMs: number): void {
    if (this.#isDetached) return;
    this.#last = { ...this.#last, policy };
    this.#contain((law) => law.setPolicy(policy, nowMs));
  }

  focus(isOn: boolean, nowMs: number): void {
    this.#contain((law) => law.focus(isOn, nowMs));
  }

  fullQuality(nowMs: number): void {
    this.#contain((law) => law.fullQuality(nowMs));
  }

  /** The extension is gone. Nobody could see a change, or end it: the page gets its own quality back. */
  detached(nowMs: number): void {
    this.focus(false, nowMs);
    this.setPolicy({ ...this.reading(nowMs).policy, choice: { type: 'suggest' } }, nowMs);
    this.#isDetached = true;
  }

  /** Nothing may be written any more, or what is written is not understood: for good. */
  stop(nowMs: number): void {
    this.#contain((law) => law.stop('unread'));
    this.reading(nowMs);
    this.#law = null;
  }

  reading(nowMs: number): QualityReading {
    this.#contain((law) => {
      this.#last = law.reading(nowMs);
    });
    return this.#last;
  }

  /** The fact for the record if the level is another one than the last that was told. Asked at every tick. */
  change(nowMs: number): Change | null {
    if (this.#law === null || nowMs - this.#notedAtMs < TOGETHER_MS) return null;
    const { level: to, cause } = this.reading(nowMs);
    const from = this.#notedLevel;
    if (to === from) return null;
    this.#notedLevel = to;
    // What the page began with is no change.
    if (from === null && cause === 'page') return null;
    this.#notedAtMs = nowMs;
    return { type: 'quality', from, to, cause };
  }

  #contain(action: (law: QualityPart) => void): void {
    if (this.#law === null) return;
    try {
      action(this.#law);
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    this.#law = null;
    this.#last = unreadSince(this.#last);
  }
}
