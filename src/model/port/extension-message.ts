import type { QualityChoice } from '../codec/quality-policy.ts';
import type { Problem } from '../decode/decode.ts';
import type { Journal } from '../gate/journal.ts';
import type { BlockReason } from '../gate/outcome.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';
import type { Feature } from '../policy/managed-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { SiteMode } from '../policy/settings.ts';
import type { RecordEntry } from '../record/record-event.ts';
import type { SessionState } from '../session/session-state.ts';
import type { Guarding, GuardingReason, Snapshot } from '../snapshot.ts';
import type { FromPagesAboutOptions } from './options-message.ts';
import type { FromContentAboutProfiles, FromPagesAboutProfiles } from './profile-message.ts';
import type { FromContentAboutReports, FromPagesAboutReports } from './report-message.ts';
import type { FromContentAboutRooms, FromPagesAboutRooms } from './room-port.ts';

export type { SiteMode };

/** The truth about one connection, as toolbar badge and popup show it. Sent on edges only. */
export interface SessionReport {
  readonly connection: string;
  readonly guarding: Guarding;
  readonly guardingReason: GuardingReason | null;
  readonly state: SessionState;
  readonly blocked: BlockReason | null;
  readonly roundTripMs: number | null;
  /** By the facility's profiles: `unknown` is never green. */
  readonly instrument: Snapshot['instrument']['match'];
}

/** What the overlay holds only when it is asked for: a bundle of the same name each. */
export type OverlayPart =
  | 'panel'
  | 'editor'
  | 'safety'
  | 'analyst'
  | 'quality'
  | 'room'
  | 'draw'
  | 'diagnostics';

/** Content scripts (link, overlay) to background. Who asks is taken from the sender, never from the message. */
export type FromContent =
  | FromContentAboutProfiles
  | FromContentAboutReports
  | FromContentAboutRooms
  /** Asked at document_start; answered with `SiteSettings`. */
  | { readonly type: 'site-settings' }
  /** An RFB session was seen in this frame: put the overlay into it. */
  | { readonly type: 'show-overlay' }
  /** A part of the overlay was asked for: put its script beside it. Answered when it has run. */
  | { readonly type: 'show-part'; readonly part: OverlayPart }
  | { readonly type: 'report'; readonly reports: readonly SessionReport[] }
  /**
   * Facts for the record of a session, which the link named, in order; `first`: how many of it went before these.
   * Answered with `RecordTaken`.
   */
  | {
      readonly type: 'record';
      readonly session: string;
      readonly first: number;
      readonly entries: readonly RecordEntry[];
    }
  /** What a connection has down at its server; `session`: a name that the link gave it. `hasTaken`: with what it was given. */
  | {
      readonly type: 'journal';
      readonly session: string;
      readonly address: string;
      readonly journal: Journal;
      readonly hasTaken: boolean;
    }
  /** What connections that are gone left down at this address. Answered with `LeftJournal`; it is this session's then. */
  | { readonly type: 'left-journal'; readonly session: string; readonly address: string }
  /**
   * What the user chose about the picture on the site of the asking document, by a click of theirs. Answered with
   * `SaveOutcome`.
   */
  | { readonly type: 'set-quality'; readonly choice: QualityChoice }
  /** Lines of a session's trace, each with its newline; `first`: how many went before. Answered with `RecordTaken`. */
  | { readonly type: 'trace'; readonly session: string; readonly first: number; readonly text: string }
  /** The page's side of the port said something that does not decode; it was ignored. Once per kind is enough. */
  | { readonly type: 'page-fault'; readonly problems: readonly Problem[] }
  /** The portal guards a connection of this document itself; this extension leaves it alone. */
  | { readonly type: 'built-in' };

/** From the extension's own pages; refused from anywhere else. */
export type FromPages =
  | FromPagesAboutOptions
  | FromPagesAboutProfiles
  | FromPagesAboutReports
  | FromPagesAboutRooms
  /** What is known about a tab. Answered with `TabStatus`. */
  | { readonly type: 'tab-status'; readonly tabId: number; readonly host: string | null }
  /** Answered with `SaveOutcome`. */
  | { readonly type: 'set-site-mode'; readonly host: string; readonly mode: SiteMode }
  /** What the user chose about the picture on this site. Answered with `SaveOutcome`. */
  | { readonly type: 'set-site-quality'; readonly host: string; readonly choice: QualityChoice }
  /** Whether sessions of this host are traced from the next load of a page on. Answered with `SaveOutcome`. */
  | { readonly type: 'set-site-trace'; readonly host: string; readonly traced: boolean }
  /** Drops what the user chose about the picture on a site. Answered with `SaveOutcome`. */
  | { readonly type: 'forget-quality'; readonly host: string }
  /** Drops the setting of a site whose permission was withdrawn. Answered with `SaveOutcome`. */
  | { readonly type: 'forget-site'; readonly host: string }
  /** The stored settings as they are, readable or not. Answered with `StoredSettings`. */
  | { readonly type: 'stored-settings' }
  /** Puts unreadable settings aside and begins anew. Answered with `SaveOutcome`. */
  | { readonly type: 'reset-settings' }
  /** What is recorded. Answered with `RecordList`. */
  | { readonly type: 'records' }
  /** Lines of a record, from a number on. Answered with `RecordLines`; no lines: there are no more. */
  | { readonly type: 'record-lines'; readonly session: string; readonly from: number }
  /** Which sessions have a trace. Answered with `TraceList`. */
  | { readonly type: 'traces' }
  /** Pieces of a trace, from a number on. Answered with `TracePieces`; none: there are no more. */
  | { readonly type: 'trace-pieces'; readonly session: string; readonly from: number }
  /** Deletes these records as a whole. Answered with the `RecordList` that is left. */
  | { readonly type: 'delete-records'; readonly sessions: readonly string[] };

export type ToBackground = FromContent | FromPages;

/** Background to the links of one tab. */
export type ToLink =
  /** Something the user set has changed: the link asks again, so that who asks is known by the browser. No answer. */
  | { readonly type: 'settings-changed' }
  /** Whether the connection that the link gave this name is open. Answered with `ConnectionLife`. */
  | { readonly type: 'is-open'; readonly session: string }
  /** A session of this frame has a room on this relay from now on; null: the person left it. No answer. */
  | { readonly type: 'room'; readonly relayHost: string | null };

export interface ConnectionLife {
  readonly isOpen: boolean;
}

export interface LeftJournal {
  /** null: nothing. */
  readonly journal: Journal | null;
}

/** Background to overlay: the keyboard shortcuts. noVNC takes Tab, so there is no other way in by keyboard. */
export type ToOverlay = { readonly type: 'open-panel' | 'open-draw' | 'full-quality' };

/** Facts of this session that need not be sent again: they are stored, or counted as lost. */
export interface RecordTaken {
  readonly next: number;
}

export interface SiteSettings {
  readonly policy: Policy;
  /** Those whose portal covers the document's origin, most exact first. */
  readonly profiles: readonly InstrumentProfile[];
  /** How much was wrong with the stored settings; the strict default is in force then. Where is no page's business. */
  readonly problemCount: number;
  /** A session of this frame is in a room on this relay: it has no control until the room says so. null: in none. */
  readonly relayHost: string | null;
}

/** What the popup shows about the tab it was opened over. */
export interface TabStatus {
  readonly reports: readonly SessionReport[];
  /** false: no script of ours runs in this document; if scripts are registered, it was loaded before that. */
  readonly hooked: boolean;
  /** The portal has RICE built in, and guards its connections itself. */
  readonly builtIn: boolean;
  /** Hosts, with port, of connections of this page that are outside the guard. Known only if allowed to watch. */
  readonly unseenHosts: readonly string[];
  /** What is in force for the asked host, by its own setting or by default. */
  readonly mode: SiteMode;
  /** Sessions of the asked host are traced from the next load of a page on. */
  readonly traced: boolean;
  /** What was wrong with messages from this tab's documents; they were ignored. */
  readonly pageProblems: readonly Problem[];
  /** Hosts that are set to be watched while the permission for them was withdrawn. */
  readonly withdrawnHosts: readonly string[];
  /** Why the stored settings are not in force; empty when they are. */
  readonly problems: readonly Problem[];
  /** The scripts could not be registered; the browser's own words. */
  readonly registrationFault: string | null;
  /** Nothing can be recorded at present; the browser's own words. */
  readonly recordFault: string | null;
  /** Host of the relay on which this tab has a room; null: it has none. */
  readonly relayHost: string | null;
  readonly managed: TabManagement;
}

/** What a facility has to do with a tab. */
export interface TabManagement {
  /** The mode of the asked host is the facility's. */
  readonly mode: boolean;
  readonly disabled: readonly Feature[];
  /** What could not be read of the facility's policy; the strictest it can have meant is in force. */
  readonly problems: readonly Problem[];
}

export type SaveOutcome =
  | { readonly type: 'saved' }
  /** What is stored cannot be read, so it is not written over. */
  | { readonly type: 'unreadable'; readonly problems: readonly Problem[] }
  | { readonly type: 'full'; readonly maxSites: number };

export interface StoredSettings {
  readonly raw: unknown;
}
