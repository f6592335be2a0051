import { Damage } from '../damage.ts';
import { Frame } from '../frame.ts';
import type { InputEvent } from '../input-log.ts';
import { intersection, type Rect } from '../rect.ts';
import { type ClientMessage, ClientMessages } from './client-messages.ts';
import { Congestion } from './congestion.ts';
import { cursorRect } from './cursor.ts';
import { Encoder } from './encoder.ts';
import { type PixelFormat, serverFormat } from './pixel-format.ts';
import { ProtocolError } from './protocol-error.ts';
import {
  desktopNameRect,
  desktopSizeRect,
  endOfContinuousUpdates,
  FENCE_BLOCK_BEFORE,
  FENCE_REQUEST,
  fence,
  pseudo,
  serverInit,
  uint32,
  updateHeader,
} from './server-messages.ts';

/** What a session needs from its surroundings. */
export interface SessionHost {
  readonly send: (bytes: Buffer) => void;
  readonly input: (event: InputEvent) => void;
  /** The session is over; nothing is sent any more. */
  readonly close: (reason: string) => void;
  /** Bytes handed to `send` that have not left this process. */
  readonly backlogBytes: () => number;
}

/** The picture a session shows. */
export interface SessionScreen {
  readonly frame: Frame;
  readonly name: string;
  /** Where the frame's kinds of content meet (see Damage). */
  readonly seams: readonly number[];
}

/** Flags this server can honour: it does everything in order anyway. */
const FENCE_ORDER_FLAGS = 3;

/** One update carries no more, so that a fence reply never waits behind a whole picture. */
const UPDATE_MOST_BYTES = 48 * 1024;
/** A client without fences gets no update while this much waits for its socket. */
const BACKLOG_MOST_BYTES = 256 * 1024;

type Phase = 'version' | 'security' | 'init' | 'normal' | 'closed';
type Announcement = 'size' | 'sizeRefused' | 'name' | 'cursor';

/** One client of the server: the protocol, without sockets and clocks. RFB 3.3, 3.7 and 3.8, no password. */
export class RfbSession {
  readonly #screen: SessionScreen;
  readonly #host: SessionHost;
  readonly #messages = new ClientMessages();
  readonly #encoder = new Encoder();
  /** What has changed since the present sweep began. */
  #damage: Damage;
  /** What is still to be sent of the picture as it was when the sweep began. */
  #sweep: Damage;
  readonly #sweepFrame: Frame;
  readonly #congestion = new Congestion();
  readonly #all: Rect;
  #phase: Phase = 'version';
  #version = 8;
  #format: PixelFormat = serverFormat;
  #encodings: ReadonlySet<number> = new Set();
  #announced = new Set<number>();
  #announcements: Announcement[] = [];
  #request: Rect | null = null;
  #continuous: Rect | null = null;

  constructor(screen: SessionScreen, host: SessionHost) {
    this.#screen = screen;
    this.#host = host;
    const { width, height } = screen.frame;
    this.#all = { x: 0, y: 0, width, height };
    this.#sweepFrame = new Frame(width, height);
    this.#sweep = new Damage(width, height, screen.seams);
    this.#damage = new Damage(width, height, screen.seams);
    this.#damage.add(this.#all);
    host.send(Buffer.from('RFB 003.008\n', 'latin1'));
  }

  /** Round trip of the last update's fence; null without fences. */
  get roundTripMs(): number | null {
    return this.#congestion.roundTripMs;
  }

  /** Marks a part of the screen as changed for this client. */
  damage(rect: Rect): void {
    this.#damage.add(rect);
  }

  /** Takes bytes from the client. */
  receive(bytes: Uint8Array, nowMs: number): void {
    if (this.#phase === 'closed') return;
    try {
      this.#messages.push(bytes);
      while (this.#handshake());
      for (;;) {
        const message = this.#phase === 'normal' ? this.#messages.next() : null;
        if (message === null) break;
        this.#handle(message, nowMs);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#phase = 'closed';
      this.#host.close(error.message);
    }
  }

  /** Sends what the client asked for, as far as it has changed and the path has room. */
  update(nowMs: number): void {
    while (this.#updateOnce(nowMs));
  }

  /** One step of the handshake; false when it needs more bytes or is over. */
  #handshake(): boolean {
    switch (this.#phase) {
      case 'version':
        return this.#take(12, (bytes) => this.#chooseVersion(bytes.toString('latin1')));
      case 'security':
        return this.#take(1, (bytes) => {
          if (bytes[0] !== 1) throw new ProtocolError(`security type ${bytes[0]} was not offered`);
          // RFB 6143 section 7.1.2: before 3.8 nothing follows the choice of None.
          if (this.#version === 8) this.#host.send(Buffer.alloc(4));
          this.#phase = 'init';
        });
      case 'init':
        return this.#take(1, () => {
          this.#host.send(serverInit(this.#all, this.#screen.name));
          this.#phase = 'normal';
        });
      case 'normal':
      case 'closed':
        return false;
    }
  }

  #take(count: number, act: (bytes: Buffer) => void): boolean {
    const bytes = this.#messages.takeBytes(count);
    if (bytes === null) return false;
    act(bytes);
    return true;
  }

  #chooseVersion(text: string): void {
    const minor = /^RFB 003\.00([378])\n$/.exec(text)?.[1];
    if (minor === undefined) throw new ProtocolError('not an RFB 3.3, 3.7 or 3.8 client');
    this.#version = Number(minor);
    // 3.3: the server decides, and None needs no answer. Later: a list with one entry.
    this.#host.send(this.#version === 3 ? Buffer.of(0, 0, 0, 1) : Buffer.of(1, 1));
    this.#phase = this.#version === 3 ? 'init' : 'security';
  }

  #handle(message: ClientMessage, nowMs: number): void {
    switch (message.type) {
      case 'setPixelFormat':
        this.#format = message.format;
        this.#encoder.setFormat(message.format);
        break;
      case 'setEncodings':
        this.#setEncodings(message.encodings);
        break;
      case 'updateRequest':
        if (!message.incremental) this.#damage.add(message.region);
        this.#request = message.region;
        this.update(nowMs);
        break;
      case 'key':
        this.#host.input(message);
        break;
      case 'pointer':
        this.#host.input({
          ...message,
          x: Math.min(message.x, this.#all.width - 1),
          y: Math.min(message.y, this.#all.height - 1),
        });
        break;
      case 'cutText':
        break;
      case 'continuousUpdates':
        this.#setContinuous(message.enable ? message.region : null, nowMs);
        break;
      case 'fence':
        this.#fence(message.flags, message.payload, nowMs);
        break;
      case 'setDesktopSize':
        if (!this.#announcements.includes('sizeRefused')) this.#announcements.push('sizeRefused');
        this.update(nowMs);
        break;
    }
  }

  #setEncodings(encodings: readonly number[]): void {
    this.#encodings = new Set(encodings);
    this.#encoder.setEncodings(encodings);
    if (this.#first(pseudo.fence)) this.#host.send(fence(FENCE_REQUEST, Buffer.of(0)));
    // RFB community specification: EndOfContinuousUpdates tells that the server knows the extension.
    if (this.#first(pseudo.continuousUpdates)) this.#host.send(endOfContinuousUpdates());
    if (this.#first(pseudo.desktopSize)) this.#announcements.push('size');
    if (this.#first(pseudo.desktopName)) this.#announcements.push('name');
    if (this.#first(pseudo.cursor)) this.#announcements.push('cursor');
  }

  /** Whether the client lists an extension for the first time. */
  #first(encoding: number): boolean {
    if (!this.#encodings.has(encoding) || this.#announced.has(encoding)) return false;
    this.#announced.add(encoding);
    return true;
  }

  #setContinuous(region: Rect | null, nowMs: number): void {
    if (!this.#announced.has(pseudo.continuousUpdates))
      throw new ProtocolError('continuous updates were not announced');
    if (region === null && this.#continuous !== null) this.#host.send(endOfContinuousUpdates());
    this.#continuous = region;
    this.update(nowMs);
  }

  #fence(flags: number, payload: Buffer, nowMs: number): void {
    if (!this.#announced.has(pseudo.fence)) throw new ProtocolError('fences were not announced');
    if (flags >= FENCE_REQUEST) {
      // Everything before it has been done and answered: the reply is in order by being sent now.
      this.#host.send(fence(flags & FENCE_ORDER_FLAGS, payload));
    } else if (payload.length === 4 && this.#congestion.acknowledged(payload.readUInt32BE(0), nowMs)) {
      this.update(nowMs);
    }
  }

  #updateOnce(nowMs: number): boolean {
    const asked = this.#continuous ?? this.#request;
    const region = asked === null ? null : intersection(asked, this.#all);
    if (this.#phase !== 'normal' || region === null) return false;
    const fenced = this.#announced.has(pseudo.fence);
    const roomBytes = fenced ? this.#congestion.roomBytes : BACKLOG_MOST_BYTES - this.#host.backlogBytes();
    if (roomBytes <= 0) return false;
    const parts = this.#announcements.splice(0).map((announcement) => this.#announcement(announcement));
    let rectCount = parts.length;
    let bytes = 0;
    const mostBytes = Math.min(roomBytes, UPDATE_MOST_BYTES);
    const takeFrom = (damage: Damage, frame: Frame) =>
      damage.take(region, (rect) => {
        for (const part of this.#encoder.encode(frame, rect)) {
          parts.push(part);
          bytes += part.length;
        }
        rectCount += 1;
        return bytes < mostBytes;
      });
    if (!this.#sweep.any) this.#startSweep();
    takeFrom(this.#sweep, this.#sweepFrame);
    // A client may ask for a small region while a sweep has nothing left there.
    if (bytes === 0) takeFrom(this.#damage, this.#screen.frame);
    if (rectCount === 0) return false;
    parts.unshift(updateHeader(rectCount));
    if (fenced) {
      const number = this.#congestion.sent(bytes, nowMs);
      parts.push(fence(FENCE_REQUEST | FENCE_BLOCK_BEFORE, uint32(number)));
    }
    this.#host.send(Buffer.concat(parts));
    this.#request = null;
    return this.#continuous !== null;
  }

  /**
   * On a slow path one picture takes several updates while the next ones are drawn: it is sent as it was at
   * one moment, so that the client sees whole pictures, late, and not strips of many.
   */
  #startSweep(): void {
    this.#sweep = this.#damage;
    this.#damage = new Damage(this.#all.width, this.#all.height, this.#screen.seams);
    this.#sweepFrame.pixels.set(this.#screen.frame.pixels);
  }

  #announcement(announcement: Announcement): Buffer {
    switch (announcement) {
      case 'size':
        return desktopSizeRect(this.#all, 0, 0);
      case 'sizeRefused':
        // x 1: this client asked; y 1: resize is administratively prohibited.
        return desktopSizeRect(this.#all, 1, 1);
      case 'name':
        return desktopNameRect(this.#screen.name);
      case 'cursor':
        return cursorRect(this.#format);
    }
  }
}
