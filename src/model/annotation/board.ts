import { type DrawRules, FREE_RULES } from './board-change.ts';
import type { Mark } from './mark.ts';

/** A mark as it stands on a board. */
export interface PlacedMark {
  readonly mark: Mark;
  /** When it was finished, by this computer's clock; what fades does so from here. */
  readonly sinceMs: number;
}

/** All that was drawn and not erased; plain data. */
export interface Board {
  readonly marks: readonly PlacedMark[];
  readonly rules: DrawRules;
  /** Greatest stamp that was seen. */
  readonly stamp: number;
}

export const EMPTY_BOARD: Board = { marks: [], rules: FREE_RULES, stamp: 0 };
