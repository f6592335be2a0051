/**
 * What a gate is told about the lock, and what it says of it. The gate renews its own lease: then the deadline is
 * counted on one clock, from when the gate sent its question, and a page that stands still loses control by itself.
 */
export type SeatOrder =
  /** No room: the lock is not asked. */
  | { readonly type: 'solo' }
  /** In a room, without control: presses are blocked. */
  | { readonly type: 'watch' }
  /** Control is granted under this epoch: renew, and open with the first answer. */
  | { readonly type: 'granted'; readonly epoch: number }
  | { readonly type: 'renewed'; readonly epoch: number; readonly nonce: number }
  /** Let go, close, and say how much may still execute until that is nothing. */
  | { readonly type: 'drain'; readonly epoch: number };

export type SeatWord =
  | {
      readonly type: 'renew';
      readonly epoch: number;
      readonly nonce: number;
      readonly idleMs: number;
      readonly unacknowledged: number;
    }
  | { readonly type: 'drained'; readonly epoch: number; readonly unacknowledged: number };
