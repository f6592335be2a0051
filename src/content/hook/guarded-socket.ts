import { Driver } from '../../driver/driver.ts';
import type { DriverParts } from '../../driver/driver-options.ts';
import { headStart } from '../../driver/head-start.ts';
import type { Channel, Surroundings } from '../../driver/surroundings.ts';
import type { SeatWord } from '../../model/control/seat-order.ts';
import type { Journal } from '../../model/gate/journal.ts';
import type { Bin } from '../../model/measure/bin.ts';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import type { Policy } from '../../model/policy/policy.ts';
import type { RecordEntry } from '../../model/record/record-event.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Intrinsics } from './intrinsics.ts';
import type { ToldJournal } from './told-journal.ts';

/** WebSocket.OPEN; CLOSING and CLOSED are above it. */
const OPEN = 1;
/** The beginning of "RFB " in base64, as a server of the base64 sub-protocol says it. */
const BASE64_GREETING = 'UkZCI';

export interface GuardedSocketOptions {
  readonly page: Intrinsics;
  readonly socket: WebSocket;
  readonly connection: string;
  readonly policy: Policy;
  readonly profiles: readonly InstrumentProfile[];
  readonly socketHost: string;
  readonly journal: ToldJournal;
  readonly visible: boolean;
  readonly surroundings: Surroundings;
  readonly onSnapshot: (snapshot: Snapshot) => void;
  readonly onRecord: (entries: readonly RecordEntry[]) => void;
  readonly onBins: (bins: readonly Bin[]) => void;
  readonly onSeat: (word: SeatWord) => void;
  readonly onOutsider: () => void;
  /** undefined: the usual ones. */
  readonly parts: DriverParts | undefined;
  /** The socket is closed, or is not VNC: nothing of it needs to be kept. */
  readonly onDone: () => void;
  /** The portal guards it itself. Called before `onDone`. */
  readonly onBuiltIn: () => void;
}

/** One WebSocket of the page with its driver: what the page calls and hears goes through here. */
export class GuardedSocket {
  readonly #page: Intrinsics;
  readonly #socket: WebSocket;
  readonly #journal: ToldJournal;
  readonly #onDone: () => void;
  readonly #onBuiltIn: () => void;
  readonly #onMessage = (event: Event): void => this.#message(event);
  readonly #onClose = (): void => this.#done();
  readonly connection: string;
  readonly driver: Driver;
  /** The page's own argument while it is being sent, and the bytes the driver sees of it. */
  #argument: unknown = null;
  #view: Uint8Array | null = null;
  #sentInCall = false;
  #origin = '';
  #isDone = false;

  constructor(options: GuardedSocketOptions) {
    const { page, socket } = options;
    this.#page = page;
    this.#socket = socket;
    this.#journal = options.journal;
    this.#onDone = options.onDone;
    this.#onBuiltIn = options.onBuiltIn;
    this.connection = options.connection;
    this.driver = new Driver(
      {
        connection: options.connection,
        policy: options.policy,
        profiles: options.profiles,
        socketHost: options.socketHost,
        journal: options.journal,
        visible: options.visible,
        channel: this.#channel(),
        surroundings: options.surroundings,
        onSnapshot: options.onSnapshot,
        onRecord: options.onRecord,
        onBins: options.onBins,
        onSeat: options.onSeat,
        onOutsider: options.onOutsider,
      },
      options.parts,
    );
    // Here and not later: whatever the page adds comes after it, and what is stripped is seen by nobody.
    page.listen(socket, 'message', this.#onMessage);
    page.listen(socket, 'close', this.#onClose);
  }

  /** The page calls socket.send(...args). Throws what the browser throws, and nothing else. */
  send(args: readonly unknown[]): unknown {
    const page = this.#page;
    if (!this.driver.isDriving || args.length === 0 || page.readyState(this.#socket) !== OPEN) {
      return page.call(page.nativeSend, this.#socket, args);
    }
    const argument = args[0];
    const view = page.viewOf(argument);
    if (view === null) return this.#sendUnreadable(argument, args);
    this.#argument = argument;
    this.#view = view;
    this.#sentInCall = false;
    try {
      this.driver.client(view);
    } catch {
      // The driver promises not to; if it does, the page's bytes are worth more than its verdict.
      if (!this.#sentInCall) page.call(page.nativeSend, this.#socket, args);
    }
    this.#argument = null;
    this.#view = null;
    return undefined;
  }

  /** The page calls socket.close(...args): what is owed to the server goes first. */
  close(args: readonly unknown[]): unknown {
    try {
      this.settle();
    } catch {
      // Closing is the page's right.
    }
    const answer = this.#page.call(this.#page.nativeClose, this.#socket, args);
    // A dead link can keep the close event back for minutes; for the page the connection is over now.
    if (this.#page.readyState(this.#socket) > OPEN) this.#done();
    return answer;
  }

  /** Lets go of what is down at the server, before the connection goes. Takes time only when something is. */
  settle(): void {
    const page = this.#page;
    if (page.readyState(this.#socket) !== OPEN) return;
    this.#sentInCall = false;
    this.driver.closing();
    if (this.#sentInCall) headStart(page.performanceNowMs);
  }

  /** What documents that are gone left down at this server. */
  inherit(journal: Journal): void {
    this.#journal.take(() => this.driver.inherit(journal));
  }

  #channel(): Channel {
    const page = this.#page;
    const socket = this.#socket;
    return {
      send: (bytes) => {
        this.#sentInCall = true;
        // The very object the page gave, so that what the browser sees of it is what it always saw.
        const data = bytes === this.#view ? this.#argument : bytes;
        try {
          page.call(page.nativeSend, socket, [data]);
        } catch {
          // Not open any more; what is sent then is lost without us, too.
        }
      },
      deliver: (bytes) => this.#deliver(bytes),
      close: () => void page.call(page.nativeClose, socket, []),
    };
  }

  #sendUnreadable(argument: unknown, args: readonly unknown[]): unknown {
    const page = this.#page;
    const isMemory = typeof argument === 'object' && argument !== null && page.isView(argument);
    // Releases first. Shared and resizable memory is refused by the browser, with an error for the page.
    if (!isMemory) this.driver.unreadable('not-binary');
    const answer = page.call(page.nativeSend, this.#socket, args);
    if (isMemory) this.driver.unreadable('not-binary');
    return answer;
  }

  #message(event: Event): void {
    const page = this.#page;
    // Events the page makes itself, and our own below, are not from the server.
    if (this.#isDone || !page.isTrusted(event)) return;
    try {
      // The portal's own RICE guards it: two guards would take each other's probes for the page's.
      if (!this.driver.isDriving && page.isClaimed(this.#socket)) {
        this.#onBuiltIn();
        this.#done();
        return;
      }
      const data = page.messageData(event);
      if (typeof data === 'string') {
        if (isBase64Greeting(data) && page.protocol(this.#socket) === 'base64') {
          this.driver.unreadable('base64');
        }
        return;
      }
      const buffer = page.plainBuffer(data);
      if (buffer === null) {
        this.driver.serverUnreadable('not-rfb');
        return;
      }
      this.#chunk(event, page.bytesOf(buffer));
    } catch {
      // The event reaches the page as it is.
    }
  }

  #chunk(event: Event, chunk: Uint8Array): void {
    const page = this.#page;
    const answer = this.driver.server(chunk);
    if (this.driver.isForeign) this.#done();
    if (answer === chunk) return;
    page.stopImmediatePropagation(event);
    this.#origin = page.messageOrigin(event);
    this.#deliver(answer);
  }

  #deliver(bytes: Uint8Array): void {
    const page = this.#page;
    if (page.lengthBytes(bytes) === 0) return;
    const data = page.bufferOf(page.copyOf(bytes));
    page.dispatch(
      this.#socket,
      page.messageEvent('message', { __proto__: null, data, origin: this.#origin }),
    );
  }

  #done(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#page.unlisten(this.#socket, 'message', this.#onMessage);
    this.#page.unlisten(this.#socket, 'close', this.#onClose);
    this.driver.closed();
    this.#journal.release();
    this.#onDone();
  }
}

function isBase64Greeting(text: string): boolean {
  for (let i = 0; i < BASE64_GREETING.length; i++) if (text[i] !== BASE64_GREETING[i]) return false;
  return true;
}
