import type { InputEntry } from './input-log.ts';

/** What really happened at the instrument, with the instrument's own clock (ms). */
export type TruthEntry =
  | { readonly type: 'input'; readonly atMs: number; readonly input: InputEntry }
  /** A press did something: `name` of the control, or of the panel that was dragged or clicked. */
  | { readonly type: 'action'; readonly atMs: number; readonly name: string; readonly inputNumber: number }
  /** The stage began to move, came to rest. `input`: number of the input that caused it. */
  | {
      readonly type: 'motion';
      readonly atMs: number;
      readonly axis: 'xy' | 'z';
      readonly inputNumber: number;
    }
  | {
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
