import type { NetLevel } from '../session/session-state.ts';
import { BaseRoundTrip } from './base-round-trip.ts';
import { RateMeter } from './rate-meter.ts';
import type { PathReading, ProbeKind } from './readings.ts';
import { RoundTripStatistics } from './round-trip-statistics.ts';
import {
  BAD_EXCESS_DEVIATIONS,
  BAD_EXCESS_MS,
  pathQuality,
  SETTLED_ANSWERS,
  WARN_EXCESS_DEVIATIONS,
  WARN_EXCESS_MS,
  WARN_HOLD_MS,
} from './thresholds.ts';
import { Trend } from './trend.ts';

interface OutstandingProbe {
  readonly id: number;
  readonly sentAtMs: number;
  /** From when on an answer is waited for: when it was due to be sent, if it went out so late that it was overdue. */
  readonly missedSinceMs: number;
}

/**
 * From probes sent and answered to what is known about the path. The age of the oldest unanswered probe counts
 * as a round trip that is at least so long (RTT_eff): a stall shows while it lasts, not when it ends.
 *
 * @example
 * const path = new PathMeter(0);
 * path.sent(1, 0, 200);
 * path.answered(1, 40);
 * path.reading('fence', 50).roundTripMs; // 40
 */
export class PathMeter {
  readonly #base = new BaseRoundTrip();
  readonly #statistics = new RoundTripStatistics();
  readonly #trend = new Trend();
  readonly #probeBits: RateMeter;
  /** Bounded by the prober, which stops sending at its limit. */
  #outstanding: OutstandingProbe[] = [];
  #last: { readonly roundTripMs: number; readonly atMs: number } | null = null;
  #answers = 0;
  #lastSentMs: number | null = null;
  #periodMs = 0;
  #pacedAtMs = -Infinity;
  /** Evidence from before this time does not count any more. */
  #evidenceSinceMs: number;
  #answeredSinceForget = false;
  #doubtfulSinceMs: number | null = null;

  constructor(nowMs: number) {
    this.#probeBits = new RateMeter(5000, nowMs);
    this.#evidenceSinceMs = nowMs;
  }

  /** A probe went out; the next is due after `periodMs`. */
  sent(id: number, nowMs: number, periodMs: number, bytes = 0): void {
    // To ask at last is no answer: what was overdue stays so until one comes.
    const isOverdue = this.#answeredSinceForget && nowMs - this.#dueMs > this.#statistics.stallAfterMs;
    this.#outstanding.push({ id, sentAtMs: nowMs, missedSinceMs: isOverdue ? this.#dueMs : nowMs });
    this.#lastSentMs = nowMs;
    this.#periodMs = periodMs;
    this.#probeBits.add(bytes * 8, nowMs);
  }

  /** From now on a probe is due `periodMs` after the last: one that went out in haste is not missed at leisure. */
  paced(periodMs: number, nowMs: number): void {
    const isOverdue = this.#unansweredMs(nowMs) > this.#statistics.stallAfterMs;
    if (periodMs === this.#periodMs || (this.#answeredSinceForget && isOverdue)) return;
    this.#periodMs = periodMs;
    this.#pacedAtMs = nowMs;
  }

  /** A probe was answered. Earlier ones that were not answered are given up: servers answer in order. */
  answered(id: number, nowMs: number): void {
    const probe = this.#outstanding.find((each) => each.id === id);
    if (probe === undefined) return;
    this.#outstanding = this.#outstanding.filter((each) => each.id > id);
    const roundTripMs = Math.max(0, nowMs - probe.sentAtMs);
    const bad = this.#level(nowMs) === 'bad' || this.#level(nowMs) === 'stall';
    this.#base.add(roundTripMs, nowMs);
    const base = this.#base.ms ?? roundTripMs;
    this.#trend.add(Math.max(0, roundTripMs - base), probe.sentAtMs);
    this.#statistics.add(roundTripMs, !bad && roundTripMs - base <= this.#badExcessMs());
    this.#last = { roundTripMs, atMs: nowMs };
    this.#answers++;
    if (probe.sentAtMs >= this.#evidenceSinceMs) this.#answeredSinceForget = true;
    this.update(nowMs);
  }

  /** Call on every tick: some judgements need a condition to last. */
  update(nowMs: number): void {
    const excess = this.#excessMs(nowMs);
    if (excess <= this.#warnExcessMs()) this.#doubtfulSinceMs = null;
    else this.#doubtfulSinceMs ??= nowMs;
  }

  /** Only probes sent from now on count as evidence that the path works. */
  forget(nowMs: number): void {
    this.#evidenceSinceMs = nowMs;
    this.#answeredSinceForget = false;
    this.#last = null;
  }

  /** Outstanding probes that will never be answered, because the connection or the server's stream is lost. */
  abandon(): void {
    this.#outstanding = [];
  }

  get outstanding(): number {
    return this.#outstanding.length;
  }

  reading(probe: ProbeKind, nowMs: number): PathReading {
    const excessMs = this.#excessMs(nowMs);
    const level = this.#level(nowMs);
    return {
      probe,
      confidence: this.#answers >= SETTLED_ANSWERS ? 'high' : 'low',
      roundTripMs: this.#last?.roundTripMs ?? null,
      effectiveMs: this.#effectiveMs(nowMs),
      baseMs: this.#base.ms,
      excessMs,
      trendMsPerSecond: this.#trend.msPerSecond,
      unansweredMs: this.#unansweredMs(nowMs),
      stallAfterMs: this.#statistics.stallAfterMs,
      level,
      quality: level === 'stall' ? 0 : pathQuality(excessMs),
      probeBitsPerSecond: this.#probeBits.perSecond(nowMs),
    };
  }

  #level(nowMs: number): NetLevel {
    if (this.#answeredSinceForget && this.#unansweredMs(nowMs) > this.#statistics.stallAfterMs)
      return 'stall';
    if (this.#excessMs(nowMs) > this.#badExcessMs()) return 'bad';
    const doubtful = this.#doubtfulSinceMs !== null && nowMs - this.#doubtfulSinceMs >= WARN_HOLD_MS;
    return doubtful || this.#trend.rising ? 'warn' : 'ok';
  }

  #effectiveMs(nowMs: number): number | null {
    const oldest = this.#outstanding[0];
    const ageMs = oldest === undefined ? 0 : nowMs - oldest.sentAtMs;
    const last = this.#last;
    // A round trip that is not fresh says nothing about now, unless nothing newer was asked.
    const fresh = last !== null && (oldest === undefined || nowMs - last.atMs < 2 * this.#periodMs);
    if (fresh) return Math.max(last.roundTripMs, ageMs);
    return oldest === undefined ? null : ageMs;
  }

  #excessMs(nowMs: number): number {
    const effective = this.#effectiveMs(nowMs);
    const base = this.#base.ms;
    return effective === null || base === null ? 0 : Math.max(0, effective - base);
  }

  #unansweredMs(nowMs: number): number {
    if (!this.#answeredSinceForget) return Infinity;
    const oldestMs = this.#outstanding[0]?.missedSinceMs ?? Infinity;
    return Math.max(0, nowMs - Math.min(oldestMs, this.#dueMs));
  }

  /**
   * When the next probe is due: never before the pace asked for it, and where one goes out at a time not before the
   * answer to the last, which is proof until then.
   */
  get #dueMs(): number {
    if (this.#lastSentMs === null) return Infinity;
    return Math.max(this.#lastSentMs + this.#periodMs, this.#pacedAtMs, this.#last?.atMs ?? -Infinity);
  }

  #badExcessMs(): number {
    return Math.max(BAD_EXCESS_MS, BAD_EXCESS_DEVIATIONS * this.#statistics.deviationMs);
  }

  #warnExcessMs(): number {
    return Math.max(WARN_EXCESS_MS, WARN_EXCESS_DEVIATIONS * this.#statistics.deviationMs);
  }
}
