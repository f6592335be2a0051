import { type Session, startSession } from '../../src/model/session/session.ts';
import type { SessionEffect, SessionEvent, Sight } from '../../src/model/session/session-event.ts';
import type { NetLevel, SessionState } from '../../src/model/session/session-state.ts';
import { transition } from '../../src/model/session/transitions.ts';

const EXCESS_MS: Readonly<Record<NetLevel, number>> = { ok: 5, warn: 120, bad: 300, stall: 600 };

/** What the measures say on a link of some level, with nothing unacknowledged. */
export function sight(level: NetLevel, rest: Partial<Sight> = {}): Sight {
  return {
    level,
    excessMs: EXCESS_MS[level],
    trendMsPerSecond: 0,
    okExcessMs: 60,
    probing: true,
    sequence: 0,
    oldestUnacknowledgedAtMs: null,
    retryRatio: 0,
    attemptedPerSecond: 1,
    ...rest,
  };
}

/** A session driven by hand: ticks every 50 ms, an answer every 100 ms while the link is not stalled. */
export class SessionRun {
  session: Session = startSession(0);
  nowMs = 0;
  readonly effects: SessionEffect[] = [];
  #sequence = 0;

  feed(event: SessionEvent): this {
    const { state, effects } = transition(this.session, event);
    this.session = state;
    this.effects.push(...effects);
    return this;
  }

  input(delivered = true): this {
    return this.feed({ type: 'input', nowMs: this.nowMs, delivered });
  }

  blind(): this {
    return this.feed({ type: 'blind', nowMs: this.nowMs, sequence: this.#sequence });
  }

  answer(excessMs: number): this {
    return this.feed({ type: 'answer', nowMs: this.nowMs, excessMs, sequence: ++this.#sequence });
  }

  /** Lets a link be at a level for some time. `actEveryMs`: the user presses something so often. */
  link(level: NetLevel, ms: number, rest: Partial<Sight> = {}, actEveryMs: number | null = null): this {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs += 50;
      const seen = sight(level, { sequence: this.#sequence, ...rest });
      this.feed({ type: 'tick', nowMs: this.nowMs, sight: seen });
      if (level !== 'stall' && seen.probing && this.nowMs % 100 === 0) this.answer(seen.excessMs);
      if (actEveryMs !== null && this.nowMs % actEveryMs === 0) this.input();
    }
    return this;
  }
}

/** A session in each of the five states, with all dwell times over. */
export const IN_STATE: Readonly<Record<SessionState, () => SessionRun>> = {
  idle: () => new SessionRun().link('ok', 1000),
  stable: () => new SessionRun().link('ok', 1000).input().link('ok', 500),
  unstable: () => IN_STATE.stable().link('bad', 1500, {}, 500),
  breakdown: () => IN_STATE.stable().link('stall', 3000),
  recovery: () => IN_STATE.breakdown().link('ok', 200),
};
