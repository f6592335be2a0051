import { creditLimits } from '../../src/model/gate/credit.ts';
import { Gate } from '../../src/model/gate/gate.ts';
import type { GateContext } from '../../src/model/gate/gate-context.ts';
import { permit } from '../../src/model/gate/permit.ts';
import { NO_ZONES } from '../../src/model/gate/zones.ts';
import type { PathReading } from '../../src/model/measure/readings.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';
import { type Received, ServerView } from './guard-server-view.ts';

/** Time between two probes, and between two looks at the clock. */
const STEP_MS = 50;
const PROBE_EVERY_MS = 100;
/** The most that may be unacknowledged in any state: normal, hazardous and stop. */
export const MOST_UNDER_WAY = 8 + 2 + 1;

interface UnderWay {
  readonly sequence: number;
  readonly sentAtMs: number;
  dueMs: number;
}

/**
 * The gate before a server over a link that delays, stalls and loses time, but reorders nothing: what TCP does. It is
 * the gate alone, without measures or states, so that very many schedules can be tried. The permit is computed by the
 * real function from the ages of this model's own probes.
 */
export class GateTrial {
  readonly gate = new Gate();
  /** What was sent, in order, as the server will get it. */
  readonly server = new ServerView();
  nowMs = 1000;
  oneWayMs = 20;
  state: SessionState = 'stable';
  armed = true;
  overridden = false;
  #cut = false;
  #up: UnderWay[] = [];
  #down: UnderWay[] = [];
  #lastProbeMs = Number.NEGATIVE_INFINITY;
  #unanswered: UnderWay[] = [];

  /** Age of the oldest probe without an answer. */
  get unansweredMs(): number {
    return this.nowMs - (this.#unanswered[0]?.sentAtMs ?? this.nowMs);
  }

  context(): GateContext {
    const path = this.#path();
    const reason = permit({
      path,
      oldestUnacknowledgedAtMs: this.gate.unacknowledged.oldestAtMs,
      maxInputAgeMs: 1500,
      hidden: false,
      noData: false,
      earned: this.state !== 'breakdown',
      unverified: false,
      faulty: false,
      interfered: false,
      closed: false,
      seated: true,
      nowMs: this.nowMs,
    });
    const flags = { warn: false, noData: false, degraded: false, nonIdeal: false };
    const thresholds = { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null };
    const shaky = this.state === 'unstable' || this.state === 'recovery';
    return {
      enforce: true,
      permit: this.overridden ? null : reason,
      seated: true,
      overridden: this.overridden,
      unit: shaky || reason !== null,
      armed: this.armed,
      credit: creditLimits(this.state, flags, path, thresholds),
      zones: NO_ZONES,
      motionIntervalMs: reason === null ? 10 : null,
      dragWindowMs: shaky ? 0 : 2 * this.oneWayMs + 150,
      suppressRetries: shaky,
      answerWithinMs: shaky ? 6 * this.oneWayMs : 0,
      nowMs: this.nowMs,
    };
  }

  /** One message of the page's. null: it did not go out. */
  input(
    message: ClientMessage,
    eventAgeMs = 0,
  ): { readonly received: Received | null; readonly reason: string | null } {
    const { outcome } = this.gate.judge(message, eventAgeMs, this.context());
    if (this.gate.burst.isUntold) this.gate.burst.told();
    if (outcome.type === 'drop') return { received: null, reason: outcome.reason };
    const received =
      outcome.type === 'send'
        ? this.server.message(message, this.nowMs)
        : this.server.bytes(outcome.bytes, this.nowMs);
    return { received, reason: null };
  }

  /** Lets time pass; the gate is looked at every 50 ms, as a page does. */
  run(ms: number): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + STEP_MS);
      this.#step();
    }
  }

  /** The page stands still: time passes and nobody looks. */
  freeze(ms: number): void {
    this.nowMs += ms;
  }

  link(cut: boolean): void {
    if (this.#cut && !cut) {
      // All that waited arrives after the link is back, in order.
      for (const it of [...this.#up, ...this.#down])
        it.dueMs = Math.max(it.dueMs, this.nowMs + this.oneWayMs);
    }
    this.#cut = cut;
  }

  /** What the gate lets go of when it is closed. */
  releaseIfClosed(): void {
    if (this.context().permit === null) return;
    this.releaseAll();
  }

  releaseAll(): void {
    for (const bytes of this.gate.releaseAll(this.nowMs)) this.server.bytes(bytes, this.nowMs);
  }

  #step(): void {
    this.#answer();
    if (this.nowMs - this.#lastProbeMs >= PROBE_EVERY_MS && this.#unanswered.length < 64) {
      const sequence = this.gate.unacknowledged.passed();
      const probe = { sequence, sentAtMs: this.nowMs, dueMs: this.nowMs + this.oneWayMs };
      this.#lastProbeMs = this.nowMs;
      this.#up.push(probe);
      this.#unanswered.push(probe);
    }
    this.releaseIfClosed();
    const move = this.gate.tick(this.context());
    if (move !== null) this.server.bytes(move, this.nowMs);
  }

  #answer(): void {
    if (this.#cut) return;
    while (this.#up[0] !== undefined && this.#up[0].dueMs <= this.nowMs) {
      const it = this.#up.shift();
      if (it !== undefined) this.#down.push({ ...it, dueMs: it.dueMs + this.oneWayMs });
    }
    while (this.#down[0] !== undefined && this.#down[0].dueMs <= this.nowMs) {
      const it = this.#down.shift();
      if (it === undefined) continue;
      this.#unanswered.shift();
      this.gate.unacknowledged.acknowledge(it.sequence);
    }
  }

  #path(): PathReading {
    return {
      probe: 'fence',
      confidence: 'high',
      roundTripMs: 2 * this.oneWayMs,
      effectiveMs: null,
      baseMs: 2 * this.oneWayMs,
      excessMs: 0,
      trendMsPerSecond: 0,
      unansweredMs: this.unansweredMs,
      stallAfterMs: Math.min(Math.max(250, 2 * this.oneWayMs + 150), 1500),
      level: 'ok',
      quality: 1,
      probeBitsPerSecond: 0,
    };
  }
}
