import { Driver } from '../../../src/driver/driver.ts';
import { NO_JOURNAL } from '../../../src/driver/journal-store.ts';
import type { GuardCommand } from '../../../src/model/gate/command.ts';
import type { Bin } from '../../../src/model/measure/bin.ts';
import type { Policy } from '../../../src/model/policy/policy.ts';
import type { ServerEvent } from '../../../src/model/rfb/messages.ts';
import { ENCODING, FENCE_FLAG } from '../../../src/model/rfb/numbers.ts';
import { Wire } from '../../../src/model/rfb/wire.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { type Carrier, type OpenCarrier, tcpCarrier } from './carrier.ts';
import { type ProbeEvent, WitnessedGuard } from './witnessed-guard.ts';

export interface GuardedClientOptions {
  /** Of the VNC server, or of the link in front of it, on 127.0.0.1; or another way to it. */
  readonly port: number | OpenCarrier;
  readonly policy: Policy;
  /** What the page's client asks for, in order. */
  readonly encodings?: readonly number[];
  readonly onBin?: (bin: Bin) => void;
  /** Fence probes only. */
  readonly onProbe?: (event: ProbeEvent) => void;
  readonly onSnapshot?: (snapshot: Snapshot) => void;
  /** Bytes that go to the server, the page's and the driver's. */
  readonly onSent?: (bytes: Uint8Array) => void;
  /** Bytes of the server, and what the page reads in them. */
  readonly onReceived?: (bytes: number, events: readonly ServerEvent[]) => void;
  /** The server or the link closed the connection. */
  readonly onClosed?: () => void;
}

/** A VNC client without a picture, with the driver between it and its socket, as the extension puts it there. */
export interface GuardedClient {
  pointer(buttonMask: number, x: number, y: number): void;
  key(down: boolean, keysym: number): void;
  /** The page asks for something else, as noVNC does when its quality is set. */
  encodings(list: readonly number[]): void;
  /** What the user decides in the overlay. */
  command(command: GuardCommand): void;
  /** The user or the facility chose something else. */
  setPolicy(policy: Policy): void;
  stop(): void;
}

/** What noVNC asks for with quality 6 and compression 2. */
const ENCODINGS = [
  ENCODING.copyRect,
  ENCODING.tight,
  ENCODING.zrle,
  ENCODING.hextile,
  ENCODING.raw,
  -32 + 6,
  -256 + 2,
  ENCODING.desktopSize,
  ENCODING.lastRect,
  ENCODING.extendedDesktopSize,
  ENCODING.fence,
  ENCODING.continuousUpdates,
];
const FENCE_HEAD_BYTES = 9;
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * Connects without a password and keeps asking for pictures, as noVNC does: continuous updates where the server has
 * them. Resolves when the first picture is complete.
 */
export async function startGuardedClient(options: GuardedClientOptions): Promise<GuardedClient> {
  const session = new Session(options);
  await session.ready();
  return session;
}

class Session implements GuardedClient {
  readonly #carrier: Carrier;
  readonly #options: GuardedClientOptions;
  readonly #driver: Driver;
  /** Reads what the page would read. */
  readonly #wire = new Wire();
  #step: 'version' | 'types' | 'result' | 'messages' = 'version';
  #width = 0;
  #height = 0;
  #continuous = false;
  #begun: () => void = () => {};
  #failed: (why: Error) => void = () => {};
  readonly #ready: Promise<void>;

  constructor(options: GuardedClientOptions) {
    this.#options = options;
    this.#ready = new Promise((resolve, reject) => {
      this.#begun = resolve;
      this.#failed = reject;
    });
    this.#driver = this.#drive(options);
    const { port } = options;
    const open = typeof port === 'number' ? tcpCarrier(port) : port;
    this.#carrier = open({
      received: (bytes) => this.#read(this.#driver.server(bytes), bytes.length),
      closed: (why) => {
        this.#driver.closed();
        this.#failed(new Error(`[loop] the connection ended: ${why}`));
        options.onClosed?.();
      },
    });
  }

  #drive(options: GuardedClientOptions): Driver {
    let nonces = 0;
    return new Driver(
      {
        connection: '1',
        policy: options.policy,
        profiles: [],
        socketHost: 'bench.example',
        visible: true,
        journal: NO_JOURNAL,
        channel: {
          send: (bytes) => {
            options.onSent?.(bytes);
            this.#carrier.send(Uint8Array.from(bytes));
          },
          deliver: (bytes) => this.#read(bytes, 0),
          close: () => this.#carrier.close(),
        },
        surroundings: {
          nowMs: () => performance.now(),
          wallMs: () => Date.now(),
          every: (periodMs, callback) => {
            const timer = setInterval(callback, periodMs);
            return () => clearInterval(timer);
          },
          randomBytes: (count) => {
            const bytes = new Uint8Array(count).fill(0xa5);
            new DataView(bytes.buffer).setUint32(0, ++nonces);
            return bytes;
          },
          eventAgeMs: () => 0,
        },
        onSnapshot: (snapshot) => options.onSnapshot?.(snapshot),
        onRecord: () => {},
        onSeat: () => {},
        onOutsider: () => {},
        onBins: (bins) => {
          for (const bin of bins) options.onBin?.(bin);
        },
      },
      { wire: () => new Wire(), guard: (given) => new WitnessedGuard(given, options.onProbe ?? (() => {})) },
    );
  }

  async ready(): Promise<void> {
    const timer = setTimeout(
      () => this.#failed(new Error('[loop] no picture from the server')),
      CONNECT_TIMEOUT_MS,
    );
    await this.#ready.finally(() => clearTimeout(timer));
  }

  pointer(buttonMask: number, x: number, y: number): void {
    const bytes = Buffer.alloc(6);
    bytes.writeUInt8(5, 0);
    bytes.writeUInt8(buttonMask, 1);
    bytes.writeUInt16BE(x, 2);
    bytes.writeUInt16BE(y, 4);
    this.#write(bytes);
  }

  key(down: boolean, keysym: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt8(4, 0);
    bytes.writeUInt8(down ? 1 : 0, 1);
    bytes.writeUInt32BE(keysym, 4);
    this.#write(bytes);
  }

  encodings(list: readonly number[]): void {
    this.#write(setEncodings(list));
  }

  command(command: GuardCommand): void {
    this.#driver.command(command);
  }

  setPolicy(policy: Policy): void {
    this.#driver.setPolicy(policy);
  }

  stop(): void {
    this.#driver.closing();
    this.#driver.closed();
    this.#carrier.close();
  }

  #write(bytes: Uint8Array): void {
    this.#wire.client(bytes);
    this.#driver.client(bytes);
  }

  /** @param arrived bytes on the line, our own probes' replies included */
  #read(bytes: Uint8Array, arrived: number): void {
    const events = bytes.length === 0 ? [] : this.#wire.server(bytes);
    this.#options.onReceived?.(arrived, events);
    if (bytes.length === 0) return;
    // Each part of this handshake comes only after the answer to the one before, and in one piece on loopback.
    if (this.#step === 'version') {
      this.#step = 'types';
      this.#write(Buffer.from('RFB 003.008\n'));
      return;
    }
    if (this.#step === 'types') {
      this.#step = 'result';
      this.#write(Uint8Array.of(1));
      return;
    }
    if (this.#step === 'result') {
      this.#step = 'messages';
      this.#write(Uint8Array.of(1));
    }
    for (const event of events) this.#hear(event);
  }

  #hear(event: ServerEvent): void {
    switch (event.type) {
      case 'server-init':
        this.#width = event.width;
        this.#height = event.height;
        this.#write(setEncodings(this.#options.encodings ?? ENCODINGS));
        this.#ask(3, false);
        return;
      case 'update-end':
        this.#begun();
        if (!this.#continuous) this.#ask(3, true);
        return;
      case 'end-of-continuous-updates':
        if (this.#continuous) return;
        this.#continuous = true;
        this.#ask(150, true);
        return;
      case 'fence': {
        if ((event.flags & FENCE_FLAG.request) === 0) return;
        const known = FENCE_FLAG.blockBefore | FENCE_FLAG.blockAfter | FENCE_FLAG.syncNext;
        this.#write(fence(event.flags & known, event.payload));
        return;
      }
      case 'desync':
      case 'handshake-failed':
        this.#failed(new Error(`[loop] the server's stream: ${event.reason}`));
        return;
      default:
        return;
    }
  }

  /** An update request (3) or EnableContinuousUpdates (150) for the whole screen. */
  #ask(type: 3 | 150, flag: boolean): void {
    const bytes = Buffer.alloc(10);
    bytes.writeUInt8(type, 0);
    bytes.writeUInt8(flag ? 1 : 0, 1);
    bytes.writeUInt16BE(this.#width, 6);
    bytes.writeUInt16BE(this.#height, 8);
    this.#write(bytes);
  }
}

function setEncodings(encodings: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 + 4 * encodings.length);
  bytes.writeUInt8(2, 0);
  bytes.writeUInt16BE(encodings.length, 2);
  for (const [i, encoding] of encodings.entries()) bytes.writeInt32BE(encoding, 4 + 4 * i);
  return bytes;
}

function fence(flags: number, payload: Uint8Array): Uint8Array {
  const head = Buffer.alloc(FENCE_HEAD_BYTES);
  head.writeUInt8(248, 0);
  head.writeUInt32BE(flags >>> 0, 4);
  head.writeUInt8(payload.length, 8);
  return Buffer.concat([head, payload]);
}
