import type { CreditLimits } from './credit.ts';
import type { BlockReason } from './outcome.ts';
import type { Zones } from './zones.ts';

/** What the gate has to know for one verdict. */
export interface GateContext {
  /** false: everything passes, and is only noted. */
  readonly enforce: boolean;
  /** null: presses may go out. An override makes it null where it can. */
  readonly permit: BlockReason | null;
  /** false: control of the room is elsewhere. Then `permit` gives a reason, and not even stops and moves pass. */
  readonly seated: boolean;
  /** The user goes past what the network says: no credit, cut, retry or arming is asked for. */
  readonly overridden: boolean;
  /** Presses go out together with their release: what is sent now may be the last that arrives for a while. */
  readonly unit: boolean;
  /** false: hazardous functions wait for the user's word. */
  readonly armed: boolean;
  readonly credit: CreditLimits;
  readonly zones: Zones;
  /** How far apart moves are sent; null: not at all. */
  readonly motionIntervalMs: number | null;
  /** A move of a drag goes out while no earlier one has been unacknowledged for longer; 0: one at a time. */
  readonly dragWindowMs: number;
  readonly suppressRetries: boolean;
  /** A press that was acknowledged is not shown to have acted before so long after it was sent: on a full path. */
  readonly answerWithinMs: number;
  readonly nowMs: number;
}
