import type { AgedChange } from '../annotation/board-snapshot.ts';
import type { LivePiece } from '../annotation/live-piece.ts';
import type { PackedChange, PackedPiece } from '../annotation/packed.ts';
import type { RoomMode } from '../port/room-view.ts';
import type { MemberId } from './member.ts';

/**
 * What is inside of a sealed box: only members with the room's key read it, the relay does not. Its sender is the one
 * of the box.
 */
export type SaidContent =
  /** Who this is; said to whoever is new, and when it changes. */
  | { readonly type: 'about'; readonly name: string; readonly mode: RoomMode }
  /** `key` is of the sender's making: the same text sent twice after a break is shown once. */
  | { readonly type: 'chat'; readonly key: string; readonly text: string }
  | LockClaim
  /** What was drawn, erased, or decided about drawing. */
  | { readonly type: 'board'; readonly changes: readonly AgedChange[] }
  /** To oneself: when it comes back, all that was said before has arrived. */
  | { readonly type: 'echo'; readonly count: number };

/** What the next one replaces. */
export type ShownContent =
  /** Framebuffer pixels; null: the pointer left the picture. */
  | { readonly type: 'pointer'; readonly place: PointerPlace | null }
  /** What is being drawn. Each piece says again what the last half second drew. */
  | { readonly type: 'live'; readonly piece: LivePiece };

/** The same as it is written: strokes are packed. */
export type WrittenSaid =
  | Exclude<SaidContent, { readonly type: 'board' }>
  | { readonly type: 'board'; readonly changes: readonly WrittenChange[] };

export interface WrittenChange extends Omit<AgedChange, 'change'> {
  readonly change: PackedChange;
}

export type WrittenShown =
  | Exclude<ShownContent, { readonly type: 'live' }>
  | { readonly type: 'live'; readonly piece: PackedPiece };

export interface PointerPlace {
  readonly x: number;
  readonly y: number;
}

/** What the relay told this member of the lock. Members compare: two holders in one epoch are a relay that lies. */
export interface LockClaim {
  readonly type: 'lock-claim';
  readonly seq: number;
  readonly epoch: number;
  /** Who may open its gate, or null. */
  readonly holder: MemberId | null;
}

/** Characters of a chat message's key: 8 random bytes in base64url. */
export const CHAT_KEY_LENGTH = 11;
/** Changes of a board in one message. */
export const MAX_CHANGES = 200;
/** RFB counts pixels in 16 bits. */
export const MAX_PLACE = 65_535;
