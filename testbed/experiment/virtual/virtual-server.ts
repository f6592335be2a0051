import type { Instrument } from '../../instrument/instrument.ts';
import type { Pose } from '../../instrument/pose.ts';
import { readClientBytes } from '../../loop/client-bytes.ts';
import type { EventQueue } from '../../loop/event-queue.ts';
import type { Drawn } from '../../loop/guarded-wire.ts';
import { Damage, Drawings } from './picture-bytes.ts';
import { VegasWindow } from './vegas-window.ts';

/** What the server sends. A picture comes in pieces; the last one completes it and makes its pose visible. */
export type ServerMessage =
  | {
      readonly type: 'picture';
      readonly isFirst: boolean;
      readonly isLast: boolean;
      readonly drawn: readonly Drawn[];
      readonly pose: Pose;
    }
  | { readonly type: 'fence'; readonly payload: Uint8Array };

/** What the client sends: messages, or the replies of the page to the server's own fences around a picture. */
export type ClientWrite = { readonly type: 'bytes'; readonly bytes: Uint8Array } | { readonly type: 'echo' };

/** As the instrument's screen is drawn (testbed/instrument/instrument-server.ts). */
const DRAW_MS = 90;
/** Of one WebSocket message of the gateway. */
const PIECE_BYTES = 16_384;
/** TigerVNC asks for a fence in front of and behind each picture: 9 bytes and one of its own, each way. */
const PAIR_BYTES = 20;
/** Head of a WebSocket message from a server. */
const FRAME_BYTES = 4;

/**
 * The instrument behind a server that works as TigerVNC does: fences are answered at once, behind all it has written;
 * what is drawn is merged until the window has room, and then sent as one picture that nothing interrupts.
 */
export class VirtualServer {
  readonly #queue: EventQueue;
  readonly #instrument: Instrument;
  readonly #write: (bytes: number, message: ServerMessage) => void;
  readonly #window = new VegasWindow();
  readonly #drawings = new Drawings();
  readonly #damage = new Damage();
  #pose: Pose | null = null;

  constructor(
    queue: EventQueue,
    instrument: Instrument,
    write: (bytes: number, message: ServerMessage) => void,
  ) {
    this.#queue = queue;
    this.#instrument = instrument;
    this.#write = write;
    this.#draw();
  }

  receive(written: ClientWrite): void {
    if (written.type === 'echo') {
      this.#window.answered(this.#queue.nowMs);
      this.#send();
      return;
    }
    readClientBytes(written.bytes, {
      pointer: (mask, x, y) =>
        void this.#instrument.input({ type: 'pointer', mask, x, y }, this.#queue.nowMs),
      fence: (payload, bytes) => this.#write(bytes + FRAME_BYTES, { type: 'fence', payload }),
    });
  }

  #draw(): void {
    this.#instrument.advance(this.#queue.nowMs);
    this.#instrument.countDrawing();
    const pose = this.#instrument.pose();
    this.#damage.add(this.#drawings.next(pose));
    this.#pose = pose;
    this.#send();
    this.#queue.after(DRAW_MS, () => this.#draw());
  }

  #send(): void {
    const pose = this.#pose;
    if (pose === null || this.#damage.isEmpty || this.#window.isFull) return;
    const { bytes, drawn } = this.#damage.take(pose.view);
    const all = bytes + PAIR_BYTES;
    this.#window.sent(all, this.#queue.nowMs);
    for (let left = all, isFirst = true; left > 0; isFirst = false) {
      const piece = Math.min(left, PIECE_BYTES);
      left -= piece;
      this.#write(piece + FRAME_BYTES, { type: 'picture', isFirst, isLast: left === 0, drawn, pose });
    }
  }
}
