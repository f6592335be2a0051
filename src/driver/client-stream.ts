import type { GuardEffect } from '../model/gate/outcome.ts';
import type { ClientStep } from '../model/guard/client-ear.ts';
import type { ClientMessage, Desync } from '../model/rfb/messages.ts';
import { joinBytes, NO_BYTES } from './byte-join.ts';
import { ChunkCut } from './chunk-cut.ts';
import type { WirePart } from './wire-part.ts';

/**
 * Longest unfinished message that is held. noVNC's longest that cannot be judged from its beginning is a list of
 * some 30 encodings; past the limit the stream counts as lost and everything passes.
 */
export const MAX_HELD_BYTES = 64 * 1024;

/** What the client's stream asks of the driver. */
export interface ClientJudge {
  judge(message: ClientMessage): ClientStep;
  /** Nothing can be gated from here on. Called at a message boundary, before the rest passes. */
  lost(desync: Desync): void;
  perform(effects: readonly GuardEffect[]): void;
  send(bytes: Uint8Array): void;
}

/** The page's stream to the server: finds the bytes of every message and does with them what was decided. */
export class ClientStream {
  readonly #wire: WirePart;
  readonly #judge: ClientJudge;
  /** The unfinished message of which nothing was sent. */
  #held: Uint8Array = NO_BYTES;
  #cut: ChunkCut | null = null;
  /** Where a message ends that was judged before all of it arrived (a paste), and what becomes of it. */
  #longEndByte = 0;
  #longPasses = false;
  #lost = false;

  constructor(wire: WirePart, judge: ClientJudge) {
    this.#wire = wire;
    this.#judge = judge;
  }

  /** Whether part of a message is at the server: nothing of ours may be written now. */
  get isMidMessage(): boolean {
    const atByte = this.#cut?.atByte ?? this.#wire.clientBytes - this.#held.length;
    return this.#longPasses && atByte < this.#longEndByte;
  }

  /** The stream can no longer be read; every chunk passes as it is. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** The next chunk, as the page wrote it. Only `abandon` may follow if this throws. */
  push(chunk: Uint8Array): void {
    if (this.#lost || chunk.length === 0) {
      this.#judge.send(chunk);
      return;
    }
    const bytes = this.#held.length === 0 ? chunk : joinBytes(this.#held, chunk);
    const startByte = this.#wire.clientBytes - this.#held.length;
    const cut = new ChunkCut(bytes, startByte, (run) => this.#judge.send(run));
    this.#cut = cut;
    this.#held = NO_BYTES;
    const events = this.#wire.client(chunk);
    this.#continueLong(cut);
    for (const event of events) {
      if (event.type === 'desync') {
        this.#lose(cut, event);
        break;
      }
      this.#apply(cut, event);
    }
    this.#finish(cut);
  }

  /** After a failure: what was not sent yet passes, and everything from here on. */
  abandon(): void {
    const cut = this.#cut;
    const held = this.#held;
    this.#lost = true;
    this.#cut = null;
    this.#held = NO_BYTES;
    if (held.length > 0) this.#judge.send(held);
    if (cut === null) return;
    cut.pass(cut.endByte);
    cut.flush();
  }

  #continueLong(cut: ChunkCut): void {
    if (this.#longEndByte <= cut.atByte) return;
    if (this.#longPasses) cut.pass(this.#longEndByte);
    else cut.skip(this.#longEndByte);
    if (cut.atByte < this.#longEndByte) return;
    cut.flush();
    // What had to wait for the end of the message.
    this.#judge.perform([]);
  }

  #apply(cut: ChunkCut, message: ClientMessage): void {
    // Before the first message lies the handshake, which is nobody's business but the page's.
    cut.pass(message.startByte);
    const { outcome, effects } = this.#judge.judge(message);
    this.#longEndByte = message.endByte;
    this.#longPasses = outcome.type === 'send';
    if (this.#longPasses) cut.pass(message.endByte);
    else cut.skip(message.endByte);
    if (outcome.type === 'replace') this.#judge.send(outcome.bytes);
    if (effects.length === 0) return;
    cut.flush();
    this.#judge.perform(effects);
  }

  #lose(cut: ChunkCut, desync: Desync): void {
    cut.flush();
    this.#lost = true;
    this.#judge.lost(desync);
  }

  #finish(cut: ChunkCut): void {
    const undecidedFromByte = this.#lost ? null : this.#wire.clientUndecidedFromByte;
    cut.pass(undecidedFromByte ?? cut.endByte);
    cut.flush();
    this.#held = cut.rest();
    this.#cut = null;
    if (this.#held.length <= MAX_HELD_BYTES) return;
    const bytes = this.#held;
    this.#held = NO_BYTES;
    this.#lost = true;
    this.#judge.lost({
      type: 'desync',
      offsetBytes: cut.atByte,
      reason: 'length-over-limit',
      value: bytes.length,
    });
    this.#judge.send(bytes);
  }
}
