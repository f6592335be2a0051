import { LEASE_MS, RENEW_MS } from '../model/control/lock-times.ts';
import { run } from '../model/decode/decode.ts';
import { fromRelayDecoder } from '../model/room/from-relay-decoder.ts';
import { MAX_MESSAGE_BYTES } from '../model/room/room-limits.ts';
import type { FromMember, FromRelay } from '../model/room/room-message.ts';
import type { RoomClientOptions, RoomSocket } from './room-client-options.ts';

export interface RelayLineOptions extends Pick<RoomClientOptions, 'openSocket' | 'later'> {
  readonly url: string;
  /** From 0 to 1: members of a room that lost its relay must not all come back at once. */
  readonly randomPart: () => number;
  /** The first word on each connection. */
  readonly hello: () => FromMember;
  readonly onMessage: (message: FromRelay) => void;
  /** What came could not be read. */
  readonly onUnreadable: () => void;
  readonly onLost: () => void;
}

/** Between two attempts: the first and the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/**
 * So many attempts are no further apart than this: a relay that was started again waits one lease for who had control,
 * and they have to be back by then, with time for a handshake, to go on.
 */
const SOON_TRIES = 15;
const SOON_WAIT_MS = LEASE_MS - RENEW_MS;
/** A connection that answers nothing for so long is given up. */
const ANSWER_MS = 10_000;

/** A connection to the relay that comes back for as long as it is wanted. */
export class RelayLine {
  readonly #options: RelayLineOptions;
  #socket: RoomSocket | null = null;
  /** Of the newest attempt; what an older one still says is not heard. */
  #attempt = 0;
  #failures = 0;
  #isOpen = false;
  #cancelTimer = () => {};

  constructor(options: RelayLineOptions) {
    this.#options = options;
    this.#connect();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  /** @returns false: there is no connection to send it on */
  send(message: FromMember): boolean {
    if (!this.#isOpen || this.#socket === null) return false;
    try {
      this.#socket.send(JSON.stringify(message));
      return true;
    } catch {
      // A socket that closes just now throws; that it is closed is told by its own event.
      return false;
    }
  }

  /** The relay took this member in, so the next break is a new one. */
  settled(): void {
    this.#failures = 0;
  }

  /** Gives up a connection that seems dead, and makes another. */
  renew(): void {
    this.#lost(this.#attempt);
  }

  /** The last word on this line, if there is one to say. */
  stop(last?: FromMember): void {
    if (last !== undefined) this.send(last);
    this.#attempt += 1;
    this.#cancelTimer();
    this.#close();
  }

  #connect(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const { openSocket, later, url } = this.#options;
    this.#cancelTimer = later(ANSWER_MS, () => this.#lost(attempt));
    const ifNewest = (callback: () => void) => {
      if (attempt === this.#attempt) callback();
    };
    try {
      this.#socket = openSocket(url, {
        onOpen: () => ifNewest(() => this.#opened()),
        onText: (text) => ifNewest(() => this.#heard(text)),
        onClose: () => ifNewest(() => this.#lost(attempt)),
      });
    } catch {
      // An address that the browser does not even try; it may after a permission or a change of network.
      this.#lost(attempt);
    }
  }

  #opened(): void {
    this.#isOpen = true;
    this.send(this.#options.hello());
  }

  #heard(text: string): void {
    this.#cancelTimer();
    const message = readMessage(text);
    if (message === null) this.#options.onUnreadable();
    else this.#options.onMessage(message);
  }

  #lost(attempt: number): void {
    if (attempt !== this.#attempt) return;
    // Not heard any more from here on.
    this.#attempt += 1;
    this.#cancelTimer();
    this.#close();
    const mostMs = this.#failures < SOON_TRIES ? SOON_WAIT_MS : LONGEST_WAIT_MS;
    const longestMs = Math.min(mostMs, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    const waitMs = longestMs * (0.5 + 0.5 * this.#options.randomPart());
    this.#cancelTimer = this.#options.later(waitMs, () => this.#connect());
    this.#options.onLost();
  }

  #close(): void {
    this.#isOpen = false;
    const socket = this.#socket;
    this.#socket = null;
    try {
      socket?.close();
    } catch {
      // Closed already.
    }
  }
}

/** null: too long, no JSON, or nothing that a relay says. */
function readMessage(text: string): FromRelay | null {
  // No character takes less than one byte.
  if (text.length > MAX_MESSAGE_BYTES) return null;
  try {
    const result = run(fromRelayDecoder, JSON.parse(text));
    return result.ok ? result.value : null;
  } catch {
    return null;
  }
}
