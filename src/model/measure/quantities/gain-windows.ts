import type { Bin } from '../bin.ts';
import { asks } from './bin-totals.ts';

/** One answer: what came for what went out. */
export interface GainSample {
  readonly sentBits: number;
  readonly receivedBits: number;
  readonly windowMs: number;
  /** bit/s that came by themselves just before; null: not half a second of rest before it. */
  readonly beforeBitsPerSecond: number | null;
}

interface Open {
  /** When the first action's bin began, and the newest input's ended: times of sending. */
  readonly startMs: number;
  lastMs: number;
  sentBits: number;
  receivedBits: number;
  /** What arrives before a round trip is over cannot be the answer. */
  readonly baseMs: number;
  /** How long after the last input an answer is waited for. */
  readonly afterMs: number;
  isSending: boolean;
  readonly beforeBitsPerSecond: number | null;
  /** When its answer ends: set where a run is cut, because the next window goes on there. */
  untilMs: number | null;
}

const MIN_AFTER_MS = 500;
/** A run of input without a pause is cut here, or hours of typing would be one sample. */
const MAX_RUN_MS = 5000;
/** What came before a window is taken from so much rest, at least and at most. */
const MIN_BEFORE_MS = 500;
const MAX_BEFORE_MS = 1000;
/** Windows that wait for their answer at a time: those of a round trip of seconds; a newer one is not taken. */
const MAX_OPEN = 8;

/**
 * Pairs what a function's input asked for with what came: from the first action of a run, a round trip later, until
 * max(500 ms, 2 RTT) and a round trip after its last input. A window counts only on an ideal path, and only if
 * no other function was used in it or shortly before; moves without a button ask for nothing and disturb nobody.
 */
export class GainWindows {
  /** null: all functions as one. */
  readonly #function: string | null;
  #open: Open[] = [];
  #otherMs = Number.NEGATIVE_INFINITY;
  /** Until the answer to the newest input of any kind is over. */
  #restFromMs = Number.NEGATIVE_INFINITY;
  #restBits = 0;
  #restMs = 0;

  constructor(name: string | null) {
    this.#function = name;
  }

  /** Windows that end with this bin; `isIdeal`: the path, in the sense of eq. 7. */
  add(bin: Bin, isIdeal: boolean): readonly GainSample[] {
    const startMs = bin.atMs - bin.lengthMs;
    const mine = this.#mine(bin);
    if (bin.noData || !isIdeal) {
      this.#open = [];
      this.#restBits = 0;
      this.#restMs = 0;
      return NONE;
    }
    if (mine.isDisturbed) {
      this.#otherMs = bin.atMs;
      this.#open = this.#open.filter((each) => startMs >= each.lastMs + each.afterMs);
    }
    if (mine.sentBits > 0) this.#send(bin, mine.sentBits, mine.acts && !mine.isDisturbed);
    this.#rest(bin, mine.sentBits > 0 || mine.isDisturbed);
    return this.#open.length === 0 ? NONE : this.#receive(bin);
  }

  #mine(bin: Bin): {
    readonly sentBits: number;
    readonly acts: boolean;
    readonly isDisturbed: boolean;
  } {
    let sentBits = 0;
    let acts = false;
    let isDisturbed = false;
    for (const each of bin.activity) {
      if (!asks(each) || each.deliveredBytes === 0) continue;
      if (this.#function !== null && each.function !== this.#function) {
        isDisturbed = true;
        continue;
      }
      sentBits += 8 * each.deliveredBytes;
      acts ||= each.delivered > 0;
    }
    return { sentBits, acts, isDisturbed };
  }

  /** Keeps about the last second in which nothing was asked for or answered. */
  #rest(bin: Bin, hasInput: boolean): void {
    if (hasInput) {
      const baseMs = bin.baseMs ?? 0;
      const afterMs = Math.max(MIN_AFTER_MS, 2 * (bin.effectiveMs ?? baseMs));
      this.#restFromMs = Math.max(this.#restFromMs, bin.atMs + baseMs + afterMs);
    }
    if (bin.atMs - bin.lengthMs < this.#restFromMs) {
      this.#restBits = 0;
      this.#restMs = 0;
      return;
    }
    this.#restBits += 8 * bin.supplyBytes;
    this.#restMs += bin.lengthMs;
    if (this.#restMs <= MAX_BEFORE_MS) return;
    this.#restBits *= MAX_BEFORE_MS / this.#restMs;
    this.#restMs = MAX_BEFORE_MS;
  }

  #send(bin: Bin, sentBits: number, mayOpen: boolean): void {
    const startMs = bin.atMs - bin.lengthMs;
    const run = this.#open.find((each) => each.isSending && startMs < each.lastMs + each.afterMs);
    if (run !== undefined && bin.atMs - run.startMs <= MAX_RUN_MS) {
      run.lastMs = bin.atMs;
      run.sentBits += sentBits;
      return;
    }
    if (run !== undefined) run.untilMs = startMs + run.baseMs;
    for (const each of this.#open) each.isSending = false;
    const baseMs = bin.baseMs ?? 0;
    const afterMs = Math.max(MIN_AFTER_MS, 2 * (bin.effectiveMs ?? baseMs));
    const isAlone = startMs >= this.#otherMs + afterMs;
    if (!mayOpen || !isAlone || this.#open.length >= MAX_OPEN) return;
    this.#open.push({
      startMs,
      lastMs: bin.atMs,
      sentBits,
      receivedBits: 0,
      baseMs,
      afterMs,
      isSending: true,
      beforeBitsPerSecond: this.#restMs < MIN_BEFORE_MS ? null : (1000 * this.#restBits) / this.#restMs,
      untilMs: null,
    });
  }

  #receive(bin: Bin): readonly GainSample[] {
    const startMs = bin.atMs - bin.lengthMs;
    const over: GainSample[] = [];
    const open: Open[] = [];
    for (const each of this.#open) {
      const fromMs = each.startMs + each.baseMs;
      const toMs = each.untilMs ?? each.lastMs + each.baseMs + each.afterMs;
      const insideMs = Math.min(bin.atMs, toMs) - Math.max(startMs, fromMs);
      const part = bin.lengthMs > 0 ? Math.max(0, insideMs) / bin.lengthMs : Number(insideMs >= 0);
      each.receivedBits += 8 * bin.supplyBytes * part;
      if (bin.atMs < toMs) open.push(each);
      else if (each.sentBits > 0)
        over.push({
          sentBits: each.sentBits,
          receivedBits: each.receivedBits,
          windowMs: toMs - fromMs,
          beforeBitsPerSecond: each.beforeBitsPerSecond,
        });
    }
    this.#open = open;
    return over.length === 0 ? NONE : over;
  }
}

const NONE: readonly GainSample[] = [];
