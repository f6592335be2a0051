import type { ServerOutcome } from '../model/gate/outcome.ts';
import type { ServerEvent, Span } from '../model/rfb/messages.ts';
import { joinBytes, NO_BYTES } from './byte-join.ts';
import type { ProbeLedger } from './probe-ledger.ts';
import { ReplyScan } from './reply-scan.ts';
import type { WirePart } from './wire-part.ts';

/** The beginning of a possible reply that is held: a fence with the longest payload is 73 bytes. */
export const MAX_HELD_REPLY_BYTES = 80;

/** The server's stream to the page: takes the replies to our own probes out of it, and leaves all else alone. */
export class ServerStream {
  readonly #wire: WirePart;
  readonly #ledger: ProbeLedger;
  readonly #scan: ReplyScan;
  readonly #judge: (event: ServerEvent, nowMs: number) => ServerOutcome;
  #held: Uint8Array = NO_BYTES;
  #pending: Uint8Array = NO_BYTES;
  #lost = false;

  constructor(
    wire: WirePart,
    ledger: ProbeLedger,
    judge: (event: ServerEvent, nowMs: number) => ServerOutcome,
  ) {
    this.#wire = wire;
    this.#ledger = ledger;
    this.#scan = new ReplyScan(ledger);
    this.#judge = judge;
  }

  /** The stream can no longer be read. */
  get isLost(): boolean {
    return this.#lost;
  }

  /**
   * What the page gets of this chunk now: the chunk itself if nothing is missing. Only `abandon` may follow if
   * this throws.
   */
  push(chunk: Uint8Array, nowMs: number): Uint8Array {
    const startByte = this.#wire.serverBytes - this.#held.length;
    const bytes = this.#held.length === 0 ? chunk : joinBytes(this.#held, chunk);
    this.#held = NO_BYTES;
    if (this.#lost) return this.#scan.push(bytes, nowMs);
    this.#pending = bytes;
    const stripped: Span[] = [];
    for (const event of this.#wire.server(chunk)) {
      const outcome = this.#judge(event, nowMs);
      if (event.type === 'desync') this.#lost = true;
      else if (outcome === 'strip' && isWithin(event, startByte, startByte + bytes.length))
        stripped.push(event);
    }
    this.#pending = NO_BYTES;
    if (this.#lost) return this.#scan.push(without(bytes, startByte, stripped, bytes.length), nowMs);
    const end = this.#deliverableBytes(startByte, bytes.length);
    if (end < bytes.length) this.#held = bytes.slice(end);
    return without(bytes, startByte, stripped, end);
  }

  /** The stream cannot be read any more, for a reason outside it. */
  lose(): void {
    this.#lost = true;
  }

  /** After a failure: what the page did not get of the chunk that failed. */
  abandon(nowMs: number): Uint8Array {
    this.#lost = true;
    const bytes = this.#pending;
    this.#pending = NO_BYTES;
    return this.#scan.push(bytes, nowMs);
  }

  /** Bytes that were held back too long to be a reply. */
  overdue(nowMs: number): Uint8Array {
    return this.#scan.overdue(nowMs);
  }

  /** How many of the bytes can be delivered: all but an unfinished message that may be a reply. */
  #deliverableBytes(startByte: number, length: number): number {
    const undecidedFromByte = this.#ledger.waiting ? this.#wire.serverUndecidedFromByte : null;
    if (undecidedFromByte === null) return length;
    const end = undecidedFromByte - startByte;
    return end < 0 || length - end > MAX_HELD_REPLY_BYTES ? length : end;
  }
}

/** A message of which the page has seen a part must reach it whole. */
function isWithin(event: ServerEvent, startByte: number, endByte: number): event is ServerEvent & Span {
  return 'endByte' in event && event.startByte >= startByte && event.endByte <= endByte;
}

/** The first `end` bytes without the stripped messages; the same array if that is all of it. */
function without(bytes: Uint8Array, startByte: number, stripped: readonly Span[], end: number): Uint8Array {
  if (stripped.length === 0) return end === bytes.length ? bytes : bytes.subarray(0, end);
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const span of stripped) {
    kept.push(bytes.subarray(from, span.startByte - startByte));
    from = span.endByte - startByte;
  }
  kept.push(bytes.subarray(from, end));
  return joinBytes(...kept);
}
