import type { StallSide } from '../../../testbed/link/link.ts';
import type { LinkProfile } from '../../../testbed/link/profile.ts';

/** What goes wrong under a user who presses; `name` is the case's name on the command line and in reports. */
export type FaultCase =
  /** The path becomes a black hole and heals, once or several times. */
  | {
      readonly name: string;
      readonly type: 'cut';
      readonly side: StallSide;
      readonly cutsMs: readonly number[];
    }
  /** A radio link that is held up for moments, one after the other. */
  | {
      readonly name: string;
      readonly type: 'spikes';
      readonly profile: LinkProfile;
      readonly spikesMs: readonly number[];
    }
  /** A program on the way stops, for a time or for good. */
  | {
      readonly name: string;
      readonly type: 'pause';
      readonly what: 'server' | 'renderer';
      readonly pauseMs: number;
    }
  | { readonly name: string; readonly type: 'kill'; readonly what: 'server' | 'websockify' }
  /** The user leaves the page with a key and a button down, and comes back. */
  | {
      readonly name: string;
      readonly type: 'leave';
      readonly how: 'reload' | 'close';
      /** The path is dead while they leave. */
      readonly cut: boolean;
    }
  /** The connection ends in every way there is, with a key and a button down, and the page connects again. */
  | { readonly name: string; readonly type: 'reconnects'; readonly count: number }
  /** Nothing goes wrong: whatever does not arrive was wrongly blocked. */
  | { readonly name: string; readonly type: 'healthy'; readonly profile: LinkProfile };
