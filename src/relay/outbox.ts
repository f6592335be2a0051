import type { Lane } from './room-port.ts';

/** The part of a socket that an outbox writes to. */
export interface ByteSink {
  /** Bytes that were written and are still in this process. */
  readonly bufferedBytes: number;
  /** `onWritten`: they are with the operating system. */
  write(bytes: Uint8Array, onWritten: () => void): void;
}

/** So little is written ahead, that the lock has little to wait for. What the kernel holds comes on top. */
const BUDGET_BYTES = 32_768;
/** Beyond this, what must not be left out can no longer be kept for its reader. */
export const MAX_WAITING_BYTES = 1_048_576;
export const MAX_WAITING_MS = 10_000;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly sinceMs: number;
}

/** What one connection is still to be sent: control before content, pointers only when nothing waits. */
export class Outbox {
  readonly #sink: ByteSink;
  readonly #control = new Fifo();
  readonly #content = new Fifo();
  readonly #pump = () => this.#write();
  #isWriting = false;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** @returns false: it was left out */
  push(bytes: Uint8Array, lane: Lane, nowMs: number): boolean {
    // Nearly always nothing waits.
    if (!this.#isWriting && !this.#waits() && this.#sink.bufferedBytes < BUDGET_BYTES) {
      this.#sink.write(bytes, this.#pump);
      return true;
    }
    switch (lane) {
      case 'control':
        this.#control.push({ bytes, sinceMs: nowMs });
        break;
      case 'content':
        this.#content.push({ bytes, sinceMs: nowMs });
        break;
      case 'show':
        return false;
      default:
        return lane satisfies never;
    }
    this.#write();
    return true;
  }

  /** Its reader takes too long, or too little. */
  isOverdue(nowMs: number): boolean {
    const oldestMs = Math.min(this.#control.oldestMs(), this.#content.oldestMs());
    return this.waitingBytes > MAX_WAITING_BYTES || nowMs - oldestMs > MAX_WAITING_MS;
  }

  get waitingBytes(): number {
    return this.#control.byteLength + this.#content.byteLength;
  }

  /** Forgets what waits: the connection ends. */
  clear(): void {
    this.#control.clear();
    this.#content.clear();
  }

  #waits(): boolean {
    return this.#control.byteLength > 0 || this.#content.byteLength > 0;
  }

  #write(): void {
    // A socket may call back while it is being written to; the loop that runs goes on anyway.
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#sink.bufferedBytes < BUDGET_BYTES) {
      const next = this.#control.shift() ?? this.#content.shift();
      if (next === undefined) break;
      this.#sink.write(next.bytes, this.#pump);
    }
    this.#isWriting = false;
  }
}

/** A queue whose front is taken without moving the rest. */
class Fifo {
  #items: Waiting[] = [];
  #first = 0;
  #byteLength = 0;

  get byteLength(): number {
    return this.#byteLength;
  }

  oldestMs(): number {
    return this.#items[this.#first]?.sinceMs ?? Number.POSITIVE_INFINITY;
  }

  push(item: Waiting): void {
    this.#items.push(item);
    this.#byteLength += item.bytes.byteLength;
  }

  shift(): Waiting | undefined {
    const item = this.#items[this.#first];
    if (item === undefined) return undefined;
    this.#first += 1;
    this.#byteLength -= item.bytes.byteLength;
    if (this.#first === this.#items.length || this.#first > 64) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
    this.#byteLength = 0;
  }
}
