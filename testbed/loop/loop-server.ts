import { readClientBytes } from './client-bytes.ts';
import type { EventQueue } from './event-queue.ts';

/** A place on the instrument's screen, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What the server sends. Pictures come in pieces; the last one completes the update. */
export type ServerPacket =
  | {
      readonly type: 'picture';
      readonly isFirst: boolean;
      readonly isLast: boolean;
      readonly places: readonly Place[];
    }
  | { readonly type: 'fence'; readonly payload: Uint8Array };

/** An executed press. */
export interface Executed extends Place {
  readonly atMs: number;
}

export interface LoopServerOptions {
  /** G: bytes of picture that one press brings. */
  readonly gainBytes: number;
  /** b_seed: what the picture changes by itself. */
  readonly seedBitsPerSecond: number;
  /** How often it does; a frame of that rate each time. 40 ms where nothing is said. */
  readonly seedFrameMs?: number;
  /** From a press to the change on the screen. */
  readonly instrumentMs: number;
}

/** What the server writes to. */
export interface ServerOutput {
  push(bytes: number, packet: ServerPacket): void;
  readonly isFull: boolean;
}

/** An update is sent at most so often: 25 a second. */
const FRAME_MS = 40;
/** The whole screen; what changes twice before it is sent is sent once. */
const SCREEN_BYTES = 600_000;
/** One write: the picture arrives as it is served, not in one lump. */
const PIECE_BYTES = 8192;
const BUTTON_BITS = 7;

/**
 * An instrument behind a VNC server that answers in order, as TigerVNC does: fences are answered at once behind
 * everything it has written, pictures are written whenever there is room, and a screen that waits is merged.
 */
export class LoopServer {
  readonly executed: Executed[] = [];
  readonly #queue: EventQueue;
  readonly #options: LoopServerOptions;
  readonly #output: ServerOutput;
  #dirtyBytes = 0;
  #places: Place[] = [];
  #buttonMask = 0;
  #isFrameDue = false;

  constructor(queue: EventQueue, options: LoopServerOptions, output: ServerOutput) {
    this.#queue = queue;
    this.#options = options;
    this.#output = output;
    if (options.seedBitsPerSecond > 0) this.#background();
  }

  /** Client messages as they arrive, whole ones. */
  receive(bytes: Uint8Array): void {
    readClientBytes(bytes, {
      pointer: (mask, x, y) => this.#pointer(mask, { x, y }),
      fence: (payload, length) => this.#output.push(length, { type: 'fence', payload }),
    });
  }

  #pointer(mask: number, place: Place): void {
    const isPress = (mask & ~this.#buttonMask & BUTTON_BITS) !== 0;
    this.#buttonMask = mask;
    if (!isPress) return;
    this.executed.push({ ...place, atMs: this.#queue.nowMs });
    this.#queue.after(this.#options.instrumentMs, () => {
      this.#places.push(place);
      this.#change(this.#options.gainBytes);
    });
  }

  #background(): void {
    const { seedBitsPerSecond, seedFrameMs = FRAME_MS } = this.#options;
    this.#queue.after(seedFrameMs, () => {
      this.#change((seedBitsPerSecond * seedFrameMs) / 8000);
      this.#background();
    });
  }

  #change(bytes: number): void {
    this.#dirtyBytes = Math.min(SCREEN_BYTES, this.#dirtyBytes + bytes);
    if (this.#isFrameDue) return;
    this.#isFrameDue = true;
    this.#queue.after(0, () => this.#frame());
  }

  #frame(): void {
    if (this.#output.isFull) {
      this.#queue.after(FRAME_MS, () => this.#frame());
      return;
    }
    this.#isFrameDue = false;
    const places = this.#places;
    this.#places = [];
    let left = Math.round(this.#dirtyBytes);
    this.#dirtyBytes = 0;
    for (let isFirst = true; left > 0; isFirst = false) {
      const piece = Math.min(left, PIECE_BYTES);
      left -= piece;
      this.#output.push(piece, { type: 'picture', isFirst, isLast: left === 0, places });
    }
  }
}
