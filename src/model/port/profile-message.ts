import type { Problem } from '../decode/decode.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';

/**
 * What a content script may say about profiles: the region editor lies over the page it draws on. It gets and
 * changes only those whose portal covers the origin of its document, which the browser names and not the message.
 */
export type FromContentAboutProfiles =
  /** Answered with the part of the `ProfileLibrary` that is for this document's portal. */
  { readonly type: 'portal-profiles' } | SaveProfile;

/** What the extension's own pages may say about profiles. */
export type FromPagesAboutProfiles =
  /** Answered with `ProfileLibrary`. */
  | { readonly type: 'profiles' }
  | SaveProfile
  /** Takes a profile, readable or not, out of use. Answered with `ProfileOutcome`. */
  | { readonly type: 'remove-profile'; readonly id: string }
  /** Puts a removed profile back in its place. Answered with `ProfileOutcome`. */
  | { readonly type: 'restore-profile'; readonly id: string }
  /** Puts an unreadable library aside and begins with an empty one. Answered with `ProfileOutcome`. */
  | { readonly type: 'reset-profiles' };

/** Answered with `ProfileOutcome`. What was imported, drawn or typed is decoded by the background, whole. */
export interface SaveProfile {
  readonly type: 'save-profile';
  /** null: a new one. An id that is not kept any more makes a new one too: what someone worked on is not lost. */
  readonly id: string | null;
  readonly profile: unknown;
}

/** A profile as it is kept. The order counts: of several that fit a connection the first is in force. */
export type StoredProfile =
  | { readonly type: 'readable'; readonly id: string; readonly profile: InstrumentProfile }
  /** Of another release, or changed by hand: kept as it is, shown, not in force. */
  | {
      readonly type: 'unreadable';
      readonly id: string;
      readonly raw: unknown;
      readonly problems: readonly Problem[];
    };

export interface ProfileLibrary {
  readonly profiles: readonly StoredProfile[];
  /** Why the library as a whole cannot be read; nothing is saved into it then. Empty when it can. */
  readonly problems: readonly Problem[];
  /** What is stored when it cannot be read, for an export; else null. */
  readonly raw: unknown;
}

export type ProfileOutcome =
  | { readonly type: 'saved'; readonly id: string }
  /** The profile was not saved for these reasons. */
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] }
  /** A page may not save a profile for another portal than its own. */
  | { readonly type: 'elsewhere' }
  /** The facility has switched own profiles off. */
  | { readonly type: 'managed' }
  | { readonly type: 'missing' }
  | { readonly type: 'full'; readonly maxProfiles: number }
  /** The library cannot be read, so it is not written over. */
  | { readonly type: 'unreadable'; readonly problems: readonly Problem[] };
