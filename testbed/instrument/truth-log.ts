import type { InputEntry } from './input-log.ts';

/** What really happened at the instrument, with the instrument's own clock (ms). */
export type TruthEntry =
  | { readonly type: 'input'; readonly atMs: number; readonly input: InputEntry }
  /** A press did something: `name` of the control, or of the panel that was dragged or clicked. */
  | { readonly type: 'action'; readonly atMs: number; readonly name: string; readonly inputNumber: number }
  /** The stage began to move by this input. A press that takes over a motion ends it with a rest and begins its own. */
  | {
      readonly type: 'motion';
      readonly atMs: number;
      readonly axis: 'xy' | 'z';
      readonly inputNumber: number;
    }
  | {
      /** It came to rest, or another input took over. */
      readonly type: 'rest';
      readonly atMs: number;
      readonly axis: 'xy' | 'z';
      /** How far it went. */
      readonly travelUm: number;
      /** Of that, behind the release of the button that was held: what lag and inertia added. 0 where nothing was held. */
      readonly overshootUm: number;
    }
  /** The sample touched the pole piece: damage. `inputNumber`: the press whose motion it was. */
  | {
      readonly type: 'contact';
      readonly atMs: number;
      readonly inputNumber: number;
      readonly speedUmPerS: number;
    }
  | { readonly type: 'acquired'; readonly atMs: number; readonly inputNumber: number };

/** Entries kept; a run of an experiment has a few thousand inputs at most. */
export const MAX_TRUTH_ENTRIES = 20_000;

/** What the instrument writes about itself. */
export class TruthLog {
  #entries: TruthEntry[] = [];

  get entries(): readonly TruthEntry[] {
    return this.#entries;
  }

  write(entry: TruthEntry): void {
    this.#entries.push(entry);
    // In blocks, so that the list is not moved at every entry.
    if (this.#entries.length > MAX_TRUTH_ENTRIES * 1.25)
      this.#entries = this.#entries.slice(-MAX_TRUTH_ENTRIES);
  }
}
