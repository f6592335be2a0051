import type { SeatOrder } from '../control/seat-order.ts';
import type { GuardCommand } from '../gate/command.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';
import type { Policy } from '../policy/policy.ts';
import type { ClipboardAction, DesyncReason } from '../rfb/messages.ts';
import type { GuardingReason } from '../snapshot.ts';

/** The first line of a trace's file, an object; every further line is a list (docs/trace.md). */
export interface TraceHeader {
  readonly format: typeof TRACE_FORMAT;
  readonly version: 1;
  /** Of the extension that recorded it; empty: none did. */
  readonly extension: string;
  readonly browser: string;
  /** Milliseconds since 1970 UTC at which the first lines were stored. */
  readonly wallMs: number;
}

export const TRACE_FORMAT = 'rice-novnc-trace';

/** Characters of one trace. The one that reaches it ends with the line `["end","full"]`. */
export const MAX_TRACE_CHARS = 20_000_000;

/** The profile in force, its binding left out: where a session led is nobody's business. */
export type TracedInstrument = InstrumentProfile | 'none' | 'unknown';

/** What an earlier connection left down; only how many keys, and which of them in QEMU's form. */
export interface TracedJournal {
  readonly scanCodes: readonly boolean[];
  readonly buttonMask: number;
  readonly x: number;
  readonly y: number;
}

/** A key: the number of its slot while it is held, or its keysym where the gate needs that. */
export type TracedKey = number | { readonly keysym: number };

/** A client message that is neither a key nor a pointer, as far as the guard looks at it. */
export type TracedMessage =
  | { readonly kind: 'set-pixel-format' | 'continuous-updates' | 'fence' | 'set-desktop-size' | 'qemu-audio' }
  | { readonly kind: 'set-encodings'; readonly encodings: readonly number[] }
  | { readonly kind: 'update-request'; readonly incremental: boolean }
  | { readonly kind: 'cut-text'; readonly bytes: number }
  | { readonly kind: 'clipboard'; readonly action: ClipboardAction; readonly bytes: number }
  | { readonly kind: 'xvp'; readonly action: number; readonly bytes: number };

/** An event of the server's stream that is no rectangle. */
export type TracedEvent =
  | {
      readonly kind: 'handshake-failed' | 'colour-map' | 'bell' | 'end-of-continuous-updates' | 'xvp';
    }
  | { readonly kind: 'update-start'; readonly rects: number }
  /** `bytes`: of the whole update; 0 in traces of earlier releases. */
  | { readonly kind: 'update-end'; readonly bytes: number }
  | {
      readonly kind: 'server-init';
      readonly version: '3.3' | '3.7' | '3.8';
      readonly securityType: number;
      readonly width: number;
      readonly height: number;
      /** The beginning of the desktop's name if it tells which server this is, and nothing else of it. */
      readonly server: string;
    }
  | { readonly kind: 'cut-text'; readonly textBytes: number }
  | {
      readonly kind: 'clipboard';
      readonly action: ClipboardAction;
      readonly flags: number;
      readonly bytes: number;
    }
  /** `nonce`: which of our own probes it repeats, counted from 0; null: none. */
  | { readonly kind: 'fence'; readonly flags: number; readonly nonce: number | null; readonly bytes: number }
  | { readonly kind: 'desync'; readonly reason: DesyncReason };

/** One call of the guard, or a word about the trace itself. `atMs`: the guard's `nowMs`. */
export type TraceCall =
  | {
      readonly type: 'begin';
      readonly atMs: number;
      readonly wallMs: number;
      readonly policy: Policy;
      readonly instrument: TracedInstrument;
      readonly journal: TracedJournal | null;
    }
  | {
      readonly type: 'key';
      readonly atMs: number;
      /** fresh: a slot is used for the first time, or for another key than before. */
      readonly act: 'up' | 'down' | 'fresh';
      readonly key: TracedKey;
      /** Slot of the scan code; null: the plain form. */
      readonly code: number | null;
      readonly ageMs: number | null;
    }
  /** The key in this slot turned out to be one that the gate needs to know, since it went down. */
  | { readonly type: 'named'; readonly slot: number; readonly keysym: number }
  | {
      readonly type: 'pointer';
      readonly atMs: number;
      readonly buttonMask: number;
      readonly x: number;
      readonly y: number;
      readonly extended: boolean;
      readonly ageMs: number | null;
    }
  | {
      readonly type: 'client';
      readonly atMs: number;
      readonly ageMs: number | null;
      readonly message: TracedMessage;
    }
  /** Rectangles that follow each other at one time, five numbers each: x, y, width, height, encoding. */
  | { readonly type: 'rects'; readonly atMs: number; readonly numbers: readonly number[] }
  | { readonly type: 'server'; readonly atMs: number; readonly event: TracedEvent }
  | { readonly type: 'bytes'; readonly atMs: number; readonly bytes: number }
  | { readonly type: 'client-lost'; readonly atMs: number; readonly reason: GuardingReason }
  | { readonly type: 'policy'; readonly atMs: number; readonly policy: Policy }
  | { readonly type: 'instrument'; readonly atMs: number; readonly instrument: TracedInstrument }
  | { readonly type: 'command'; readonly atMs: number; readonly command: GuardCommand }
  /** What the arbiter of a room's lock said; the renewals are counted from 1. */
  | { readonly type: 'seat'; readonly atMs: number; readonly order: SeatOrder }
  /** What other documents left down, found while the connection was open. */
  | { readonly type: 'inherit'; readonly atMs: number; readonly journal: TracedJournal }
  | { readonly type: 'interfered' | 'visible'; readonly atMs: number; readonly is: boolean }
  /** `snapshot`: the picture was asked for, which changes the last bit of a rate. */
  | {
      readonly type: 'tick' | 'snapshot' | 'fault' | 'detached' | 'blurred' | 'closing' | 'closed';
      readonly atMs: number;
    }
  /** So many lines are missing here: what follows is not what happened. */
  | { readonly type: 'gap'; readonly lost: number }
  /** The trace reached its limit; the session went on. */
  | { readonly type: 'full' };

/** Numbers of one rectangle. */
export const RECT_NUMBERS = 5;
/** Rectangles in one line. */
export const MAX_RECTS = 1000;
