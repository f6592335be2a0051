import { meanOpinion, opinionTerms } from '../measure/quantities/mean-opinion.ts';
import type { DemandReading } from '../measure/readings.ts';
import { EXCESS_DEMAND_RATIO, IDLE_AFTER_MS, OPTIMUM_DEMAND_PER_SECOND } from '../session/thresholds.ts';
import { EASE_MS, FULL_HOLD_MS, NON_IDEAL_MS, RAISE_INTERVAL_MS } from './law-constants.ts';
import type { LawBounds, LawSight, Usual } from './law-state.ts';
import { LinkCapacity } from './link-capacity.ts';
import type { PictureMeter } from './picture-meter.ts';
import type { QualitySight } from './quality.ts';
import { LADDER, type QualityLevel } from './quality-level.ts';

/** e is watched for so long: at 10 probes a second its upper decile is the fifth largest. */
const WATCHED_MS = 5000;
const HIGH_PART = 0.9;
const USUAL_PART = 0.5;
/** A refresh waits for the server's next look at its screen as well: about twice as long (docs/model.md). */
const REFRESH_RATIO = 2;
/** What the user usually does, in seconds of his. */
const USUAL_TAU_MS = 15_000;
/** Written at a settled level: the newest round trip, and the probe before it. */
const SETTLE_MARGIN_MS = 100;

/** At a tick. */
interface Excess {
  readonly atMs: number;
  /** e. */
  readonly ms: number;
  /** e above the least base that was known: a queue that lasts for minutes becomes part of the base. */
  readonly aboveLeastMs: number;
  readonly flowBitsPerSecond: number;
}

/** What else the law needs to know. */
export interface LawSetting {
  readonly bounds: LawBounds;
  readonly level: QualityLevel;
  readonly isFocused: boolean;
}

/** Sees what the law looks at: the path's excess since the level settled, the capacity, and the trend of demand. */
export class LawWatch {
  readonly #capacity = new LinkCapacity();
  readonly #picture: PictureMeter;
  #excesses: readonly Excess[] = [];
  /** Of the level before, as long as it was not ideal. */
  #former: readonly Excess[] = [];
  #excessMs = 0;
  #leastBaseMs = Number.POSITIVE_INFINITY;
  #fullAtMs = Number.NEGATIVE_INFINITY;
  #usualPerSecond = 0;
  #tickMs: number;
  #changedAtMs: number | null = null;

  constructor(picture: PictureMeter, nowMs: number) {
    this.#picture = picture;
    this.#tickMs = nowMs;
  }

  /** What comes now is of the level in force. */
  get isSettled(): boolean {
    return this.#changedAtMs === null;
  }

  bytes(count: number, nowMs: number): void {
    this.#capacity.chunk(count, nowMs);
  }

  /** Another level was told to the server. */
  changed(nowMs: number): void {
    if (this.isSettled) this.#former = this.#excesses.filter(({ ms }) => ms > NON_IDEAL_MS);
    this.#changedAtMs = nowMs;
    this.#excesses = [];
  }

  /** Nothing seen so far counts any more. */
  blind(nowMs: number): void {
    this.#tickMs = nowMs;
    this.#excesses = [];
    this.#leastBaseMs = Number.POSITIVE_INFINITY;
    this.#capacity.tick(false);
  }

  /** Every tick, before `sight`. True: the level has settled just now. */
  tick({ path, demand, supply }: QualitySight, nowMs: number): boolean {
    const ratio = path.probe === 'refresh' ? REFRESH_RATIO : 1;
    this.#excessMs = path.excessMs / ratio;
    const baseMs = path.baseMs ?? 0;
    this.#leastBaseMs = Math.min(this.#leastBaseMs, baseMs);
    if (this.#excessMs > NON_IDEAL_MS) this.#fullAtMs = nowMs;
    this.#capacity.tick(this.#isFull(nowMs));
    const part = Math.min(1, (nowMs - this.#tickMs) / USUAL_TAU_MS);
    this.#usualPerSecond += (demand.attemptedPerSecond - this.#usualPerSecond) * part;
    this.#tickMs = nowMs;
    const aboveLeastMs = this.#excessMs + (baseMs - this.#leastBaseMs) / ratio;
    const flowBitsPerSecond = supply.rateBitsPerSecond;
    const excess = { atMs: nowMs, ms: this.#excessMs, aboveLeastMs, flowBitsPerSecond };
    const changedAtMs = this.#changedAtMs;
    if (changedAtMs !== null) {
      if (excess.ms > NON_IDEAL_MS) this.#former = [...this.#former, excess];
      // The oldest probe that waits was sent after the change: all that was written before it is here.
      if (nowMs - changedAtMs < (path.effectiveMs ?? 0) + SETTLE_MARGIN_MS) return false;
      this.#changedAtMs = null;
      return true;
    }
    this.#excesses = [...this.#excesses, excess].filter(({ atMs }) => nowMs - atMs <= WATCHED_MS);
    return false;
  }

  sight(given: QualitySight, { bounds, level, isFocused }: LawSetting, nowMs: number): LawSight {
    const { path, demand, supply, state, flags, isDragging } = given;
    const isActive = isDragging || demand.sinceInputMs < IDLE_AFTER_MS;
    const isTight = isActive || isFocused;
    const capacity = this.#capacity.bitsPerSecond(nowMs);
    const isWatched = nowMs - (this.#excesses[0]?.atMs ?? nowMs) >= RAISE_INTERVAL_MS - SETTLE_MARGIN_MS;
    const seen = isWatched ? this.#excesses : [];
    const highExcessMs = quantile(seen, 'ms', HIGH_PART);
    const delaysMs = this.#delaysMs(level, capacity, highExcessMs);
    const sight = { responseMs: this.#excessMs, ...supply, retryRatio: demand.retryRatio };
    return {
      level: path.level,
      highExcessMs,
      usual: usualOf(seen),
      former: usualOf(this.#former),
      isFull: this.#isFull(nowMs),
      delaysMs,
      isMeasured: capacity !== null,
      loads: delaysMs.map((each) => (each * supply.updatesPerSecond) / 1000),
      flowBitsPerSecond: supply.rateBitsPerSecond,
      retryRatio: demand.retryRatio,
      isPushing: isPushing(demand, this.#usualPerSecond),
      // The excess stands in the place of the time to a picture: a slow instrument is no reason for a worse picture.
      opinion: meanOpinion(opinionTerms(sight, isTight ? 'tight' : 'loose')),
      isSettled: this.isSettled,
      isWell:
        (state === 'stable' || state === 'idle') && !flags.warn && !flags.nonIdeal && path.level === 'ok',
      isIdle: state === 'idle' && !isActive,
      isTight,
      isDragging,
      bounds,
    };
  }

  #isFull(nowMs: number): boolean {
    return nowMs - this.#fullAtMs <= FULL_HOLD_MS;
  }

  /** S at each rung. Without a capacity, or at ease, what probes had to wait for is as long as the updates took. */
  #delaysMs(level: QualityLevel, capacity: number | null, highExcessMs: number | null): readonly number[] {
    const now = this.#picture.bytesAt(level);
    const waitedMs = highExcessMs ?? this.#excessMs;
    const isAtEase = highExcessMs !== null && highExcessMs < EASE_MS;
    return LADDER.map((each) => {
      const bytes = this.#picture.bytesAt(each);
      const byExcessMs = now === 0 ? waitedMs : (waitedMs * bytes) / now;
      if (capacity === null) return byExcessMs;
      const byCapacityMs = (8000 * bytes) / capacity;
      return isAtEase ? Math.min(byExcessMs, byCapacityMs) : byCapacityMs;
    });
  }
}

function usualOf(excesses: readonly Excess[]): Usual | null {
  const excessMs = quantile(excesses, 'aboveLeastMs', USUAL_PART);
  const flowBitsPerSecond = quantile(excesses, 'flowBitsPerSecond', USUAL_PART);
  return excessMs === null || flowBitsPerSecond === null ? null : { excessMs, flowBitsPerSecond };
}

/** null: nothing was seen. */
function quantile(excesses: readonly Excess[], of: keyof Excess, part: number): number | null {
  const sorted = excesses.map((each) => each[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)] ?? null;
}

/** The trend of the user's demand: he acts more often than he does, and than the default of d0. */
function isPushing({ attemptedPerSecond }: DemandReading, usualPerSecond: number): boolean {
  return attemptedPerSecond > EXCESS_DEMAND_RATIO * Math.max(usualPerSecond, OPTIMUM_DEMAND_PER_SECOND);
}
