import type { RoomMode } from '../port/room-view.ts';
import type { MemberId } from './member.ts';

/**
 * What is inside of a sealed box: only members with the room's key read it, the relay does not. Its sender is the one
 * of the box. Annotations will be more of these.
 */
export type SaidContent =
  /** Who this is; said to whoever is new, and when it changes. */
  | { readonly type: 'about'; readonly name: string; readonly mode: RoomMode }
  /** `key` is of the sender's making: the same text sent twice after a break is shown once. */
  | { readonly type: 'chat'; readonly key: string; readonly text: string }
  | LockClaim
  /** To oneself: when it comes back, all that was said before has arrived. */
  | { readonly type: 'echo'; readonly count: number };

/** What the next one replaces. Framebuffer pixels; null: the pointer left the picture. */
export interface ShownContent {
  readonly type: 'pointer';
  readonly place: PointerPlace | null;
}

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
/** RFB counts pixels in 16 bits. */
export const MAX_PLACE = 65_535;
