import { seededRandom } from '../link/random.ts';
import type { Lognormal } from './user-parameters.ts';

/** What a person does not do twice alike. The same seed gives the same life. */
export class Chance {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** True with this probability. */
  is(probability: number): boolean {
    return this.#random() < probability;
  }

  /** Even odds between. */
  between({ from, to }: { readonly from: number; readonly to: number }): number {
    return from + (to - from) * this.#random();
  }

  /** A whole number, 0 to `below` - 1. */
  whole(below: number): number {
    return Math.floor(this.#random() * below);
  }

  lognormalMs({ medianMs, spread }: Lognormal): number {
    return medianMs * Math.exp(spread * this.normal());
  }

  /** Mean 0, standard deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}
