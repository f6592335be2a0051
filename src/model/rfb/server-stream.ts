import type { ByteReader } from './byte-reader.ts';
import { CLIPBOARD_FLAGS_BYTES, clipboardAction } from './clipboard.ts';
import { type PixelBytes, pixelBytes } from './encodings/pixel-bytes.ts';
import { desync, type RectSkipper } from './encodings/rect-skipper.ts';
import { RectSkippers } from './encodings/rect-skippers.ts';
import { MAX_CUT_TEXT_BYTES } from './limits.ts';
import type { Desync, PixelFormat, Rect, ServerEvent } from './messages.ts';
import { ENCODING, MAX_FENCE_PAYLOAD_BYTES } from './numbers.ts';

export interface ServerStreamOptions {
  /** The format of ServerInit: in force until the client sets another. */
  readonly format: PixelFormat;
}

/** Server message types, RFC 6143 section 7.6 and rfbproto. */
const MESSAGE = {
  update: 0,
  colourMap: 1,
  bell: 2,
  cutText: 3,
  endOfContinuousUpdates: 150,
  fence: 248,
  xvp: 250,
} as const;

/**
 * The most events one call of `read` may append. A chunk with more holds nothing but bells or empty rectangles
 * by the megabyte: it is a desync, so that a flood cannot fill the memory.
 */
export const MAX_EVENTS_PER_READ = 0x40000;

/** Whether there may be more to read now, has to be waited for, or framing was lost. */
type Step = 'on' | 'wait' | Desync;

/** An update whose rectangles are being read. */
interface OpenUpdate {
  readonly startByte: number;
  /** Rectangles announced so far, the LastRect included. */
  rects: number;
  rectsLeft: number;
  /** The rectangle whose payload is being passed over; null between rectangles. */
  payload: RectSkipper | null;
}

/**
 * The messages of the server, after ServerInit: what each says and where it ends. Payload is counted, not read.
 *
 * @example
 * const stream = new ServerStream(reader, { format: serverInit.format });
 * reader.push(chunk);
 * stream.read(events);
 */
export class ServerStream {
  readonly #reader: ByteReader;
  readonly #skippers = new RectSkippers();
  #pixel: PixelBytes;
  #nextPixel: PixelBytes;
  #update: OpenUpdate | null = null;
  #lost = false;

  /** `reader` stands right behind ServerInit. */
  constructor(reader: ByteReader, options: ServerStreamOptions) {
    this.#reader = reader;
    this.#pixel = pixelBytes(options.format);
    this.#nextPixel = this.#pixel;
  }

  /**
   * The client sent SetPixelFormat. It applies from the next update on: the server encodes an update in the
   * format it knew when it began. When the format changes in mid-session nothing in the stream tells which update
   * is the first in the new one; noVNC sets it once, before it asks for any update.
   */
  setPixelFormat(format: PixelFormat): void {
    this.#nextPixel = pixelBytes(format);
  }

  /**
   * Reads as far as the reader allows and appends the events in order. A desync is the last event ever; from
   * then on bytes are passed over unread.
   */
  read(out: ServerEvent[]): void {
    const most = out.length + MAX_EVENTS_PER_READ;
    let step: Step = this.#lost ? 'wait' : 'on';
    while (step === 'on') {
      if (out.length >= most) {
        step = desync(this.#reader.offsetBytes, 'length-over-limit', MAX_EVENTS_PER_READ);
      } else {
        step = this.#update === null ? this.#message(out) : this.#updateStep(this.#update, out);
      }
    }
    if (step !== 'wait') {
      out.push(step);
      this.#lost = true;
      this.#update = null;
    }
    if (this.#lost) this.#reader.skip(Math.max(0, this.#reader.arrivedBytes - this.#reader.offsetBytes));
  }

  /**
   * Where an unfinished message begins that may turn out to be a fence or clipboard message; null if there is
   * none. A fence is decided when complete (at most 73 bytes), clipboard when its flags have arrived (12 bytes).
   */
  get undecidedFromByte(): number | null {
    if (this.#lost || this.#update !== null || !this.#reader.has(1)) return null;
    const type = this.#reader.peek();
    return type === MESSAGE.fence || type === MESSAGE.cutText ? this.#reader.offsetBytes : null;
  }

  #message(out: ServerEvent[]): Step {
    const reader = this.#reader;
    if (!reader.has(1)) return 'wait';
    const startByte = reader.offsetBytes;
    const type = reader.peek();
    switch (type) {
      case MESSAGE.update: {
        if (!reader.has(4)) return 'wait';
        reader.skip(2);
        const rects = reader.u16();
        this.#pixel = this.#nextPixel;
        this.#update = { startByte, rects: 0, rectsLeft: rects, payload: null };
        out.push({ type: 'update-start', startByte, rects });
        return 'on';
      }
      case MESSAGE.colourMap: {
        if (!reader.has(6)) return 'wait';
        reader.skip(4);
        const bytes = reader.u16() * 6;
        reader.skip(bytes);
        out.push({ type: 'colour-map', startByte, endByte: startByte + 6 + bytes });
        return 'on';
      }
      case MESSAGE.bell:
        reader.skip(1);
        out.push({ type: 'bell', startByte, endByte: startByte + 1 });
        return 'on';
      case MESSAGE.cutText:
        return this.#cutText(startByte, out);
      case MESSAGE.endOfContinuousUpdates:
        reader.skip(1);
        out.push({ type: 'end-of-continuous-updates', startByte, endByte: startByte + 1 });
        return 'on';
      case MESSAGE.fence:
        return this.#fence(startByte, out);
      case MESSAGE.xvp: {
        if (!reader.has(4)) return 'wait';
        reader.skip(3);
        out.push({ type: 'xvp', startByte, endByte: startByte + 4, action: reader.u8() });
        return 'on';
      }
      default:
        return desync(startByte, 'unknown-message', type);
    }
  }

  /** ServerCutText; a negative length says extended clipboard (rfbproto): flags, then data by the flags. */
  #cutText(startByte: number, out: ServerEvent[]): Step {
    const reader = this.#reader;
    if (!reader.has(8)) return 'wait';
    const length =
      (reader.peek(4) << 24) | (reader.peek(5) << 16) | (reader.peek(6) << 8) | reader.peek(7) | 0;
    const bytes = Math.abs(length);
    if (bytes > MAX_CUT_TEXT_BYTES) return desync(startByte + 4, 'length-over-limit', length);
    const endByte = startByte + 8 + bytes;
    if (length >= 0) {
      reader.skip(8 + bytes);
      out.push({ type: 'cut-text', startByte, endByte, textBytes: bytes });
      return 'on';
    }
    if (bytes < CLIPBOARD_FLAGS_BYTES) return desync(startByte + 4, 'bad-encoding-data', length);
    if (!reader.has(8 + CLIPBOARD_FLAGS_BYTES)) return 'wait';
    reader.skip(8);
    const flags = reader.u32();
    reader.skip(bytes - CLIPBOARD_FLAGS_BYTES);
    out.push({ type: 'clipboard', startByte, endByte, action: clipboardAction(flags), flags });
    return 'on';
  }

  #fence(startByte: number, out: ServerEvent[]): Step {
    const reader = this.#reader;
    if (!reader.has(9)) return 'wait';
    const payloadBytes = reader.peek(8);
    if (payloadBytes > MAX_FENCE_PAYLOAD_BYTES) {
      return desync(startByte + 8, 'length-over-limit', payloadBytes);
    }
    if (!reader.has(9 + payloadBytes)) return 'wait';
    reader.skip(4);
    const flags = reader.u32();
    reader.skip(1);
    const payload = reader.bytes(payloadBytes);
    out.push({ type: 'fence', startByte, endByte: startByte + 9 + payloadBytes, flags, payload });
    return 'on';
  }

  #updateStep(update: OpenUpdate, out: ServerEvent[]): Step {
    const reader = this.#reader;
    const { payload } = update;
    if (payload !== null) {
      const progress = payload.skip(reader);
      if (progress === 'more') return 'wait';
      if (progress !== 'done') return progress;
      update.payload = null;
    }
    if (update.rectsLeft > 0) return this.#rect(update, out);
    if (!reader.skipped) return 'wait';
    this.#update = null;
    const { startByte, rects } = update;
    out.push({ type: 'update-end', startByte, endByte: reader.offsetBytes, rects });
    return 'on';
  }

  #rect(update: OpenUpdate, out: ServerEvent[]): Step {
    const reader = this.#reader;
    if (!reader.has(12)) return 'wait';
    const startByte = reader.offsetBytes;
    const x = reader.u16();
    const y = reader.u16();
    const width = reader.u16();
    const height = reader.u16();
    const encoding = reader.s32();
    const skipper = this.#skippers.of(encoding);
    if (skipper === null) return desync(startByte + 8, 'unknown-encoding', encoding);
    const rect: Rect = { type: 'rect', startByte, x, y, width, height, encoding };
    out.push(rect);
    update.rects++;
    update.rectsLeft = encoding === ENCODING.lastRect ? 0 : update.rectsLeft - 1;
    update.payload = skipper;
    skipper.begin(rect, this.#pixel);
    return 'on';
  }
}
