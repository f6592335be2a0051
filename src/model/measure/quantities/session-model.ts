import type { Bin } from '../bin.ts';
import { BinRate } from './bin-rate.ts';
import type { ModelReading, SeriesRow } from './model-reading.ts';
import { counted, unknown } from './quantity.ts';
import { Series } from './series.ts';
import { TimeInState } from './time-in-state.ts';

const WIRE_OVERHEAD_BYTES = 105;

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
  readonly #activity = new BinRate(1000);
  readonly #actions = new BinRate(1000);
  readonly #delivered = new BinRate(1000);
  readonly #input = new BinRate(1000);
  readonly #wire = new BinRate(1000);
  readonly #supply = new BinRate(1000);
  readonly #time = new TimeInState();
  readonly #series = new Series();
  #startMs = 0;
  #rowAtMs = 0;
  #effectiveMs: number | null = null;
  #last: Bin | null = null;

  add(bin: Bin): void {
    if (this.#last === null) {
      this.#startMs = bin.atMs - bin.lengthMs;
      this.#rowAtMs = this.#startMs + 1000;
    }
    this.#last = bin;
    let [actions, delivered, attemptedBytes, deliveredBytes, messages] = [0, 0, 0, 0, 0];
    for (const activity of bin.activity) {
      actions += activity.actions;
      delivered += activity.delivered;
      attemptedBytes += activity.attemptedBytes;
      deliveredBytes += activity.deliveredBytes;
      messages += activity.messages;
    }
    this.#actions.add(actions, bin.lengthMs);
    this.#delivered.add(delivered, bin.lengthMs);
    this.#activity.add(8 * attemptedBytes, bin.lengthMs);
    this.#input.add(8 * deliveredBytes, bin.lengthMs);
    this.#wire.add(8 * (deliveredBytes + WIRE_OVERHEAD_BYTES * messages), bin.lengthMs);
    this.#supply.add(8 * bin.supplyBytes, bin.lengthMs);
    this.#time.add(bin);
    if (bin.effectiveMs !== null) this.#effectiveMs = Math.max(this.#effectiveMs ?? 0, bin.effectiveMs);
    if (bin.atMs < this.#rowAtMs) return;
    this.#rowAtMs = Math.max(this.#rowAtMs + 1000, bin.atMs);
    this.#series.add({
      atMs: bin.atMs,
      state: bin.state,
      demandPerSecond: this.#actions.perSecond,
      deliveredPerSecond: this.#delivered.perSecond,
      supplyBitsPerSecond: this.#supply.perSecond,
      effectiveMs: this.#effectiveMs,
      baseMs: bin.baseMs,
      pathQuality: bin.quality,
      tight: null,
      loose: null,
    });
    this.#effectiveMs = null;
  }

  /** Everything that is known now; null before the first bin. */
  reading(): ModelReading | null {
    const bin = this.#last;
    if (bin === null) return null;
    return {
      atMs: bin.atMs,
      lengthMs: bin.atMs - this.#startMs,
      activity: counted(this.#activity.perSecond),
      activityPerSecond: counted(this.#actions.perSecond),
      input: counted(this.#input.perSecond),
      inputWire: counted(this.#wire.perSecond),
      supply: counted(this.#supply.perSecond),
      seed: unknown('few-samples'),
      gain: unknown('few-samples'),
      functions: [],
      capacity: unknown('few-samples'),
      path: bin.effectiveMs === null ? unknown('no-probe') : counted(bin.quality),
      pathForward: unknown('inferred'),
      pathReverse: unknown('inferred'),
      feedback: unknown('few-samples'),
      feedbackSign: bin.retryRatio >= 0.3 ? 'pushes' : 'unknown',
      loopGain: unknown('few-samples'),
      retryRatio: counted(bin.retryRatio),
      threshold: { demand: unknown('few-samples'), supply: unknown('few-samples') },
      recovery: null,
      idle: {
        think: unknown('few-samples'),
        abort: unknown('few-samples'),
        idle: unknown('few-samples'),
      },
      closedLoopSupply: unknown('few-samples'),
      experience: {
        tight: null,
        loose: null,
        delayTerm: 0,
        freezeTerm: 0,
        retryTerm: 0,
        sessionTight: null,
        sessionLoose: null,
      },
      timeInState: this.#time.reading,
      unseenMs: this.#time.unseenMs,
    };
  }

  /** Rows that end at `fromAtMs` or later, one a second as long as they fit. */
  rows(fromAtMs = Number.NEGATIVE_INFINITY): readonly SeriesRow[] {
    return this.#series.rows(fromAtMs);
  }
}
