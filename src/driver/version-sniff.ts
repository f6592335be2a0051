/** ProtocolVersion, RFC 6143 section 7.1.1: "RFB 003.008\n"; a repeater says 000.000. */
const VERSION_BYTES = 12;
const PATTERN = 'RFB ddd.ddd\n';

/**
 * Decides by the first 12 bytes from the server whether a connection speaks RFB. Nothing else is built for a
 * socket before that, so that the other sockets of a page cost nothing.
 */
export class VersionSniff {
  readonly #first = new Uint8Array(VERSION_BYTES);
  #count = 0;

  /** What was seen by the chunks before the one that decided. */
  get seen(): Uint8Array {
    return this.#first.slice(0, this.#count);
  }

  /** undecided: every byte so far fits, and there are fewer than 12. A decided sniff keeps no byte of the chunk. */
  push(chunk: Uint8Array): 'rfb' | 'foreign' | 'undecided' {
    let at = this.#count;
    for (let i = 0; i < chunk.length && at < VERSION_BYTES; i++, at++) {
      const byte = chunk[i] ?? 0;
      if (!fits(byte, PATTERN.charCodeAt(at))) return 'foreign';
      this.#first[at] = byte;
    }
    if (at === VERSION_BYTES) return 'rfb';
    this.#count = at;
    return 'undecided';
  }
}

const DIGIT = 'd'.charCodeAt(0);

function fits(byte: number, pattern: number): boolean {
  return pattern === DIGIT ? byte >= 0x30 && byte <= 0x39 : byte === pattern;
}
