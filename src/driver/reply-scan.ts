import { joinBytes, NO_BYTES } from './byte-join.ts';
import { NONCE_BYTES, type ProbeLedger } from './probe-ledger.ts';

/** ServerFence: type, 3 of padding, flags, length. */
const FENCE_TYPE = 0xf8;
const FLAGS_AT = 4;
const LENGTH_AT = 8;
const NONCE_AT = 9;
const REPLY_BYTES = NONCE_AT + NONCE_BYTES;
/** A reply may echo BlockBefore, BlockAfter and SyncNext, never Request. */
const MAX_REPLY_FLAGS = 7;

/**
 * For how long a possible beginning of a reply is held when it shows no byte of a nonce yet. Such a beginning is
 * nearly always the end of a picture, and noVNC asks for the next picture only when it has this one: holding it
 * without limit would stop the session. The rest of a real reply follows in the same burst.
 */
export const AMBIGUOUS_HOLD_MS = 250;

/**
 * Takes replies to our own fences out of a stream whose messages can no longer be told apart, by their nonces.
 * Holds at most 24 bytes; without outstanding nonces every chunk passes as it is.
 */
export class ReplyScan {
  readonly #ledger: ProbeLedger;
  #held: Uint8Array = NO_BYTES;
  #heldAtMs = 0;

  constructor(ledger: ProbeLedger) {
    this.#ledger = ledger;
  }

  /** The chunk without replies; the chunk itself when there is nothing to take out. */
  push(chunk: Uint8Array, nowMs: number): Uint8Array {
    if (this.#held.length === 0 && this.#ledger.nonces.length === 0) return chunk;
    const bytes = this.#held.length === 0 ? chunk : joinBytes(this.#held, chunk);
    this.#held = NO_BYTES;
    const kept: Uint8Array[] = [];
    let from = 0;
    for (let at = bytes.indexOf(FENCE_TYPE); at !== -1; at = bytes.indexOf(FENCE_TYPE, at)) {
      if (this.#ledger.nonces.length === 0) break;
      const length = this.#matchingBytes(bytes, at);
      if (length === REPLY_BYTES) {
        this.#ledger.takeFence(bytes.subarray(at + NONCE_AT, at + REPLY_BYTES));
        kept.push(bytes.subarray(from, at));
        at += REPLY_BYTES;
        from = at;
      } else if (at + length === bytes.length) {
        this.#held = bytes.slice(at);
        this.#heldAtMs = nowMs;
        kept.push(bytes.subarray(from, at));
        return joinBytes(...kept);
      } else {
        at++;
      }
    }
    if (from === 0) return bytes;
    kept.push(bytes.subarray(from));
    return joinBytes(...kept);
  }

  /** Bytes that were held and turn out to be no reply. */
  overdue(nowMs: number): Uint8Array {
    const ambiguous = this.#held.length > 0 && this.#held.length <= NONCE_AT;
    if (!ambiguous || nowMs - this.#heldAtMs < AMBIGUOUS_HOLD_MS) return NO_BYTES;
    const bytes = this.#held;
    this.#held = NO_BYTES;
    return bytes;
  }

  /** How many bytes from `at` on agree with some expected reply. */
  #matchingBytes(bytes: Uint8Array, at: number): number {
    const end = Math.min(at + NONCE_AT, bytes.length);
    for (let i = at + FLAGS_AT; i < end; i++) {
      if (!fitsHeader(bytes[i] ?? 0, i - at)) return i - at;
    }
    if (end < at + NONCE_AT) return end - at;
    let longest = 0;
    for (const nonce of this.#ledger.nonces) {
      let count = 0;
      while (count < NONCE_BYTES && end + count < bytes.length && bytes[end + count] === nonce[count])
        count++;
      longest = Math.max(longest, count);
    }
    return NONCE_AT + longest;
  }
}

function fitsHeader(byte: number, place: number): boolean {
  if (place === LENGTH_AT) return byte === NONCE_BYTES;
  return place === LENGTH_AT - 1 ? byte <= MAX_REPLY_FLAGS : byte === 0;
}
