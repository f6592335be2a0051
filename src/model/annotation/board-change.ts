import type { MemberId, Role } from '../room/member.ts';
import type { Mark } from './mark.ts';

/** Who may draw in a room. What others draw is hidden by everybody, so that no order of messages matters. */
export interface DrawRules {
  readonly leastRole: Role;
  /** Hidden whatever their role is. */
  readonly muted: readonly MemberId[];
}

export const FREE_RULES: DrawRules = { leastRole: 'observer', muted: [] };

/**
 * What can happen to a board. Applied in any order, and more than once, these give the same board.
 * `stamp`: greater than every stamp its sender has seen; of two equal ones the greater sender's counts.
 */
export type BoardChange =
  | { readonly type: 'mark'; readonly mark: Mark }
  /** Own marks; those of others by a trainer alone. An erased one never comes back. */
  | { readonly type: 'erase'; readonly of: MemberId; readonly numbers: readonly number[] }
  /** Own, or by a trainer: all marks of each author up to a number. Marks its sender had not seen stay. */
  | {
      readonly type: 'clear';
      readonly floors: readonly { readonly of: MemberId; readonly upTo: number }[];
    }
  /** Own, or by a trainer: kept, or fading from now on. */
  | {
      readonly type: 'keep';
      readonly of: MemberId;
      readonly number: number;
      readonly fadeMs: number | null;
      readonly stamp: number;
    }
  /** By a trainer. */
  | { readonly type: 'rules'; readonly rules: DrawRules; readonly stamp: number };

/** A change and who made it, as the room told it. */
export interface SaidChange {
  readonly by: MemberId;
  /** At the time it was heard: trainer or owner. */
  readonly isTrainer: boolean;
  /** How long ago it was made: what fades has faded so far already. */
  readonly agoMs: number;
  readonly change: BoardChange;
}
