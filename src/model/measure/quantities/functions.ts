import type { Bin } from '../bin.ts';
import { asks, POINTING } from './bin-totals.ts';
import { Gain } from './gain.ts';
import type { FunctionReading } from './model-reading.ts';
import type { Presence } from './presence.ts';
import { counted, type Quantity } from './quantity.ts';

/** Functions told apart in one session; what comes later counts together. */
const MAX_FUNCTIONS = 32;
const OTHER = 'other';

interface Entry {
  readonly name: string;
  readonly gain: Gain;
  actions: number;
  delivered: number;
  attemptedBits: number;
}

/** Eq. 1 taken apart: what the user did with each function of the instrument, and what it brought (b_action, G). */
export class Functions {
  readonly #entries = new Map<string, Entry>();
  readonly #all = new Gain(null);
  #seenMs = 0;

  add(bin: Bin, { isIdeal }: Pick<Presence, 'isIdeal'>): void {
    if (!bin.noData) this.#seenMs += bin.lengthMs;
    for (const each of bin.activity) {
      const entry = this.#entry(each.function);
      entry.actions += each.actions;
      entry.delivered += each.delivered;
      entry.attemptedBits += 8 * each.attemptedBytes;
    }
    for (const { gain, name } of this.#entries.values()) if (name !== POINTING) gain.add(bin, isIdeal);
    this.#all.add(bin, isIdeal);
  }

  /** G over all functions. */
  gain(seed: Quantity): Quantity {
    return this.#all.reading(seed);
  }

  /** Sum of G_k b_in,k in bits for what one bin holds; null: too little is known of G. */
  askedBits(bin: Bin, seed: Quantity): number | null {
    let asked = 0;
    const overall = this.#all.reading(seed).value;
    for (const each of bin.activity) {
      if (!asks(each) || each.deliveredBytes === 0) continue;
      const gain = this.#entries.get(each.function)?.gain.reading(seed).value ?? overall;
      if (gain === null) return null;
      asked += gain * 8 * each.deliveredBytes;
    }
    return asked;
  }

  /** Those that were used, the most used first. */
  readings(seed: Quantity): readonly FunctionReading[] {
    const seconds = Math.max(this.#seenMs, 1) / 1000;
    return [...this.#entries.values()]
      .sort((a, b) => b.actions - a.actions)
      .map(({ name, gain, actions, delivered, attemptedBits }) => ({
        function: name,
        activity: counted(attemptedBits / seconds, actions),
        actions,
        delivered,
        gain: gain.reading(seed),
      }));
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    if (this.#entries.size >= MAX_FUNCTIONS - 1 && name !== OTHER) return this.#entry(OTHER);
    const fresh: Entry = { name, gain: new Gain(name), actions: 0, delivered: 0, attemptedBits: 0 };
    this.#entries.set(name, fresh);
    return fresh;
  }
}
