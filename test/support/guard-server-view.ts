import type { ClientMessage } from '../../src/model/rfb/messages.ts';

/** One message as it reached, or will reach, the server. */
export interface Received {
  readonly type: 'key' | 'pointer' | 'fence' | 'other';
  readonly atMs: number;
  /** Keys and buttons that this message put down and let up. */
  readonly downs: readonly string[];
  readonly ups: readonly string[];
  /** Ups of what was not down. */
  readonly strayUps: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** What a server that gets these messages has down: the truth that the gate's own books are compared with. */
export class ServerView {
  readonly received: Received[] = [];
  readonly #down = new Set<string>();
  #mask = 0;

  get held(): readonly string[] {
    return [...this.#down];
  }

  isDown(name: string): boolean {
    return this.#down.has(name);
  }

  message(message: ClientMessage, atMs: number): Received {
    if (message.type === 'key') return this.#key(message.down, message.keycode ?? message.keysym, atMs);
    if (message.type === 'pointer') return this.#pointer(message.buttonMask, message.x, message.y, atMs);
    return this.#note('other', atMs, [], [], [], 0, 0);
  }

  /** One message, or several that were sent as one: then everything they did together, in `all` one by one. */
  bytes(bytes: Uint8Array, atMs: number): Received {
    const all: Received[] = [];
    for (let at = 0; at < bytes.length; ) {
      const rest = bytes.subarray(at);
      all.push(this.#one(rest, atMs));
      at += lengthOf(rest);
    }
    const last = all.at(-1) ?? this.#note('other', atMs, [], [], [], 0, 0);
    return all.length <= 1
      ? last
      : {
          ...last,
          downs: all.flatMap(({ downs }) => downs),
          ups: all.flatMap(({ ups }) => ups),
          strayUps: all.flatMap(({ strayUps }) => strayUps),
        };
  }

  #one(bytes: Uint8Array, atMs: number): Received {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    switch (bytes[0]) {
      case 4:
        return this.#key(view.getUint8(1) !== 0, view.getUint32(4), atMs);
      case 255:
        return this.#key(view.getUint16(2) !== 0, view.getUint32(8), atMs);
      case 5: {
        const low = view.getUint8(1);
        const mask = (low & 0x80) === 0 ? low : (low & 0x7f) | (view.getUint8(6) << 7);
        return this.#pointer(mask, view.getUint16(2), view.getUint16(4), atMs);
      }
      case 248:
        return this.#note('fence', atMs, [], [], [], 0, 0);
      default:
        return this.#note('other', atMs, [], [], [], 0, 0);
    }
  }

  #key(down: boolean, code: number, atMs: number): Received {
    const name = `key ${code}`;
    const was = this.#down.has(name);
    if (down) this.#down.add(name);
    else this.#down.delete(name);
    return this.#note(
      'key',
      atMs,
      down ? [name] : [],
      !down && was ? [name] : [],
      !down && !was ? [name] : [],
      0,
      0,
    );
  }

  #pointer(mask: number, x: number, y: number, atMs: number): Received {
    const downs: string[] = [];
    const ups: string[] = [];
    for (let bit = 0; bit < 15; bit++) {
      const name = `button ${bit}`;
      const is = (mask & (1 << bit)) !== 0;
      const was = (this.#mask & (1 << bit)) !== 0;
      if (is && !was) downs.push(name);
      if (!is && was) ups.push(name);
      if (is) this.#down.add(name);
      else this.#down.delete(name);
    }
    this.#mask = mask;
    return this.#note('pointer', atMs, downs, ups, [], x, y);
  }

  #note(
    type: Received['type'],
    atMs: number,
    downs: readonly string[],
    ups: readonly string[],
    strayUps: readonly string[],
    x: number,
    y: number,
  ): Received {
    const received: Received = { type, atMs, downs, ups, strayUps, x, y };
    this.received.push(received);
    return received;
  }
}

/** Of the messages that are sent together: keys in both forms and pointers in both forms; others stand alone. */
function lengthOf(bytes: Uint8Array): number {
  if (bytes[0] === 4) return 8;
  if (bytes[0] === 255) return 12;
  if (bytes[0] === 5) return ((bytes[1] ?? 0) & 0x80) === 0 ? 6 : 7;
  return bytes.length;
}
