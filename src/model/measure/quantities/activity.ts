import { WIRE_OVERHEAD_BYTES } from '../demand-meter.ts';
import { BinRate } from './bin-rate.ts';
import type { BinTotals } from './bin-totals.ts';

const TAU_MS = 1000;
/** Mean over the memory of {@link Feedback}, for what an action costs in bits. */
const SLOW_TAU_MS = 25_000;
const WIRE_OVERHEAD_BITS = 8 * WIRE_OVERHEAD_BYTES;

/** b_user-activity (eq. 1) and b_in (eq. 4): what the user attempts and what the gate lets out, over a second. */
export class Activity {
  readonly #attemptedBits = new BinRate(TAU_MS);
  readonly #actions = new BinRate(TAU_MS);
  readonly #delivered = new BinRate(TAU_MS);
  readonly #input = new BinRate(TAU_MS);
  readonly #attemptedAsking = new BinRate(TAU_MS);
  readonly #wire = new BinRate(TAU_MS);
  readonly #slowActions = new BinRate(SLOW_TAU_MS);
  readonly #slowAsking = new BinRate(SLOW_TAU_MS);

  add(totals: BinTotals, lengthMs: number): void {
    this.#attemptedBits.add(totals.attemptedBits, lengthMs);
    this.#actions.add(totals.actions, lengthMs);
    this.#delivered.add(totals.delivered, lengthMs);
    this.#input.add(totals.deliveredBits, lengthMs);
    this.#attemptedAsking.add(totals.attemptedAskingBits, lengthMs);
    this.#wire.add(totals.deliveredBits + WIRE_OVERHEAD_BITS * totals.messages, lengthMs);
    this.#slowActions.add(totals.actions, lengthMs);
    this.#slowAsking.add(totals.askingBits, lengthMs);
  }

  get attemptedBitsPerSecond(): number {
    return this.#attemptedBits.perSecond;
  }

  get actionsPerSecond(): number {
    return this.#actions.perSecond;
  }

  get deliveredPerSecond(): number {
    return this.#delivered.perSecond;
  }

  get inputBitsPerSecond(): number {
    return this.#input.perSecond;
  }

  /** Attempted input that may ask for a picture. */
  get attemptedAskingBitsPerSecond(): number {
    return this.#attemptedAsking.perSecond;
  }

  get wireBitsPerSecond(): number {
    return this.#wire.perSecond;
  }

  /** Means over half a minute. */
  get slowActionsPerSecond(): number {
    return this.#slowActions.perSecond;
  }

  get slowAskingBitsPerSecond(): number {
    return this.#slowAsking.perSecond;
  }
}
