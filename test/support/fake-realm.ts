import { captureIntrinsics, type Intrinsics } from '../../src/content/hook/intrinsics.ts';
import { PageMessageChannel, PageMessageEvent } from './message-event.ts';

/** A WebSocket that goes nowhere: opens and receives when the test says so, and keeps what was sent. */
export class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;

  #readyState = FakeSocket.CONNECTING;
  #protocol = '';
  readonly #url: string;
  readonly sent: unknown[] = [];
  closes = 0;

  constructor(url = '') {
    super();
    this.#url = url;
  }

  get readyState(): number {
    return this.#readyState;
  }

  get url(): string {
    return this.#url;
  }

  get protocol(): string {
    return this.#protocol;
  }

  send(data: unknown): void {
    if (this.#readyState === FakeSocket.CONNECTING) throw new DOMException('early', 'InvalidStateError');
    if (this.#readyState === FakeSocket.OPEN) this.sent.push(data);
  }

  close(code?: number): void {
    if (code === 1) throw new DOMException('bad code', 'InvalidAccessError');
    this.closes++;
    this.#readyState = FakeSocket.CLOSING;
  }

  /** As the browser would: bytes that were sent, whatever they came in. */
  get sentBytes(): Uint8Array[] {
    return this.sent.map((data) =>
      data instanceof ArrayBuffer
        ? new Uint8Array(data)
        : ArrayBuffer.isView(data)
          ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
          : new TextEncoder().encode(String(data)),
    );
  }

  open(protocol = ''): void {
    this.#protocol = protocol;
    this.#readyState = FakeSocket.OPEN;
    this.dispatchEvent(trusted(new Event('open')));
  }

  receive(data: unknown): void {
    this.dispatchEvent(trusted(new PageMessageEvent('message', { data, origin: 'ws://instrument.example' })));
  }

  receiveBytes(bytes: Uint8Array): void {
    this.receive(Uint8Array.from(bytes).buffer);
  }

  ended(): void {
    this.#readyState = FakeSocket.CLOSED;
    this.dispatchEvent(trusted(new Event('close')));
  }
}

const trustedEvents = new WeakSet<Event>();

/** Marks an event as the browser's own; Node's are never trusted. */
export function trusted<T extends Event>(event: T): T {
  trustedEvents.add(event);
  return event;
}

/** A document of nothing but the states a script can ask for. */
class FakeDocument extends EventTarget {
  #readyState = 'loading';
  #visibilityState = 'visible';

  get readyState(): string {
    return this.#readyState;
  }

  get visibilityState(): string {
    return this.#visibilityState;
  }

  loaded(): void {
    this.#readyState = 'interactive';
    this.dispatchEvent(trusted(new Event('readystatechange')));
  }

  show(visible: boolean): void {
    this.#visibilityState = visible ? 'visible' : 'hidden';
    this.dispatchEvent(trusted(new Event('visibilitychange')));
  }
}

/** Session storage of a tab: outlives realms that are given it. */
export class FakeStorage {
  readonly items = new Map<string, string>();
  /** What every call throws. */
  fault: Error | null = null;

  getItem(key: string): string | null {
    if (this.fault) throw this.fault;
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.fault) throw this.fault;
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    if (this.fault) throw this.fault;
    this.items.delete(key);
  }
}

/** A page's realm with a clock and timers that a test moves. */
export class FakeRealm extends EventTarget {
  readonly document = new FakeDocument();
  WebSocket: typeof WebSocket;
  readonly native: typeof FakeSocket;
  readonly page: Intrinsics;
  /** null: blocked, as in a sandboxed frame. */
  storage: FakeStorage | null;
  nowMs = 5000;
  /** How far the wall clock is ahead of where the monotonic one would put it: sleep, or somebody sets it. */
  wallAheadMs = 0;
  #timers = new Set<{ readonly callback: () => void }>();
  #later: (() => void)[] = [];

  constructor(storage: FakeStorage | null = new FakeStorage()) {
    super();
    this.storage = storage;
    const storageOf = () => {
      if (this.storage === null) throw new DOMException('blocked', 'SecurityError');
      return this.storage;
    };
    // A class of its own per realm: the hook changes its prototype.
    this.native = class WebSocket extends FakeSocket {
      override send(data: unknown): void {
        super.send(data);
      }
      override close(code?: number): void {
        super.close(code);
      }
      override get readyState(): number {
        return super.readyState;
      }
      override get url(): string {
        return super.url;
      }
      override get protocol(): string {
        return super.protocol;
      }
    };
    this.WebSocket = this.native as unknown as typeof WebSocket;
    const realm = {
      URL,
      JSON,
      Storage: FakeStorage,
      get sessionStorage() {
        return storageOf();
      },
      WebSocket: this.WebSocket,
      EventTarget,
      Event,
      MessageEvent: PageMessageEvent,
      MessageChannel: PageMessageChannel,
      MessagePort,
      Uint8Array,
      DataView,
      ArrayBuffer,
      WeakMap,
      Proxy,
      Date: { now: () => 1_700_000_000_000 + this.nowMs + this.wallAheadMs },
      performance: { now: () => this.nowMs },
      crypto,
      document: this.document,
      setInterval: (callback: () => void) => {
        const timer = { callback };
        this.#timers.add(timer);
        return timer;
      },
      clearInterval: (timer: { readonly callback: () => void }) => this.#timers.delete(timer),
      setTimeout: (callback: () => void) => this.#later.push(callback),
    };
    const page = captureIntrinsics(realm as unknown as Parameters<typeof captureIntrinsics>[0]);
    const data = page.messageData;
    this.page = {
      ...page,
      isTrusted: (event) => trustedEvents.has(event),
      eventTarget: (event) => event.target,
      timeStampMs: (event) => stamps.get(event) ?? 0,
      // The ports themselves are Node's, with events of Node's own.
      messageData: (event) => (event instanceof MessageEvent ? (event.data as unknown) : data(event)),
    };
  }

  get ticking(): boolean {
    return this.#timers.size > 0;
  }

  /** Opens a socket as the page's code would. */
  socket(url = 'ws://instrument.example/websockify?token=secret'): FakeSocket {
    return new this.WebSocket(url) as unknown as FakeSocket;
  }

  tick(elapsedMs = 50): void {
    this.nowMs += elapsedMs;
    for (const { callback } of this.#timers) callback();
  }

  runLater(): void {
    for (const callback of this.#later.splice(0)) callback();
  }

  /** A user's event that the page handles `lagMs` after it was made. */
  userEvent(type: string, lagMs: number, isTrusted = true): void {
    const event = new Event(type);
    stamps.set(event, this.nowMs - lagMs);
    this.dispatchEvent(isTrusted ? trusted(event) : event);
  }
}

const stamps = new WeakMap<Event, number>();
