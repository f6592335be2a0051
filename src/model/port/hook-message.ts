import type { SeatOrder, SeatWord } from '../control/seat-order.ts';
import type { GuardCommand } from '../gate/command.ts';
import type { Journal } from '../gate/journal.ts';
import type { Bin } from '../measure/bin.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';
import type { Policy } from '../policy/policy.ts';
import type { RecordEntry } from '../record/record-event.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * What crosses the private port between the hook (page's world) and the link (extension's world). The page may
 * have got hold of its end: the link decodes, limits and rate-limits everything, and nothing here makes the
 * extension act for the page. Numbers out, policy in.
 */
export type FromHook =
  /** The hook took its place; sent once per document. */
  | { readonly type: 'ready' }
  /** How many sockets this document has opened, VNC or not, and when the last: told to find those it did not see. */
  | { readonly type: 'sockets'; readonly opened: number; readonly wallMs: number }
  /** The portal guards a connection of this document itself, with RICE built in: it was left alone. */
  | { readonly type: 'built-in' }
  /** A connection spoke RFB, or was opened on this page and cannot be read. Asks for the overlay. */
  | { readonly type: 'session'; readonly snapshot: Snapshot }
  /** The picture of a connection: some 2 per second, and at once when state, permit or guarding change. */
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** What happened since the last bins of this connection, for the session model. */
  | { readonly type: 'bins'; readonly connection: string; readonly bins: readonly Bin[] }
  /** Facts for the record, in order. `first`: how many of this connection went before these. */
  | {
      readonly type: 'record';
      readonly connection: string;
      readonly first: number;
      readonly entries: readonly RecordEntry[];
    }
  /**
   * What is down at the server, or was let go of without receipt: told when a session begins and when something stays
   * down, not for each key. `address`: host and path of the socket. `hasTaken`: a `leftover` is part of it.
   */
  | {
      readonly type: 'journal';
      readonly connection: string;
      readonly address: string;
      readonly journal: Journal;
      readonly hasTaken: boolean;
    }
  /** For the arbiter of the room's lock: never kept back. */
  | { readonly type: 'seat'; readonly connection: string; readonly word: SeatWord }
  /** The server showed that somebody acted who is not behind this connection. The room knows whether it was one of it. */
  | { readonly type: 'outsider'; readonly connection: string }
  /** Lines of a connection's trace, each with its newline; `first`: how many went before. Only from the traced hook. */
  | {
      readonly type: 'trace';
      readonly connection: string;
      readonly first: number;
      readonly text: string;
    };

/** Before the host and path of a socket, in the page's own sessionStorage: the hook writes a journal there, as JSON. */
export const JOURNAL_KEY = 'rice-novnc.journal ';
/** Characters of a socket's host and path; a longer one is not told. */
export const MAX_ADDRESS = 2000;

/** Characters of a trace in one message; a single line with a large profile has some 70 000. */
export const MAX_TRACE_TEXT = 400_000;

/** Bins in one message, at most. */
export const MAX_BINS_PER_MESSAGE = 64;
/** Entries in one message; the rest follows in the next. */
export const MAX_ENTRIES_PER_MESSAGE = 100;

export type ToHook =
  | { readonly type: 'policy'; readonly policy: Policy }
  /** Those of this portal; the hook knows where a socket leads and chooses. */
  | { readonly type: 'profiles'; readonly profiles: readonly InstrumentProfile[] }
  | { readonly type: 'command'; readonly connection: string; readonly command: GuardCommand }
  /** What that arbiter says to this connection. */
  | { readonly type: 'seat'; readonly connection: string; readonly order: SeatOrder }
  /** What documents that are gone left down at this connection's server. */
  | { readonly type: 'leftover'; readonly connection: string; readonly journal: Journal }
  /** The overlay was covered or hidden and could not help it, or is seen again. */
  | { readonly type: 'interfered'; readonly interfered: boolean }
  /** Once a second while there is a session: the link is still there. */
  | { readonly type: 'alive' }
  /** The extension was updated or disabled: keep the last policy, say so. */
  | { readonly type: 'detached' };
