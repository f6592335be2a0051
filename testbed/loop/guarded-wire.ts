import type { GuardCommand } from '../../src/model/gate/command.ts';
import type { ClientOutcome, GuardEffect } from '../../src/model/gate/outcome.ts';
import { Guard, type GuardOptions } from '../../src/model/guard.ts';
import type { Bin } from '../../src/model/measure/bin.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { EventQueue } from './event-queue.ts';
import { type ProbeEvent, WitnessedGuard } from './live/witnessed-guard.ts';
import { FENCE_REQUEST, fenceReply, serverInit, update } from './server-events.ts';

/** A rectangle of a picture, in pixels. */
export interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GuardedWireOptions {
  readonly guard: Pick<GuardOptions, 'policy' | 'profiles' | 'socketHost' | 'credit'>;
  /** Of the server's screen. */
  readonly screen: { readonly width: number; readonly height: number };
  /** Bytes for the server, one write. */
  readonly send: (bytes: Uint8Array) => void;
  readonly onBin?: (bin: Bin) => void;
  readonly onProbe?: (event: ProbeEvent) => void;
  /** After every tick. */
  readonly onTick?: (nowMs: number) => void;
}

const TICK_MS = 50;
const PRESS_BYTES = 6;
const NONCE_BYTES = 16;

/** The real guard on a wire in virtual time: it is asked about input, and told what arrives. */
export class GuardedWire {
  readonly #queue: EventQueue;
  readonly #options: GuardedWireOptions;
  readonly #guard: Guard;

  constructor(queue: EventQueue, options: GuardedWireOptions) {
    this.#queue = queue;
    this.#options = options;
    let nonces = 0;
    const of: GuardOptions = {
      ...options.guard,
      connection: '1',
      journal: null,
      nowMs: queue.nowMs,
      randomNonce: () => {
        const nonce = new Uint8Array(NONCE_BYTES);
        new DataView(nonce.buffer).setUint32(0, ++nonces);
        return nonce;
      },
    };
    const { onProbe } = options;
    this.#guard = onProbe === undefined ? new Guard(of) : new WitnessedGuard(of, onProbe);
  }

  /** As a server begins that answers fences: it shows one, after the page has said that it knows them. */
  handshake(): void {
    const { nowMs } = this.#queue;
    const span = { startByte: 0, endByte: 0 };
    const { width, height } = this.#options.screen;
    this.#guard.server(serverInit({ width, height, name: 'loop' }), nowMs);
    const encodings = [ENCODING.tight, ENCODING.fence];
    this.#guard.client({ ...span, type: 'set-encodings', encodings }, { eventAgeMs: null }, nowMs);
    for (const event of update([], 0)) this.#perform(this.#guard.server(event, nowMs).effects);
    this.#guard.server(FENCE_REQUEST, nowMs);
  }

  /** Begins to tick. */
  start(): void {
    this.#tickAt(this.#queue.nowMs + TICK_MS);
  }

  /** The page writes a pointer message; it is sent as the guard decides. */
  pointer(buttonMask: number, x: number, y: number): ClientOutcome {
    const span = { startByte: 0, endByte: PRESS_BYTES };
    const message: ClientMessage = { type: 'pointer', ...span, buttonMask, x, y, extended: false };
    const { outcome, effects } = this.#guard.client(message, { eventAgeMs: 0 }, this.#queue.nowMs);
    if (outcome.type === 'send') this.#options.send(pointerBytes(buttonMask, x, y));
    if (outcome.type === 'replace') this.#options.send(outcome.bytes);
    this.#perform(effects);
    return outcome;
  }

  /** What the user decided in the overlay. */
  command(command: GuardCommand): void {
    this.#perform(this.#guard.command(command, this.#queue.nowMs));
  }

  snapshot(): Snapshot {
    return this.#guard.snapshot(this.#queue.nowMs);
  }

  /** A reply to a fence of the guard's came, and is not for the page. */
  fence(payload: Uint8Array, bytes: number): void {
    const { nowMs } = this.#queue;
    this.#guard.serverBytes(bytes, nowMs);
    const step = this.#guard.server(fenceReply(payload, bytes), nowMs);
    if (step.outcome !== 'strip') throw new Error('[loop] a reply to our own probe was not stripped');
    this.#perform(step.effects);
  }

  /** A piece of a picture came; the first one tells what it shows, the last one completes it. */
  picture(bytes: number, isFirst: boolean, isLast: boolean, drawn: readonly Drawn[]): void {
    const { nowMs } = this.#queue;
    const rects = drawn.length;
    this.#guard.serverBytes(bytes, nowMs);
    if (isFirst) {
      this.#guard.server({ type: 'update-start', startByte: 0, rects }, nowMs);
      for (const rect of drawn) {
        this.#guard.server({ type: 'rect', startByte: 0, ...rect, encoding: ENCODING.tight }, nowMs);
      }
    }
    if (!isLast) return;
    this.#perform(this.#guard.server({ type: 'update-end', startByte: 0, endByte: 0, rects }, nowMs).effects);
  }

  #tickAt(atMs: number): void {
    this.#queue.at(atMs, () => {
      this.#perform(this.#guard.tick(this.#queue.nowMs));
      this.#options.onTick?.(this.#queue.nowMs);
      this.#tickAt(atMs + TICK_MS);
    });
  }

  #perform(effects: readonly GuardEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'send') this.#options.send(effect.bytes);
      if (effect.type === 'bin') this.#options.onBin?.(effect.bin);
    }
  }
}

function pointerBytes(mask: number, x: number, y: number): Uint8Array {
  return Uint8Array.of(5, mask, x >> 8, x & 0xff, y >> 8, y & 0xff);
}
