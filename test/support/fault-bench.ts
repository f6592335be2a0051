import { Driver } from '../../src/driver/driver.ts';
import type { SeatOrder } from '../../src/model/control/seat-order.ts';
import type { GuardCommand } from '../../src/model/gate/command.ts';
import type { Journal } from '../../src/model/gate/journal.ts';
import type { Guard, GuardOptions } from '../../src/model/guard.ts';
import type { InstrumentProfile } from '../../src/model/policy/instrument-profile.ts';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { CLIPBOARD_ACTION, ENCODING, FENCE_FLAG } from '../../src/model/rfb/numbers.ts';
import { Wire } from '../../src/model/rfb/wire.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type Received, ServerView } from './guard-server-view.ts';
import {
  clientClipboard,
  extendedPointer,
  key,
  openSession,
  pointer,
  qemuKey,
  setEncodings,
  setPixelFormat,
  updateRequest,
} from './rfb-bytes.ts';
import {
  clipboard,
  extendedDesktopSize,
  extendedMouseButtons,
  fence,
  join,
  ledState,
  qemuKeyEvent,
  raw,
  update,
} from './rfb-server-bytes.ts';
import { SeatBelief } from './seat-belief.ts';

const SCREEN = { x: 0, y: 0, width: 640, height: 480 };
const CORNER = { x: 0, y: 0, width: 2, height: 2 };
/** Type of FramebufferUpdate, RFC 6143 section 7.6.1. */
const UPDATE_TYPE = 0;
/** Caps of a client that can do everything with text. */
const CLIENT_CAPS = clientClipboard(0x1f000001, [0, 0, 0, 0]);

export interface FaultBenchOptions {
  readonly guard: (options: GuardOptions) => Guard;
  readonly policy?: Policy;
  readonly profiles?: readonly InstrumentProfile[];
  readonly journal?: Journal | null;
  /** What the server answers, so what the guard probes with. */
  readonly probe?: 'fence' | 'refresh' | 'clipboard' | 'none';
}

/** What was known at the moment of the fault. */
export interface Moment {
  readonly atMs: number;
  readonly received: number;
  readonly snapshots: number;
  readonly policy: Policy;
  readonly isClosed: boolean;
  readonly isUnguarded: boolean;
}

/** One message as the server got it. */
export interface Arrival extends Received {
  readonly message: ClientMessage;
  /** Where the pointer was before, and with which buttons. */
  readonly beforeX: number;
  readonly beforeY: number;
  /** Whether the lock of the room allowed a press then. */
  readonly mayPress: boolean;
}

/**
 * The real driver with a guard that can fail, between a page and a server that answers probes over a link that can
 * be cut. The clock is moved by hand. Once a fault was noted, what a scenario still wants to do is not done.
 */
export class FaultBench {
  readonly driver: Driver;
  readonly arrivals: Arrival[] = [];
  readonly snapshots: Snapshot[] = [];
  /** What reached the caller of the driver: nothing may. */
  readonly thrown: unknown[] = [];
  /** Protocol messages as the page wrote them. */
  readonly protocol: Uint8Array[] = [];
  readonly view = new ServerView();
  /** The room's end of the gate. */
  readonly seat = new SeatBelief();
  /** Every renewal is answered at the next tick. */
  answersRenewals = false;
  nowMs = 1000;
  oneWayMs = 10;
  eventAgeMs = 5;
  ticking = true;
  tickMs = 50;
  moment: Moment | null = null;
  closes = 0;
  #policy: Policy;
  #isClosed = false;
  #isUnguarded = false;
  #isFollowingUp = false;
  #isShakingHands = false;
  #cut = false;
  #hasHandshake = false;
  #tick: () => void = () => {};
  #replies: { readonly dueMs: number; readonly bytes: Uint8Array }[] = [];
  readonly #sentBytes: Uint8Array[] = [];
  readonly #wire = new Wire();
  #x = 0;
  #y = 0;
  readonly #options: FaultBenchOptions;
  readonly #toPage: Uint8Array[] = [];
  readonly #expectedByPage: Uint8Array[] = [];
  readonly #keys = new Map<string, Uint8Array>();
  #mask = 0;

  constructor(options: FaultBenchOptions) {
    this.#options = options;
    this.#policy = options.policy ?? STRICT_POLICY;
    let nonces = 0;
    this.driver = new Driver(
      {
        connection: '1',
        policy: this.#policy,
        profiles: options.profiles ?? [],
        socketHost: 'instrument.example:6080',
        visible: true,
        journal: { read: () => options.journal ?? null, write: () => {} },
        channel: {
          send: (bytes) => this.#atServer(bytes.slice()),
          deliver: (bytes) => void this.#toPage.push(bytes.slice()),
          close: () => void this.closes++,
        },
        surroundings: {
          nowMs: () => this.nowMs,
          wallMs: () => 1_700_000_000_000 + this.nowMs,
          every: (_periodMs, callback) => {
            this.#tick = callback;
            return () => {
              this.#tick = () => {};
            };
          },
          randomBytes: (count) => new Uint8Array(count).fill(++nonces & 0xff),
          eventAgeMs: () => this.eventAgeMs,
        },
        onSnapshot: (snapshot) => void this.snapshots.push(snapshot),
        onRecord: () => {},
        onBins: () => {},
        onSeat: (word) => this.seat.heard(word, this.nowMs),
        onOutsider: () => {},
      },
      { wire: () => new Wire(), guard: options.guard },
    );
  }

  /** Notes what is known now: the fault is thrown at this instant. */
  note(): void {
    this.moment ??= {
      atMs: this.nowMs,
      received: this.arrivals.length,
      snapshots: this.snapshots.length,
      policy: this.#policy,
      isClosed: this.#isClosed,
      isUnguarded: this.#isUnguarded,
    };
  }

  /** From here on it is the follow-up that acts, not the scenario. */
  followUp(): void {
    this.#isFollowingUp = true;
    this.#cut = false;
    this.ticking = true;
    this.eventAgeMs = 5;
    this.oneWayMs = 10;
  }

  get snapshot(): Snapshot | null {
    return this.snapshots.at(-1) ?? null;
  }

  handshake(): void {
    const probe = this.#options.probe ?? 'fence';
    // A connection that fails while it is opened is used all the same.
    this.#isShakingHands = true;
    for (const { from, bytes } of openSession({ name: 'demo' })) {
      if (from === 'server') this.server(bytes);
      else this.page(bytes);
    }
    this.#hasHandshake = true;
    const advertised = {
      fence: [ENCODING.fence],
      refresh: [ENCODING.extendedDesktopSize],
      clipboard: [ENCODING.extendedClipboard],
      none: [],
    }[probe];
    const both = [ENCODING.raw, ENCODING.qemuKeyEvent, ENCODING.extendedMouseButtons, ENCODING.qemuLedState];
    this.protocolMessage(setPixelFormat());
    this.protocolMessage(setEncodings([...both, ...advertised]));
    this.protocolMessage(updateRequest(false, [0, 0, 640, 480]));
    const size = probe === 'refresh' ? [extendedDesktopSize(SCREEN, 1)] : [];
    this.server(update([...size, qemuKeyEvent(640, 480), extendedMouseButtons(), ledState(0), raw(CORNER)]));
    if (probe === 'fence') this.server(fence(FENCE_FLAG.request, [1]));
    if (probe === 'clipboard') {
      this.server(clipboard(0x1f000001, [0, 0, 0, 0]));
      this.protocolMessage(CLIENT_CAPS);
    }
    this.#isShakingHands = false;
  }

  /** Bytes of the server, all at once; none while the link is cut. `isReply`: to a probe of ours, so the page must not see it. */
  server(bytes: Uint8Array, isReply = false): void {
    if (this.#acts && !this.#cut) this.#fromServer(bytes, isReply);
  }

  page(bytes: Uint8Array): void {
    if (!this.#acts) return;
    this.#guarded(() => this.driver.client(bytes.slice()));
  }

  protocolMessage(bytes: Uint8Array): void {
    if (!this.#acts) return;
    this.protocol.push(bytes);
    this.page(bytes);
  }

  key(down: boolean, keysym: number, keycode: number | null = null): void {
    if (!this.#acts) return;
    const name = `${keycode ?? keysym}`;
    const bytes = (isDown: boolean) =>
      keycode === null ? key(isDown, keysym) : qemuKey(isDown, keysym, keycode);
    if (down) this.#keys.set(name, bytes(false));
    else this.#keys.delete(name);
    this.page(bytes(down));
  }

  type(...keysyms: readonly number[]): void {
    for (const keysym of keysyms) {
      this.key(true, keysym);
      this.run(20);
      this.key(false, keysym);
      this.run(80);
    }
  }

  pointer(mask: number, x: number, y: number): void {
    if (!this.#acts) return;
    this.#mask = mask;
    this.page(mask > 0x7f ? extendedPointer(mask, x, y) : pointer(mask, x, y));
  }

  click(x: number, y: number, button = 1): void {
    this.pointer(0, x, y);
    this.pointer(button, x, y);
    this.run(40);
    this.pointer(0, x, y);
  }

  /** The page lets go of all it holds, away from where it pressed. */
  letGo(): void {
    for (const [name, bytes] of [...this.#keys]) {
      if (!this.#acts) return;
      this.#keys.delete(name);
      this.page(bytes);
    }
    if (this.#mask !== 0) this.pointer(0, 600, 440);
  }

  setPolicy(policy: Policy): void {
    if (!this.#acts) return;
    this.#policy = policy;
    this.#guarded(() => this.driver.setPolicy(policy));
  }

  setProfiles(profiles: readonly InstrumentProfile[]): void {
    this.#tell((driver) => driver.setProfiles(profiles));
  }

  command(command: GuardCommand): void {
    this.#tell((driver) => driver.command(command));
  }

  inherit(journal: Journal): void {
    this.#tell((driver) => driver.inherit(journal));
  }

  setVisible(visible: boolean): void {
    this.#tell((driver) => driver.setVisible(visible));
  }

  /** What the arbiter of the room's lock says: it counts as told also if the guard fails at it. */
  order(order: SeatOrder): void {
    if (!this.#acts) return;
    this.seat.told(order);
    this.#guarded(() => this.driver.order(order));
  }

  /** Control of the room, under a new epoch, from here on with its renewals. */
  grant(): void {
    this.order({ type: 'granted', epoch: this.seat.epoch + 1 });
    this.answersRenewals = true;
  }

  setInterfered(interfered: boolean): void {
    this.#tell((driver) => driver.setInterfered(interfered));
  }

  blurred(): void {
    this.#tell((driver) => driver.blurred());
  }

  detached(): void {
    this.#tell((driver) => driver.detached());
  }

  /** Bytes that are no message: from here on the page's stream cannot be read. */
  garbage(bytes: Uint8Array): void {
    if (this.#acts) this.#isUnguarded = true;
    this.page(bytes);
  }

  unreadable(): void {
    if (!this.#acts) return;
    this.#isUnguarded = true;
    this.#guarded(() => this.driver.unreadable('not-binary'));
  }

  serverUnreadable(): void {
    this.#tell((driver) => driver.serverUnreadable('unknown-message'));
  }

  close(): void {
    if (!this.#acts) return;
    this.#guarded(() => this.driver.closing());
    this.#isClosed = true;
    this.#guarded(() => this.driver.closed());
  }

  cut(): void {
    if (this.#acts) this.#cut = true;
  }

  heal(): void {
    if (this.#acts) this.#cut = false;
  }

  /** Nobody looks: no tick, no message, only time. */
  freeze(ms: number): void {
    if (this.#acts) this.nowMs += ms;
  }

  run(ms: number): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs && this.#acts) {
      const nextTickMs = (Math.floor(this.nowMs / this.tickMs) + 1) * this.tickMs;
      this.nowMs = Math.min(endMs, nextTickMs);
      this.#deliver();
      if (this.nowMs === nextTickMs && this.ticking) this.#guarded(() => this.#tick());
      if (this.answersRenewals) this.#answerRenewals();
    }
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** What the page must have got of the server, and what it got. */
  get pageBytes(): { readonly expected: Uint8Array; readonly got: Uint8Array } {
    return { expected: join(...this.#expectedByPage), got: join(...this.#toPage) };
  }

  /** All that was written to the server, the handshake included. */
  get serverBytes(): Uint8Array {
    return join(...this.#sentBytes);
  }

  get #acts(): boolean {
    return this.moment === null || this.#isFollowingUp || this.#isShakingHands;
  }

  #tell(action: (driver: Driver) => void): void {
    if (this.#acts) this.#guarded(() => action(this.driver));
  }

  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.thrown.push(error);
    }
  }

  #answerRenewals(): void {
    for (let answer = this.seat.nextAnswer(); answer !== null; answer = this.seat.nextAnswer())
      this.order(answer);
  }

  #deliver(): void {
    while (!this.#cut && this.#replies[0] !== undefined && this.#replies[0].dueMs <= this.nowMs) {
      const reply = this.#replies.shift();
      if (reply !== undefined) this.#fromServer(reply.bytes, reply.bytes[0] !== UPDATE_TYPE);
    }
  }

  #fromServer(bytes: Uint8Array, isReply: boolean): void {
    this.#wire.server(bytes);
    if (!isReply) this.#expectedByPage.push(bytes);
    this.#guarded(() => {
      const answer = this.driver.server(bytes.slice());
      if (answer.length > 0) this.#toPage.push(answer.slice());
    });
  }

  #atServer(bytes: Uint8Array): void {
    this.#sentBytes.push(bytes);
    for (const message of this.#wire.client(bytes)) {
      if (message.type === 'desync' || !this.#hasHandshake) continue;
      const [x, y] = [this.#x, this.#y];
      if (message.type === 'pointer') [this.#x, this.#y] = [message.x, message.y];
      const received = this.view.message(message, this.nowMs);
      const mayPress = this.seat.mayPress(this.nowMs);
      this.arrivals.push({ ...received, message, beforeX: x, beforeY: y, mayPress });
      this.#answer(message);
    }
  }

  /** The server's own answers, which come in order and after the way there and back. */
  #answer(message: ClientMessage): void {
    const dueMs = Math.max(this.nowMs + 2 * this.oneWayMs, this.#replies.at(-1)?.dueMs ?? 0);
    if (message.type === 'fence' && message.flags >>> 31 === 1) {
      this.#replies.push({ dueMs, bytes: fence(0, message.payload) });
    } else if (message.type === 'update-request' && !message.incremental && message.width === 1) {
      this.#replies.push({ dueMs, bytes: update([extendedDesktopSize(SCREEN, 1)]) });
    } else if (message.type === 'clipboard' && message.action === 'peek') {
      this.#replies.push({ dueMs, bytes: clipboard(CLIPBOARD_ACTION.notify) });
    }
  }
}
