import type { Problem } from '../../model/decode/decode.ts';

/** Different problems that are passed on; more would only hide the first ones. */
export const MAX_FAULTS = 20;

/** What the page's side of the port said that does not decode: each problem is told once, with those before it. */
export class PageFaults {
  readonly #problems: Problem[] = [];

  /** All problems so far if one of these is new, else null. */
  add(problems: readonly Problem[]): readonly Problem[] | null {
    const fresh = problems.filter(
      ({ path, code }) => !this.#problems.some((known) => known.path === path && known.code === code),
    );
    if (fresh.length === 0 || this.#problems.length >= MAX_FAULTS) return null;
    this.#problems.push(...fresh.slice(0, MAX_FAULTS - this.#problems.length));
    return [...this.#problems];
  }
}
