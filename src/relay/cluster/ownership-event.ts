import type { OwnerRecord } from './owner-record.ts';
import type { Kept, Ownership } from './ownership.ts';

/** What happens to the ownership of a room, as one relay sees it. */
export type OwnershipEvent =
  | { readonly type: 'tick' }
  /** 'none': no member is here any more, and what it owns it lets go. */
  | { readonly type: 'interest'; readonly interest: Ownership['interest'] }
  /** The room is over: its record goes. */
  | { readonly type: 'over' }
  | { readonly type: 'bus'; readonly isUp: boolean }
  /** The room gives its state to keep; numbered, growing. */
  | { readonly type: 'give'; readonly number: number; readonly state: string }
  | { readonly type: 'read'; readonly kept: Kept | null }
  | { readonly type: 'written'; readonly revision: string }
  | { readonly type: 'conflict' }
  | { readonly type: 'removed' }
  /** The question failed or took too long: what it wrote may be there, or come yet. */
  | { readonly type: 'failed' };

/** What has to be done then. */
export type OwnershipEffect =
  | { readonly type: 'read' }
  | { readonly type: 'write'; readonly record: OwnerRecord; readonly revision: string | null }
  | { readonly type: 'remove'; readonly revision: string }
  /** Act for the room from now on, with what was kept of it. */
  | { readonly type: 'begin'; readonly term: number; readonly state: string | null }
  /** Act no more. */
  | { readonly type: 'stop' }
  /** All states up to this number are kept. */
  | { readonly type: 'saved'; readonly number: number };

export interface OwnershipStep {
  readonly state: Ownership;
  readonly effects: readonly OwnershipEffect[];
}

/** Nothing has to be done. */
export const only = (state: Ownership): OwnershipStep => ({ state, effects: [] });
