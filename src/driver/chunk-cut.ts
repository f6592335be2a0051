import { NO_BYTES } from './byte-join.ts';

/**
 * Cuts one chunk into what goes on and what does not, in runs as long as possible: what the page wrote in one
 * piece goes out in one piece, and a chunk of which nothing is missing goes out itself, without a copy.
 */
export class ChunkCut {
  readonly #bytes: Uint8Array;
  readonly #startByte: number;
  readonly #send: (bytes: Uint8Array) => void;
  #runFrom = 0;
  #at = 0;

  /** @param startByte offset of the chunk in its stream */
  constructor(bytes: Uint8Array, startByte: number, send: (bytes: Uint8Array) => void) {
    this.#bytes = bytes;
    this.#startByte = startByte;
    this.#send = send;
  }

  /** Offset of the first byte about which nothing was said yet. */
  get atByte(): number {
    return this.#startByte + this.#at;
  }

  get endByte(): number {
    return this.#startByte + this.#bytes.length;
  }

  /** Everything before `endByte` goes on. */
  pass(endByte: number): void {
    this.#at = this.#clamped(endByte);
  }

  /** Everything before `endByte` is left out. */
  skip(endByte: number): void {
    this.flush();
    this.#at = this.#clamped(endByte);
    this.#runFrom = this.#at;
  }

  /** Sends what was passed so far. */
  flush(): void {
    if (this.#runFrom === this.#at) return;
    const isWhole = this.#runFrom === 0 && this.#at === this.#bytes.length;
    const run = isWhole ? this.#bytes : this.#bytes.subarray(this.#runFrom, this.#at);
    // Before the call: what is sent leads back into the page, and must not be sent twice if that throws.
    this.#runFrom = this.#at;
    this.#send(run);
  }

  /** A copy of what nothing was said about; the page reuses its buffer. */
  rest(): Uint8Array {
    return this.#at === this.#bytes.length ? NO_BYTES : this.#bytes.slice(this.#at);
  }

  #clamped(endByte: number): number {
    return Math.min(Math.max(endByte - this.#startByte, this.#at), this.#bytes.length);
  }
}
