import type { Problem } from '../decode/decode.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';
import type { Lock } from '../policy/managed-settings.ts';
import type { PolicyChange } from '../policy/policy-change.ts';
import type { Settings } from '../policy/settings.ts';
import type { KnownRelay } from './room-port.ts';

/** What the options page may say about settings; refused from anywhere else. */
export type FromPagesAboutOptions =
  /** Answered with `OptionsStatus`. */
  | { readonly type: 'options' }
  /** One field of what is in force on all sites. Answered with `SaveOutcome`. */
  | { readonly type: 'change-policy'; readonly change: PolicyChange }
  /** All settings at once, as after an import; those before are kept for one undo. Answered with `SaveOutcome`. */
  | { readonly type: 'replace-settings'; readonly settings: Settings }
  /** Back to the settings before the last replacement. Answered with `SaveOutcome`. */
  | { readonly type: 'undo-settings' };

export interface OptionsStatus {
  /** As the user set them; the defaults where they cannot be read. */
  readonly own: Settings;
  /** In force, a facility's policy included. */
  readonly settings: Settings;
  /** What a facility has set. */
  readonly locked: readonly Lock[];
  /** The facility's profiles, in force before the user's. */
  readonly givenProfiles: readonly InstrumentProfile[];
  /** What cannot be read of the facility's policy. */
  readonly managedProblems: readonly Problem[];
  /** Why the stored settings are not in force and not written over; empty when they are. */
  readonly problems: readonly Problem[];
  /** The last replacement can be undone: nothing was set since. */
  readonly canUndo: boolean;
  /** What is remembered of rooms. */
  readonly rooms: RememberedRooms;
}

export interface RememberedRooms {
  /** What the person calls themselves; '' for nothing yet. */
  readonly name: string;
  readonly relays: readonly KnownRelay[];
}
