/**
 * ProtocolVersion, RFC 6143 section 7.1.1: "RFB ddd.ddd\n"; a repeater says 000.000. Any digit where 0x30 stands.
 */
const PATTERN: readonly number[] = [0x52, 0x46, 0x42, 0x20, 0x30, 0x30, 0x30, 0x2e, 0x30, 0x30, 0x30, 0x0a];
const VERSION_BYTES = 12;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Decides by the first 12 bytes from the server whether a connection speaks RFB. Nothing else is built for a
 * socket before that, so that the other sockets of a page cost nothing. It calls no method of the language: the
 * page may have replaced them, and its other sockets are none of our business.
 */
export class VersionSniff {
  readonly #first = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  #count = 0;

  /** How many bytes were seen, of the chunks before the one that decided. */
  get count(): number {
    return this.#count;
  }

  /** Those bytes. */
  get seen(): Uint8Array {
    return Uint8Array.from(this.#first.slice(0, this.#count));
  }

  /** undecided: every byte so far fits, and there are fewer than 12. */
  push(chunk: Uint8Array): 'rfb' | 'foreign' | 'undecided' {
    let at = this.#count;
    for (let i = 0; at < VERSION_BYTES; i++, at++) {
      const byte = chunk[i];
      if (byte === undefined) {
        this.#count = at;
        return 'undecided';
      }
      const wanted = PATTERN[at];
      const fits = wanted === ZERO ? byte >= ZERO && byte <= NINE : byte === wanted;
      if (!fits) return 'foreign';
      this.#first[at] = byte;
    }
    return 'rfb';
  }
}
