import type { GuardEffect } from '../model/gate/outcome.ts';

type Injection = Extract<GuardEffect, { type: 'send' }>;

/**
 * Messages of ours that wait for the end of a message of the page's (a long paste). At the limit the oldest probe
 * is dropped, which looks unanswered and so closes the permit; releases are kept.
 */
export const MAX_WAITING = 128;

/** Messages of ours in the order in which they are to be sent. */
export class EffectQueue {
  #waiting: Injection[] = [];

  add(injection: Injection): void {
    this.#waiting.push(injection);
    if (this.#waiting.length <= MAX_WAITING) return;
    const probe = this.#waiting.findIndex((each) => each.purpose !== 'release');
    this.#waiting.splice(Math.max(probe, 0), 1);
  }

  /** All that waits, which then no longer does. */
  take(): readonly Injection[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
