import { applyAll, type Board, EMPTY_BOARD } from '../../src/model/annotation/board.ts';
import type { LivePiece } from '../../src/model/annotation/live-piece.ts';
import type { SeatOrder } from '../../src/model/control/seat-order.ts';
import type { RoomPanelState, RoomState } from '../../src/model/port/room-view.ts';
import type { InviteLink } from '../../src/model/room/invite-link.ts';
import { readInviteLink } from '../../src/model/room/invite-link-text.ts';
import type { Role } from '../../src/model/room/member.ts';
import type { FromMember, FromRelay } from '../../src/model/room/room-message.ts';
import { RoomClient } from '../../src/room/room-client.ts';
import type { RoomClientOptions, RoomSocketEvents } from '../../src/room/room-client-options.ts';
import { CountedCrypto } from './counted-crypto.ts';
import { HandClock } from './hand-clock.ts';
import { MemoryRelay } from './memory-relay.ts';

/** One way of a member's connection, for a relay that is hostile: what it makes of a message. */
export type Tamper = (message: FromRelay) => readonly unknown[];

/** A member as a test sees it. */
export class BenchMember {
  readonly client: RoomClient;
  readonly orders: SeatOrder[] = [];
  /** What the relay was told by it, and what it told it, as texts. */
  readonly said: string[] = [];
  readonly heard: string[] = [];
  /** What an overlay would show, and the pieces of live strokes it was told. */
  board: Board = EMPTY_BOARD;
  readonly pieces: { readonly from: string; readonly piece: LivePiece }[] = [];
  changes = 0;
  tamper: Tamper = (message) => [message];
  /** The relay keeps the connection of who was sent out, and goes on delivering. */
  isHeld = false;
  /** The connection that stands; null: none. */
  events: RoomSocketEvents | null = null;
  readonly bench: RoomBench;

  constructor(
    bench: RoomBench,
    options: Pick<RoomClientOptions, 'link' | 'name'> & Partial<RoomClientOptions>,
  ) {
    this.bench = bench;
    this.client = new RoomClient({
      mode: 'operate',
      crypto: bench.crypto.crypto,
      clock: bench.clock,
      later: bench.clock.later,
      openSocket: (url, events) => bench.openSocket(this, url, events),
      onChange: () => {
        this.changes += 1;
      },
      onSeatOrder: (order) => this.orders.push(order),
      onDrawn: (changes) => {
        this.board = applyAll(this.board, changes, bench.clock.monotonicMs()).board;
      },
      onPiece: (from, piece) => this.pieces.push({ from, piece }),
      ...options,
    });
  }

  state(): RoomPanelState {
    return this.client.state();
  }

  /** The room, when the client is in it. */
  room(): RoomState {
    const { status } = this.state();
    if (status.type !== 'in') throw new Error(`not in a room: ${JSON.stringify(status)}`);
    return status.room;
  }

  get id(): string {
    return this.room().self;
  }

  texts(): readonly string[] {
    return this.state().chat.map(({ text }) => text);
  }

  badCount(): number {
    return this.room().alarms.reduce(
      (sum, alarm) => sum + (alarm.type === 'bad-messages' ? alarm.count : 0),
      0,
    );
  }

  /** The relay says this, whoever wrote it. */
  hears(message: unknown): void {
    this.events?.onText(typeof message === 'string' ? message : JSON.stringify(message));
  }

  sent<T extends FromMember['type']>(type: T): readonly Extract<FromMember, { type: T }>[] {
    return parsed<FromMember>(this.said).filter(
      (message): message is Extract<FromMember, { type: T }> => message.type === type,
    );
  }

  /** What the relay told, as it came. */
  told<T extends FromRelay['type']>(type: T): readonly Extract<FromRelay, { type: T }>[] {
    return parsed<FromRelay>(this.heard).filter(
      (message): message is Extract<FromRelay, { type: T }> => message.type === type,
    );
  }
}

/** Texts that were written as such messages. */
function parsed<T>(texts: readonly string[]): readonly T[] {
  return texts.map((text) => JSON.parse(text) as T);
}

/** Members, a relay in memory around the real room actor, and a clock that is moved by hand. */
export class RoomBench {
  readonly clock = new HandClock();
  readonly crypto = new CountedCrypto();
  readonly relay: MemoryRelay;
  /** No connection can be made. */
  isRelayGone = false;
  readonly urls: string[] = [];

  constructor() {
    this.relay = new MemoryRelay(this.clock, this.crypto);
    this.clock.every(250, () => this.relay.tick());
  }

  openSocket(member: BenchMember, url: string, events: RoomSocketEvents) {
    this.urls.push(url);
    member.events = events;
    const isNewest = () => member.events === events;
    if (this.isRelayGone) {
      queueMicrotask(() => events.onClose());
      return { send: () => {}, close: () => {}, bufferedBytes: 0 };
    }
    const line = this.relay.connect({
      say: (message) => {
        if (!isNewest()) return;
        for (const told of member.tamper(message)) {
          const text = typeof told === 'string' ? told : JSON.stringify(told);
          member.heard.push(text);
          events.onText(text);
        }
      },
      close: () => {
        if (!member.isHeld) events.onClose();
      },
    });
    queueMicrotask(() => events.onOpen());
    return {
      send: (text: string) => {
        member.said.push(text);
        line.hear(text);
      },
      close: () => line.close(),
      bufferedBytes: 0,
    };
  }

  /** All that is under way has arrived. */
  async settle(): Promise<void> {
    await this.crypto.settled();
  }

  /** Time goes by in steps, as it does. */
  async pass(ms: number, stepMs = 250): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= stepMs) {
      this.clock.pass(Math.min(stepMs, leftMs));
      await this.settle();
    }
  }

  async begin(name = 'Olga'): Promise<BenchMember> {
    const token = await this.relay.mint({});
    const owner = new BenchMember(this, {
      link: { type: 'start', relay: 'https://relay.example', token },
      name,
    });
    await this.settle();
    await this.pass(500);
    return owner;
  }

  async inviteLink(owner: BenchMember, role: Role, lobby = false): Promise<InviteLink> {
    owner.client.act({ type: 'invite', role, lifeMs: 3_600_000, lobby });
    await this.pass(250);
    const text = owner.state().invites.at(-1)?.link ?? '';
    const read = readInviteLink(text);
    if (!read.ok) throw new Error(`${read.problem}: ${text}`);
    return read.link;
  }

  async join(
    owner: BenchMember,
    name: string,
    role: Role = 'operator',
    options: Partial<RoomClientOptions> = {},
  ): Promise<BenchMember> {
    const link = await this.inviteLink(owner, role);
    const member = new BenchMember(this, { link, name, ...options });
    await this.pass(500);
    return member;
  }
}
