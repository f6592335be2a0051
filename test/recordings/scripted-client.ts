import { connect, type Socket } from 'node:net';
import { answerChallenge } from '../support/servers/vnc-password.ts';
import { ByteSource, StreamEnded } from './byte-source.ts';
import {
  encodeContinuousUpdates,
  encodeFence,
  encodeSetEncodings,
  encodeSetPixelFormat,
  encodeUpdateRequest,
  type PixelFormat,
} from './client-messages.ts';
import { Recorder } from './recorder.ts';
import { skipRect } from './rect-payload.ts';

export interface ScriptedClientOptions {
  readonly port: number;
  readonly protocol?: '3.3' | '3.7' | '3.8';
  readonly login?: Login;
  /** Kept as the server's own when absent: then no SetPixelFormat is sent. */
  readonly pixelFormat?: PixelFormat;
  readonly encodings: readonly number[];
  /** Asks for continuous updates when the server offers them. */
  readonly continuous?: boolean;
}

export type Login =
  | { readonly type: 'none' }
  | { readonly type: 'vnc'; readonly password: string }
  | { readonly type: 'vencrypt-plain'; readonly username: string; readonly password: string }
  /** TightVNC's security type, with no login inside it. */
  | { readonly type: 'tight'; readonly inner: 'none' | { readonly password: string } };

const SECURITY_TYPES = { none: 1, vnc: 2, tight: 16, 'vencrypt-plain': 19 } as const;
const FENCE_REQUEST = 0x80000000;
/** BlockBefore, BlockAfter, SyncNext. */
const KNOWN_FENCE_FLAGS = 7;

/**
 * A small RFB client for what noVNC never does: old versions, other pixel formats, rarer encodings. It reads
 * whole messages as it needs them and counts what it saw; pixels it throws away.
 */
export class ScriptedClient {
  readonly recorder = new Recorder();
  readonly rects: Record<string, number> = {};
  readonly serverMessages: Record<string, number> = {};
  readonly #source = new ByteSource();
  readonly #socket: Socket;
  readonly #options: ScriptedClientOptions;
  #open = true;
  #widthPx = 0;
  #heightPx = 0;
  #format: PixelFormat;
  #reading: Promise<void> = Promise.resolve();

  private constructor(options: ScriptedClientOptions) {
    this.#options = options;
    this.#format = options.pixelFormat ?? { ...NO_FORMAT };
    this.#socket = connect(options.port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (bytes) => {
      this.#open &&= this.recorder.add('server', bytes);
      if (this.#open) this.#source.push(bytes);
      else this.#source.end();
    });
    this.#socket.on('close', () => this.#source.end());
    this.#socket.on('error', () => this.#source.end());
  }

  /** Connects, logs in and begins to read updates. */
  static async connect(options: ScriptedClientOptions): Promise<ScriptedClient> {
    const client = new ScriptedClient(options);
    try {
      await client.#handshake();
    } catch (error) {
      client.#socket.destroy();
      throw error;
    }
    client.#reading = client.#readMessages();
    return client;
  }

  get bitsPerPixel(): number {
    return this.#format.bitsPerPixel;
  }

  send(...messages: readonly Uint8Array[]): void {
    for (const message of messages) {
      if (this.#open && this.recorder.add('client', message)) this.#socket.write(message);
    }
  }

  /** Ends the recording and waits until all that was received has been counted. Rejects on nonsense. */
  async stop(): Promise<void> {
    this.#open = false;
    this.#source.end();
    await this.#reading;
    this.#socket.destroy();
  }

  async #handshake(): Promise<void> {
    const { protocol = '3.8', login = { type: 'none' }, pixelFormat, encodings } = this.#options;
    await this.#source.read(12);
    this.send(Buffer.from(`RFB 003.00${protocol.slice(2)}\n`));
    const wanted = SECURITY_TYPES[login.type];
    if (protocol === '3.3') {
      const chosen = await this.#source.readUint32();
      if (chosen !== wanted) throw new Error(`[recordings] the server chose security type ${chosen}`);
    } else {
      const offered = [...(await this.#source.read(await this.#source.readUint8()))];
      if (!offered.includes(wanted))
        throw new Error(`[recordings] security types offered: ${offered.join()}`);
      this.send(Uint8Array.of(wanted));
    }
    await this.#logIn(login);
    const hasResult = login.type !== 'none' || protocol === '3.8';
    if (hasResult && (await this.#source.readUint32()) !== 0) throw new Error('[recordings] login refused');

    this.send(Uint8Array.of(1)); // ClientInit: shared
    const init = await this.#source.read(24);
    this.#widthPx = init.readUInt16BE(0);
    this.#heightPx = init.readUInt16BE(2);
    await this.#source.read(init.readUInt32BE(20));
    if (login.type === 'tight') await this.#readTightCapabilities();
    if (pixelFormat) this.send(encodeSetPixelFormat(pixelFormat));
    else this.#format = readPixelFormat(init.subarray(4, 20));
    this.send(encodeSetEncodings(encodings), encodeUpdateRequest(false, this.#widthPx, this.#heightPx));
  }

  async #logIn(login: Login): Promise<void> {
    switch (login.type) {
      case 'none':
        return;
      case 'vnc':
        this.send(answerChallenge(login.password, await this.#source.read(16)));
        return;
      case 'vencrypt-plain': {
        await this.#source.read(2);
        this.send(Uint8Array.of(0, 2));
        await this.#source.read(1); // acknowledged
        await this.#source.read(4 * (await this.#source.readUint8()));
        const [username, password] = [Buffer.from(login.username), Buffer.from(login.password)];
        const lengths = Buffer.alloc(8);
        lengths.writeUInt32BE(username.length, 0);
        lengths.writeUInt32BE(password.length, 4);
        // In pieces, as noVNC 1.2 does it.
        this.send(Uint8Array.of(0, 0, 1, 0), lengths, username, password);
        return;
      }
      case 'tight': {
        const tunnels = await this.#source.readUint32();
        await this.#source.read(16 * tunnels);
        if (tunnels > 0) this.send(Uint8Array.of(0, 0, 0, 0));
        const logins = await this.#source.readUint32();
        await this.#source.read(16 * logins);
        if (logins === 0) return;
        if (login.inner === 'none') this.send(Uint8Array.of(0, 0, 0, 1));
        else {
          this.send(Uint8Array.of(0, 0, 0, 2));
          this.send(answerChallenge(login.inner.password, await this.#source.read(16)));
        }
        return;
      }
      default:
        return login satisfies never;
    }
  }

  async #readTightCapabilities(): Promise<void> {
    const counts = await this.#source.read(8);
    const count = counts.readUInt16BE(0) + counts.readUInt16BE(2) + counts.readUInt16BE(4);
    await this.#source.read(16 * count);
  }

  async #readMessages(): Promise<void> {
    try {
      for (;;) await this.#readMessage();
    } catch (error) {
      if (!(error instanceof StreamEnded)) throw error;
    }
  }

  async #readMessage(): Promise<void> {
    const source = this.#source;
    const type = await source.readUint8();
    switch (type) {
      case 0:
        await this.#readUpdate();
        break;
      case 1:
        await source.read(3);
        await source.read(6 * (await source.readUint16()));
        break;
      case 2:
      case 150: // EndOfContinuousUpdates: at first it says that they are supported
        if (type === 150 && this.#options.continuous) {
          this.send(encodeContinuousUpdates(true, this.#widthPx, this.#heightPx));
        }
        break;
      case 3: {
        await source.read(3);
        await source.read(Math.abs((await source.readUint32()) | 0));
        break;
      }
      case 248: {
        await source.read(3);
        const flags = await source.readUint32();
        const payload = await source.read(await source.readUint8());
        if (flags & FENCE_REQUEST) this.send(encodeFence(flags & KNOWN_FENCE_FLAGS, payload));
        break;
      }
      case 250: // xvp
        await source.read(3);
        break;
      default:
        throw new Error(`[recordings] the scripted client cannot read message ${type}`);
    }
    this.serverMessages[type] = (this.serverMessages[type] ?? 0) + 1;
  }

  async #readUpdate(): Promise<void> {
    await this.#source.read(1);
    let left = await this.#source.readUint16();
    while (left > 0) {
      const header = await this.#source.read(12);
      const [w, h, encoding] = [header.readUInt16BE(4), header.readUInt16BE(6), header.readInt32BE(8)];
      await skipRect(this.#source, encoding, w, h, this.#format);
      this.rects[encoding] = (this.rects[encoding] ?? 0) + 1;
      if (encoding === -223 || encoding === -308) [this.#widthPx, this.#heightPx] = [w, h];
      left = encoding === -224 ? 0 : left - 1;
    }
    this.send(encodeUpdateRequest(true, this.#widthPx, this.#heightPx));
  }
}

const NO_FORMAT: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  trueColour: true,
  max: [255, 255, 255],
  shift: [16, 8, 0],
};

function readPixelFormat(bytes: Buffer): PixelFormat {
  const bits = bytes.readUInt8(0);
  if (bits !== 8 && bits !== 16 && bits !== 32) throw new Error(`[recordings] ${bits} bits per pixel`);
  return {
    bitsPerPixel: bits,
    depth: bytes.readUInt8(1),
    bigEndian: bytes.readUInt8(2) !== 0,
    trueColour: bytes.readUInt8(3) !== 0,
    max: [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readUInt16BE(8)],
    shift: [bytes.readUInt8(10), bytes.readUInt8(11), bytes.readUInt8(12)],
  };
}
