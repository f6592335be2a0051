import type { Bin } from '../bin.ts';
import { Activity } from './activity.ts';
import { BinRate } from './bin-rate.ts';
import { totalsOf } from './bin-totals.ts';
import { Capacity } from './capacity.ts';
import { Experience } from './experience.ts';
import { FEEDBACK_SLOT_MS, Feedback, feedbackSign } from './feedback.ts';
import { Functions } from './functions.ts';
import { IdleShare } from './idle-share.ts';
import { closedLoopSupplyOf, loopGainOf } from './loop-quantities.ts';
import type { ModelReading, SeriesRow } from './model-reading.ts';
import { PathShare } from './path-share.ts';
import { Presence } from './presence.ts';
import { counted, type Quantity, unproved } from './quantity.ts';
import { RecoveryPoint } from './recovery-point.ts';
import { Seed } from './seed.ts';
import { Series } from './series.ts';
import { Shortfall } from './shortfall.ts';
import { ThresholdPoint } from './threshold-point.ts';
import { TimeInState } from './time-in-state.ts';

const SECOND_MS = 1000;
const SUPPLY_TAU_MS = 1000;
/** Bins that were lost on the way: a longer gap between two of them is time of which nothing is known. */
const GAP_MS = 25;
/** Nobody who has not touched anything for so long says anything about feedback. */
const PRESENT_MS = 10_000;

/**
 * The paper's session model over one connection: bins in, quantities out. Knows no clock and keeps a bounded amount,
 * however long the session is.
 *
 * @example
 * const model = new SessionModel();
 * link.onBins((bins) => bins.forEach((bin) => model.add(bin)));
 * model.reading()?.gain.value;
 */
export class SessionModel {
  readonly #activity = new Activity();
  readonly #supply = new BinRate(SUPPLY_TAU_MS);
  readonly #presence = new Presence();
  readonly #seed = new Seed();
  readonly #functions = new Functions();
  readonly #capacity = new Capacity();
  readonly #path = new PathShare();
  readonly #shortfall = new Shortfall();
  readonly #feedback = new Feedback();
  readonly #threshold = new ThresholdPoint();
  readonly #recovery = new RecoveryPoint();
  readonly #idle = new IdleShare();
  readonly #experience = new Experience();
  readonly #time = new TimeInState();
  readonly #series = new Series();
  #startMs = 0;
  #secondAtMs = 0;
  #effectiveMs: number | null = null;
  #slotMs = 0;
  #slotActions = 0;
  #last: Bin | null = null;

  /** The next bin. One that ends before the last did is not taken. */
  add(bin: Bin): void {
    const last = this.#last;
    if (last !== null && bin.atMs < last.atMs) return;
    if (last === null) {
      this.#startMs = bin.atMs - bin.lengthMs;
      this.#secondAtMs = this.#startMs + SECOND_MS;
    } else if (bin.atMs - bin.lengthMs - last.atMs > GAP_MS) {
      this.#take(gapBetween(last, bin));
    }
    this.#take(bin);
  }

  #take(bin: Bin): void {
    this.#last = bin;
    const totals = totalsOf(bin);
    this.#presence.add(bin);
    this.#activity.add(totals, bin.lengthMs);
    this.#supply.add(8 * bin.supplyBytes, bin.lengthMs);
    this.#seed.add(bin, this.#presence);
    this.#functions.add(bin, this.#presence);
    this.#capacity.add(bin);
    this.#path.add(bin);
    this.#shortfall.add(bin, this.#functions, this.#seed.reading);
    this.#idle.add(bin, this.#presence);
    this.#recovery.add(bin, this.#presence, {
      demandPerSecond: this.#activity.actionsPerSecond,
      supplyBitsPerSecond: this.#supply.perSecond,
    });
    this.#experience.add(bin);
    this.#time.add(bin);
    if (bin.effectiveMs !== null) this.#effectiveMs = Math.max(this.#effectiveMs ?? 0, bin.effectiveMs);
    this.#slot(bin, totals.actions);
    if (bin.atMs >= this.#secondAtMs) this.#second(bin);
  }

  /** H at 2 Hz. */
  #slot(bin: Bin, actions: number): void {
    this.#slotMs += bin.lengthMs;
    this.#slotActions += actions;
    if (bin.noData) this.#feedback.interrupt();
    if (this.#slotMs < FEEDBACK_SLOT_MS) return;
    const isPresent = this.#presence.sinceInputMs < PRESENT_MS;
    const share = this.#shortfall.share(this.#supply.perSecond, this.#seed.reading, this.#capacity.reading);
    if (isPresent && !bin.noData) this.#feedback.add((this.#slotActions * 1000) / this.#slotMs, share);
    else this.#feedback.interrupt();
    this.#slotMs = 0;
    this.#slotActions = 0;
  }

  #second(bin: Bin): void {
    // A bin of an hour is one row.
    this.#secondAtMs += SECOND_MS * (1 + Math.floor((bin.atMs - this.#secondAtMs) / SECOND_MS));
    const demandPerSecond = this.#activity.actionsPerSecond;
    const supplyBitsPerSecond = this.#supply.perSecond;
    this.#threshold.second(bin, this.#presence, demandPerSecond, supplyBitsPerSecond);
    this.#experience.second(bin, this.#presence);
    const { tight, loose } = this.#experience.reading;
    this.#series.add({
      atMs: bin.atMs,
      state: bin.state,
      demandPerSecond,
      supplyBitsPerSecond,
      deliveredPerSecond: this.#activity.deliveredPerSecond,
      effectiveMs: this.#effectiveMs,
      baseMs: bin.baseMs,
      pathQuality: bin.quality,
      tight,
      loose,
    });
    this.#effectiveMs = null;
  }

  /** Everything that is known now; null before the first bin. */
  reading(): ModelReading | null {
    const bin = this.#last;
    if (bin === null) return null;
    const activity = this.#activity;
    const seed = this.#seed.reading;
    const capacity = this.#capacity.reading;
    const gain = this.#functions.gain(seed);
    const feedback = this.#feedback.reading;
    const { path, forward, reverse } = this.#path.reading(capacity);
    const loopGain = loopGainOf({ gain, path, feedback, seed, activity });
    const shortfall = this.#shortfall.share(this.#supply.perSecond, seed, capacity);
    const asProved = (quantity: Quantity): Quantity => (bin.settled ? quantity : unproved(quantity));
    return {
      atMs: bin.atMs,
      lengthMs: bin.atMs - this.#startMs,
      activity: counted(activity.attemptedBitsPerSecond),
      activityPerSecond: counted(activity.actionsPerSecond),
      input: counted(activity.inputBitsPerSecond),
      inputWire: counted(activity.wireBitsPerSecond),
      supply: counted(this.#supply.perSecond),
      seed: asProved(seed),
      gain: asProved(gain),
      functions: this.#functions.readings(seed).map((each) => ({ ...each, gain: asProved(each.gain) })),
      capacity,
      path,
      pathForward: forward,
      pathReverse: reverse,
      feedback,
      feedbackSign: feedbackSign(feedback, bin.retryRatio),
      loopGain,
      retryRatio: counted(bin.retryRatio),
      threshold: { demand: asProved(this.#threshold.demand), supply: this.#threshold.supply(capacity) },
      recovery: this.#recovery.reading,
      idle: this.#idle.reading,
      closedLoopSupply: closedLoopSupplyOf({
        gain,
        path,
        forward,
        reverse,
        feedback,
        loopGain,
        seed,
        capacity,
        shortfall,
        activity,
      }),
      experience: this.#experience.reading,
      timeInState: this.#time.reading,
      unseenMs: this.#time.unseenMs,
    };
  }

  /** Rows that end at `fromAtMs` or later, the oldest first: one a second as long as they fit. */
  rows(fromAtMs = Number.NEGATIVE_INFINITY): readonly SeriesRow[] {
    return this.#series.rows(fromAtMs);
  }
}

/** Time between two bins of which no bin tells: nothing happened that is known, and nothing is known. */
function gapBetween(last: Bin, next: Bin): Bin {
  const atMs = next.atMs - next.lengthMs;
  return {
    ...last,
    atMs,
    lengthMs: atMs - last.atMs,
    activity: [],
    supplyBytes: 0,
    updates: 0,
    trainBytes: 0,
    trainMs: 0,
    responseMs: null,
    noResponse: 0,
    roundTripMs: null,
    effectiveMs: null,
    noData: true,
  };
}
