import { ByteReader } from './byte-reader.ts';
import { ClientStream } from './client-stream.ts';
import { Handshake, type LostHandshake } from './handshake.ts';
import type { ClientEvent, Desync, DesyncReason, ServerEvent } from './messages.ts';
import { ENCODING } from './numbers.ts';
import { ServerStream } from './server-stream.ts';

/**
 * - detecting: the server has not sent its first 12 bytes yet
 * - handshake: RFB, before ServerInit is complete
 * - messages: both directions are message streams
 * - lost: not RFB, refused, or framing was lost in a direction (each direction also says so by a desync event)
 */
export type WirePhase = 'detecting' | 'handshake' | 'messages' | 'lost';

/**
 * The value of a `bad-encoding-data` desync that stands for an error of this code rather than for the peer's
 * bytes. No message has it.
 */
export const INTERNAL_ERROR_VALUE = -0x8000_0000;

/** One direction: its reader, and whether it is still read. */
interface Direction {
  readonly reader: ByteReader;
  /** All bytes seen, those after a desync included. */
  bytes: number;
  /** Not read any more: refused, or desynchronised. */
  over: boolean;
  /** A desync that was not reported yet: the other direction may show it first. */
  untold: Desync | null;
}

/**
 * Both byte streams of one connection, joined where one direction decides how the other is read: the client's
 * choices in the handshake, its pixel format and its encodings.
 *
 * Feed every chunk of both directions in the order in which they were seen. Never throws, never holds payload:
 * a chunk is not referred to after the call, and what is reported of it is copied.
 *
 * A desync before ServerInit, and a foreign dialect, end both directions. Later ones end only their own: the
 * client's messages are still understood when the server's are not, and the other way round. An error of this
 * code counts as data that cannot be read (`bad-encoding-data`, {@link INTERNAL_ERROR_VALUE}).
 *
 * @example
 * const wire = new Wire();
 * wire.server(chunk); // [{ type: 'server-init', ... }, { type: 'rect', ... }, ...]
 */
export class Wire {
  readonly #server: Direction = { reader: new ByteReader(), bytes: 0, over: false, untold: null };
  readonly #client: Direction = { reader: new ByteReader(), bytes: 0, over: false, untold: null };
  readonly #handshake = new Handshake(this.#server.reader, this.#client.reader);
  #serverStream: ServerStream | null = null;
  #clientStream: ClientStream | null = null;
  #extendedMouseAnnounced = false;

  get phase(): WirePhase {
    if (this.#server.over || this.#client.over) return 'lost';
    if (this.#serverStream !== null) return 'messages';
    return this.#handshake.begun ? 'handshake' : 'detecting';
  }

  /** The next chunk from the server. */
  server(chunk: Uint8Array): readonly ServerEvent[] {
    const out: ServerEvent[] = [];
    this.#feed(this.#server, chunk, out, () => this.#readServer(out));
    return out;
  }

  /** The next chunk from the client, as the page sent it. */
  client(chunk: Uint8Array): readonly ClientEvent[] {
    const out: ClientEvent[] = [];
    this.#feed(this.#client, chunk, out, () => this.#readClient(out));
    return out;
  }

  /** Bytes seen from the server so far. */
  get serverBytes(): number {
    return this.#server.bytes;
  }

  /** Bytes seen from the client so far. */
  get clientBytes(): number {
    return this.#client.bytes;
  }

  /**
   * Where an unfinished server message begins whose first bytes could be the start of a probe reply (fence,
   * extended clipboard): while a probe is outstanding the driver must not deliver bytes from here on. null when
   * no such message is open. At most 73 bytes are ever undecided.
   */
  get serverUndecidedFromByte(): number | null {
    return this.#server.over ? null : (this.#serverStream?.undecidedFromByte ?? null);
  }

  /** Where an unfinished client message begins that was not reported yet: bytes from here on cannot be sent. */
  get clientUndecidedFromByte(): number | null {
    return this.#client.over ? null : (this.#clientStream?.undecidedFromByte ?? null);
  }

  /** `out` takes both directions' desyncs; `read` appends the rest. */
  #feed(direction: Direction, chunk: Uint8Array, out: { push(event: Desync): void }, read: () => void): void {
    direction.bytes += chunk.length;
    if (!direction.over) {
      try {
        direction.reader.push(chunk);
        read();
        if (!direction.over) direction.reader.release();
      } catch {
        this.#fail(direction);
      }
    }
    if (direction.untold !== null) {
      out.push(direction.untold);
      direction.untold = null;
    }
    if (direction.over) {
      direction.reader.discard();
      direction.reader.release();
    }
  }

  #readServer(out: ServerEvent[]): void {
    if (this.#serverStream === null) {
      const end = this.#handshake.server();
      if (end === null) return;
      if (end.type === 'lost') {
        this.#loseHandshake(end);
        return;
      }
      out.push(end);
      if (end.type === 'handshake-failed') {
        this.#server.over = true;
        this.#client.over = true;
        return;
      }
      this.#serverStream = new ServerStream(this.#server.reader, { format: end.format });
      this.#clientStream = new ClientStream(this.#client.reader);
    }
    const from = out.length;
    this.#serverStream.read(out);
    if (out.at(-1)?.type === 'desync') this.#server.over = true;
    if (!this.#extendedMouseAnnounced) this.#lookForExtendedMouse(out, from);
  }

  #readClient(out: ClientEvent[]): void {
    if (this.#clientStream === null) {
      const end = this.#handshake.client();
      if (end?.type === 'lost') this.#loseHandshake(end);
      return;
    }
    this.#clientStream.read(out);
    for (const event of out) {
      if (event.type === 'set-pixel-format') this.#serverStream?.setPixelFormat(event.format);
      if (event.type !== 'desync') continue;
      this.#client.over = true;
      if (event.reason === 'foreign-dialect') {
        lose(this.#server, event.reason, event.value, this.#server.bytes);
      }
    }
  }

  /** The client may send 7-byte pointer messages once it has seen the rectangle that announces them. */
  #lookForExtendedMouse(events: readonly ServerEvent[], from: number): void {
    for (let i = from; i < events.length; i++) {
      const event = events[i];
      if (event?.type !== 'rect' || event.encoding !== ENCODING.extendedMouseButtons) continue;
      this.#extendedMouseAnnounced = true;
      this.#clientStream?.announceExtendedMouse();
      return;
    }
  }

  #loseHandshake({ reason, value, serverByte, clientByte }: LostHandshake): void {
    lose(this.#server, reason, value, serverByte);
    lose(this.#client, reason, value, clientByte);
  }

  /** An error of ours, which must not reach the page. */
  #fail(direction: Direction): void {
    const both = this.#serverStream === null;
    for (const failed of both ? [this.#server, this.#client] : [direction]) {
      lose(
        failed,
        'bad-encoding-data',
        INTERNAL_ERROR_VALUE,
        Math.min(failed.reader.offsetBytes, failed.bytes),
      );
    }
  }
}

function lose(direction: Direction, reason: DesyncReason, value: number, offsetBytes: number): void {
  if (direction.over) return;
  direction.over = true;
  direction.untold = { type: 'desync', offsetBytes, reason, value };
}
