import type { PackedChange, PackedPiece } from '../../model/annotation/packed.ts';
import type { SeatOrder, SeatWord } from '../../model/control/seat-order.ts';
import { run } from '../../model/decode/decode.ts';
import type { RoomAct } from '../../model/port/room-command.ts';
import {
  type FramebufferPlace,
  type FromSession,
  PING_MS,
  SESSION_PORT,
} from '../../model/port/room-port.ts';
import { heardInSessionDecoder } from '../../model/port/room-session-decoder.ts';
import type { RoomStatus } from '../../model/port/room-view.ts';
import type { ExtensionApi, ExtensionPort } from './extension-api.ts';
import type { LinkRoom } from './handoff.ts';

/** The first wait after the port broke; doubled each time. The gate has its own deadline meanwhile. */
export const CONNECT_AGAIN_MS = 500;
const MAX_CONNECT_AGAIN_MS = 8000;
/** Ports that broke before a word came through: the host is gone, and its room with it. */
const MAX_SILENT_PORTS = 3;
/** The own pointer goes out so often at most; the newest place always does. */
export const POINT_PERIOD_MS = 100;

/**
 * Words of gates that go out at once, and after how long one more may: below what the relay takes of a member, so that
 * a page that speaks for its gate cannot have its user cut off as a flooder. A gate says one in 5 s, and a few in a drain.
 */
export const WORD_BURST = 12;
export const WORD_PERIOD_MS = 250;
/** That somebody outside moved the pointer is shown for a minute; it is told so often at most. */
export const OUTSIDER_PERIOD_MS = 1000;

export interface RoomLinkOptions {
  /** Rejects nothing: throws when the extension is gone. */
  readonly connect: ExtensionApi['connect'];
  /** Tells the gate of this connection what it is told about the lock. */
  readonly order: (connection: string, order: SeatOrder) => void;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
}

/**
 * The way between a document and its room. The port is open only while this document has one; who has none never runs
 * more of this than a comparison. What is sure to end in a closed gate is left to happen: words that find no port are
 * dropped, the lease runs out, and the host says again what holds when the port is back.
 */
export class RoomLink implements LinkRoom {
  readonly #options: RoomLinkOptions;
  readonly #listeners = new Set<(status: unknown) => void>();
  readonly #viewers = new Set<(news: unknown) => void>();
  /** Address by connection; in the order in which they were opened. */
  readonly #sessions = new Map<string, string>();
  /** Those of which the host said that they are in no room. */
  readonly #solo = new Set<string>();
  /** Host of the relay; null: no room. */
  #relayHost: string | null = null;
  /** It was told whether there is a room. */
  #isTold = false;
  #status: unknown = null;
  #port: ExtensionPort | null = null;
  #silentPorts = 0;
  #againMs = CONNECT_AGAIN_MS;
  /** Grows with each change of the room: what was put off for an earlier one is left. */
  #turn = 0;
  #place: FramebufferPlace | null | undefined;
  #isPointing = false;
  #wordsLeft = WORD_BURST;
  #isRefilling = false;
  /** The newest that had to wait: it says all that the ones before it said. */
  #waitingWord: Extract<FromSession, { type: 'word' }> | null = null;
  #hasToldOutsider = false;

  constructor(options: RoomLinkOptions) {
    this.#options = options;
  }

  subscribe(listener: (status: unknown) => void): () => void {
    const own = (status: unknown): void => listener(status);
    this.#listeners.add(own);
    own(this.#status);
    return () => void this.#listeners.delete(own);
  }

  act(act: RoomAct): void {
    this.#send({ type: 'act', act });
  }

  /** At once, and then the newest place once a period. */
  point(place: FramebufferPlace | null): void {
    if (this.#port === null) return;
    this.#place = place;
    if (!this.#isPointing) this.#sendPlace();
  }

  draw(change: PackedChange): void {
    this.#send({ type: 'draw', change });
  }

  live(piece: PackedPiece): void {
    this.#send({ type: 'live', piece });
  }

  onDrawing(listener: (news: unknown) => void): () => void {
    const own = (news: unknown): void => listener(news);
    this.#viewers.add(own);
    this.#send({ type: 'board' });
    return () => void this.#viewers.delete(own);
  }

  /** `relayHost`: this document has a room there; null: it has none, or the person left it. */
  turn(relayHost: string | null): void {
    const isFirst = !this.#isTold;
    this.#isTold = true;
    if (relayHost === this.#relayHost && !isFirst) return;
    const hadRoom = this.#relayHost !== null;
    this.#relayHost = relayHost;
    this.#turn++;
    this.#solo.clear();
    this.#silentPorts = 0;
    this.#againMs = CONNECT_AGAIN_MS;
    this.#waitingWord = null;
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
    if (relayHost !== null) {
      this.#tell({ type: 'joining', relayHost, stage: 'connecting' } satisfies RoomStatus);
      this.#connect();
    } else {
      if (hadRoom) this.#tell(null);
      for (const connection of this.#sessions.keys()) this.#order(connection, { type: 'solo' });
    }
  }

  /** Nobody could say whether there is a room: then there is nobody either who could give control. */
  untold(): void {
    if (!this.#isTold) this.turn(null);
  }

  /**
   * A connection was opened. In a document with a room it has no control until the host has spoken, and neither has it
   * in one that does not know yet: a page that is loaded again may be faster than a background that has to start.
   */
  opened(connection: string, address: string): void {
    if (this.#sessions.has(connection)) return;
    this.#sessions.set(connection, address);
    if (this.#isTold && this.#relayHost === null) return;
    this.#order(connection, { type: 'watch' });
    this.#send({ type: 'sit', connection, address });
  }

  closed(connection: string): void {
    this.#sessions.delete(connection);
    this.#solo.delete(connection);
  }

  /** From the gate of a connection, or from a page in its place. */
  word(connection: string, word: SeatWord): void {
    if (this.#port === null || !this.#sessions.has(connection)) return;
    const message: FromSession = { type: 'word', connection, word };
    if (this.#wordsLeft === 0) {
      this.#waitingWord = message;
      return;
    }
    this.#wordsLeft--;
    this.#send(message);
    this.#refill();
  }

  outsider(): void {
    if (this.#port === null || this.#hasToldOutsider) return;
    this.#hasToldOutsider = true;
    this.#send({ type: 'outsider' });
    this.#options.later(OUTSIDER_PERIOD_MS, () => {
      this.#hasToldOutsider = false;
    });
  }

  #connect(): void {
    const turn = this.#turn;
    let port: ExtensionPort;
    try {
      port = this.#options.connect(SESSION_PORT);
    } catch {
      // The extension is gone: the gate keeps what it was told last, and its lease runs out.
      return;
    }
    this.#port = port;
    let isSilent = true;
    port.onMessage((input) => {
      if (this.#port !== port) return;
      isSilent = false;
      this.#silentPorts = 0;
      this.#againMs = CONNECT_AGAIN_MS;
      this.#heard(input);
    });
    port.onDisconnect(() => {
      if (this.#port !== port) return;
      this.#port = null;
      if (isSilent && ++this.#silentPorts >= MAX_SILENT_PORTS) this.#lost();
      this.#options.later(this.#againMs, () => {
        if (this.#turn === turn && this.#port === null) this.#connect();
      });
      this.#againMs = Math.min(MAX_CONNECT_AGAIN_MS, 2 * this.#againMs);
    });
    for (const [connection, address] of this.#sessions) this.#send({ type: 'sit', connection, address });
    this.#keepAwake(port);
  }

  #heard(input: unknown): void {
    const message = run(heardInSessionDecoder, input);
    if (!message.ok) return;
    switch (message.value.type) {
      case 'order':
        if (!this.#sessions.has(message.value.connection)) return;
        this.#order(message.value.connection, message.value.order);
        return;
      case 'status':
        this.#tell(message.value.status);
        return;
      case 'drawn':
      case 'live':
        for (const viewer of this.#viewers) viewer(message.value);
        return;
      case 'no-room':
        this.#lost();
        return;
      default:
        message.value satisfies never;
    }
  }

  /** The room went with its host. Nothing is opened by that: the person says how to go on, in the side panel. */
  #lost(): void {
    const relayHost = this.#relayHost;
    if (relayHost === null) return;
    for (const connection of this.#sessions.keys()) {
      if (!this.#solo.has(connection)) this.#order(connection, { type: 'watch' });
    }
    this.#tell({ type: 'ended', relayHost, reason: 'unreachable' } satisfies RoomStatus);
  }

  #order(connection: string, order: SeatOrder): void {
    if (order.type === 'solo') this.#solo.add(connection);
    else this.#solo.delete(connection);
    this.#options.order(connection, order);
  }

  #keepAwake(port: ExtensionPort): void {
    this.#options.later(PING_MS, () => {
      if (this.#port !== port) return;
      this.#send({ type: 'ping' });
      this.#keepAwake(port);
    });
  }

  #refill(): void {
    if (this.#isRefilling || this.#wordsLeft === WORD_BURST) return;
    this.#isRefilling = true;
    this.#options.later(WORD_PERIOD_MS, () => {
      this.#isRefilling = false;
      const waiting = this.#waitingWord;
      this.#waitingWord = null;
      if (waiting === null) this.#wordsLeft++;
      else this.#send(waiting);
      this.#refill();
    });
  }

  #sendPlace(): void {
    const place = this.#place;
    this.#place = undefined;
    this.#isPointing = place !== undefined;
    if (place === undefined) return;
    this.#send({ type: 'point', place });
    this.#options.later(POINT_PERIOD_MS, () => this.#sendPlace());
  }

  #send(message: FromSession): void {
    try {
      this.#port?.post(message);
    } catch {
      // Broken a moment ago: onDisconnect is on its way.
    }
  }

  #tell(status: unknown): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}
