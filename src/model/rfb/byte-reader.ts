/**
 * A cursor over a stream that arrives in chunks. It never joins chunks: at most {@link MAX_PEEK_BYTES} bytes
 * are copied, when a field is split over two chunks, and payload is skipped by counting.
 *
 * The parsers ask `has(n)` before they read a group of fields; when it says false they return and are called
 * again with the next chunk.
 *
 * @example
 * reader.push(chunk);
 * if (!reader.has(4)) return;            // wait for more
 * const width = reader.u16();
 * const height = reader.u16();
 * reader.skip(width * height * 4);       // may reach far beyond this chunk
 */

/** The longest group of fields any parser asks for at once. Asking for more is a programming error. */
export const MAX_PEEK_BYTES = 512;

export class ByteReader {
  #chunk: Uint8Array = new Uint8Array(0);
  /** Index of the next unread byte of #chunk. */
  #at = 0;
  /** Absolute offset of #chunk[0]. */
  #chunkStartByte = 0;
  /** Bytes of earlier chunks that were too few for the fields asked for. */
  readonly #carry = new Uint8Array(MAX_PEEK_BYTES);
  #carryLength = 0;
  #carryAt = 0;
  /** Payload still to be passed over; may exceed what has arrived. */
  #skipBytes = 0;

  /** Absolute offset of the next unread byte, skipped payload included. */
  get offsetBytes(): number {
    return this.#chunkStartByte + this.#at - (this.#carryLength - this.#carryAt) + this.#skipBytes;
  }

  /** Bytes that have arrived so far. */
  get arrivedBytes(): number {
    return this.#chunkStartByte + this.#chunk.length;
  }

  /** Gives the reader the next chunk. The one before must have been read as far as `has` allowed. */
  push(chunk: Uint8Array): void {
    if (this.#at < this.#chunk.length) this.#keepRest();
    this.#chunkStartByte += this.#chunk.length;
    this.#chunk = chunk;
    this.#at = 0;
  }

  /** Forgets the chunk, so that the page's buffer can be collected; unread bytes are carried. */
  release(): void {
    this.push(EMPTY);
  }

  /** Drops everything that has arrived and was not read: bytes that are none of our business (credentials). */
  discard(): void {
    this.#passSkipped();
    this.#carryAt = this.#carryLength;
    this.#at = this.#chunk.length;
  }

  /** Whether all payload was passed over and the next `count` bytes (1..MAX_PEEK_BYTES) can be read now. */
  has(count: number): boolean {
    if (this.#skipBytes !== 0 && !this.#passSkipped()) return false;
    const carried = this.#carryLength - this.#carryAt;
    if (carried === 0) return this.#chunk.length - this.#at >= count;
    if (carried >= count) return true;
    if (carried + this.#chunk.length - this.#at < count) return false;
    this.#compactCarry();
    const missing = count - carried;
    this.#carry.set(this.#chunk.subarray(this.#at, this.#at + missing), carried);
    this.#carryLength = count;
    this.#at += missing;
    return true;
  }

  /** Whether all payload that was to be skipped has arrived. */
  get skipped(): boolean {
    return this.#passSkipped();
  }

  /** Passes over `count` bytes, now or as they arrive. */
  skip(count: number): void {
    if (!(count >= 0)) throw new RangeError('ByteReader: cannot skip backwards');
    const at = this.#at + count;
    if (this.#skipBytes === 0 && this.#carryAt === this.#carryLength && at <= this.#chunk.length) {
      this.#at = at;
      return;
    }
    this.#skipBytes += count;
    this.#passSkipped();
  }

  u8(): number {
    const carried = this.#carryAt < this.#carryLength;
    const value = carried ? this.#carry[this.#carryAt] : this.#chunk[this.#at];
    if (value === undefined) throw new RangeError('ByteReader: read without has()');
    if (carried) this.#carryAt++;
    else this.#at++;
    return value;
  }

  u16(): number {
    if (this.#carryAt < this.#carryLength) return this.u8() * 0x100 + this.u8();
    const high = this.#chunk[this.#at];
    const low = this.#chunk[this.#at + 1];
    if (high === undefined || low === undefined) throw new RangeError('ByteReader: read without has()');
    this.#at += 2;
    return high * 0x100 + low;
  }

  u32(): number {
    return this.u16() * 0x10000 + this.u16();
  }

  s32(): number {
    return this.u32() | 0;
  }

  /** The byte `ahead` places after the cursor, without moving; ask `has(ahead + 1)` before. */
  peek(ahead = 0): number {
    const carried = this.#carryLength - this.#carryAt;
    const value =
      ahead < carried ? this.#carry[this.#carryAt + ahead] : this.#chunk[this.#at + ahead - carried];
    if (value === undefined) throw new RangeError('ByteReader: peek without has()');
    return value;
  }

  /** A copy of the next `count` bytes. */
  bytes(count: number): Uint8Array {
    const copy = new Uint8Array(count);
    for (let i = 0; i < count; i++) copy[i] = this.u8();
    return copy;
  }

  /**
   * The unread rest of the current chunk as a view (empty while bytes are carried or payload is skipped): for
   * scanners that must look at every byte, such as JPEG. Tell how far they got with `skip`.
   */
  rest(): Uint8Array {
    if (!this.#passSkipped() || this.#carryAt < this.#carryLength) return EMPTY;
    return this.#chunk.subarray(this.#at);
  }

  #passSkipped(): boolean {
    if (this.#skipBytes === 0) return true;
    const fromCarry = Math.min(this.#skipBytes, this.#carryLength - this.#carryAt);
    this.#carryAt += fromCarry;
    this.#skipBytes -= fromCarry;
    const fromChunk = Math.min(this.#skipBytes, this.#chunk.length - this.#at);
    this.#at += fromChunk;
    this.#skipBytes -= fromChunk;
    return this.#skipBytes === 0;
  }

  #keepRest(): void {
    if (!this.#passSkipped()) return;
    this.#compactCarry();
    const rest = this.#chunk.subarray(this.#at);
    if (this.#carryLength + rest.length > MAX_PEEK_BYTES) {
      throw new RangeError('ByteReader: chunk was not read as far as has() allowed');
    }
    this.#carry.set(rest, this.#carryLength);
    this.#carryLength += rest.length;
    this.#at = this.#chunk.length;
  }

  #compactCarry(): void {
    this.#carry.copyWithin(0, this.#carryAt, this.#carryLength);
    this.#carryLength -= this.#carryAt;
    this.#carryAt = 0;
  }
}

const EMPTY = new Uint8Array(0);
