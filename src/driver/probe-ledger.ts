import { CLIPBOARD_ACTION } from '../model/rfb/numbers.ts';

/** ClientFence as we send it: type, 3 of padding, flags, length 16, nonce. */
const FENCE_TYPE = 248;
const NONCE_AT = 9;
export const NONCE_BYTES = 16;
/** Extended clipboard: type, 3 of padding, negative length, flags. */
const CUT_TEXT_TYPE = 6;
const CLIPBOARD_BYTES = 12;

/** Nonces that are kept. At the limit no further probe is sent: forgetting one would end the session later. */
export const MAX_OUTSTANDING_NONCES = 256;

/**
 * The probes that went out and whose reply must not reach the page: noVNC ends the session at a fence reply it
 * did not ask for. Kept beside the guard, so that replies are still taken out when the guard has failed.
 */
export class ProbeLedger {
  #nonces: Uint8Array[] = [];
  #peeks = 0;

  /** Whether there is room for another probe. */
  get full(): boolean {
    return this.#nonces.length >= MAX_OUTSTANDING_NONCES;
  }

  /** Whether a reply may arrive that has to be taken out. */
  get waiting(): boolean {
    return this.#nonces.length > 0 || this.#peeks > 0;
  }

  get nonces(): readonly Uint8Array[] {
    return this.#nonces;
  }

  /** Notes a probe that was sent. Refresh probes are answered by an update, which stays in. */
  sent(bytes: Uint8Array): void {
    if (bytes[0] === FENCE_TYPE && bytes.length === NONCE_AT + NONCE_BYTES) {
      this.#nonces.push(bytes.slice(NONCE_AT));
    } else if (bytes[0] === CUT_TEXT_TYPE && bytes.length === CLIPBOARD_BYTES) {
      // A second Peek may be answered together with the first; one Notify per Peek is all that may be taken.
      this.#peeks = Math.min(this.#peeks + 1, MAX_OUTSTANDING_NONCES);
    }
  }

  /** Whether this fence is a reply to one of ours; it is crossed off. */
  takeFence(payload: Uint8Array): boolean {
    const at = this.#nonces.findIndex((nonce) => sameBytes(nonce, payload));
    if (at === -1) return false;
    this.#nonces.splice(at, 1);
    return true;
  }

  /** Whether this clipboard message can be the answer to a Peek. */
  expectsNotify(flags: number): boolean {
    return this.#peeks > 0 && (flags & CLIPBOARD_ACTION.notify) !== 0;
  }

  notifyTaken(): void {
    this.#peeks = Math.max(0, this.#peeks - 1);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
