import type { ProbePace } from '../measure/prober.ts';
import type { DemandReading, PathReading } from '../measure/readings.ts';
import { CalmExcess } from '../session/calm-excess.ts';
import { type Session, startSession } from '../session/session.ts';
import type { SessionEffect, SessionEvent } from '../session/session-event.ts';
import { IDLE_AFTER_MS } from '../session/thresholds.ts';
import { transition } from '../session/transitions.ts';

/** Someone who has not pressed anything for so long is not about to: probes become rarer. */
const BACKGROUND_AFTER_MS = 60_000;

/** Changes that wait to be taken. */
const MAX_CHANGES = 32;

/** Feeds the session with what the measures and the gate see, and says how often to look. */
export class SessionWatch {
  readonly #calm = new CalmExcess();
  readonly #startMs: number;
  #session: Session;
  #changes: SessionEffect[] = [];

  constructor(nowMs: number) {
    this.#startMs = nowMs;
    this.#session = startSession(nowMs);
  }

  get session(): Session {
    return this.#session;
  }

  /** What changed since the last time this was asked. */
  takeChanges(): readonly SessionEffect[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  tick(
    path: PathReading,
    demand: DemandReading,
    sequence: number,
    oldestUnacknowledgedAtMs: number | null,
    nowMs: number,
  ): void {
    this.#feed({
      type: 'tick',
      nowMs,
      sight: {
        level: path.level,
        excessMs: path.excessMs,
        trendMsPerSecond: path.trendMsPerSecond,
        okExcessMs: this.#calm.okExcessMs,
        probing: path.probe !== 'none',
        sequence,
        oldestUnacknowledgedAtMs,
        retryRatio: demand.retryRatio,
        attemptedPerSecond: demand.attemptedPerSecond,
      },
    });
  }

  /** A probe was answered; `sequence` is the number it was sent with. */
  answered(path: PathReading, sequence: number, nowMs: number): void {
    const excessMs = Math.max(0, (path.roundTripMs ?? 0) - (path.baseMs ?? 0));
    if (this.#session.name === 'stable' || this.#session.name === 'idle') this.#calm.note(excessMs);
    this.#feed({ type: 'answer', nowMs, excessMs, sequence });
  }

  pressed(delivered: boolean, nowMs: number): void {
    this.#feed({ type: 'input', nowMs, delivered });
  }

  blind(sequence: number, nowMs: number): void {
    this.#feed({ type: 'blind', nowMs, sequence });
  }

  closed(nowMs: number): void {
    this.#feed({ type: 'closed', nowMs });
  }

  /** How often the path has to be looked at now. */
  pace(isVisible: boolean, nowMs: number): ProbePace {
    if (!isVisible) return 'background';
    const { name, net, input, flags } = this.#session;
    const sinceInputMs = nowMs - Math.max(input.lastAttemptMs, this.#startMs);
    const isCalm = (name === 'idle' || name === 'stable') && net.level === 'ok' && !flags.noData;
    if (!isCalm || nowMs - input.lastAttemptMs < IDLE_AFTER_MS) return 'active';
    return sinceInputMs < BACKGROUND_AFTER_MS ? 'calm' : 'background';
  }

  #feed(event: SessionEvent): void {
    const { state, effects } = transition(this.#session, event);
    this.#session = state;
    // Taken at every tick; a state lasts longer than that.
    if (effects.length > 0 && this.#changes.length < MAX_CHANGES) this.#changes.push(...effects);
  }
}
