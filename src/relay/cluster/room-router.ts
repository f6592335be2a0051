import type { ClockPair } from '../../model/control/elapsed.ts';
import type { FromRelay } from '../../model/room/room-message.ts';
import type { LockStore } from '../lock-store.ts';
import type { CheckedHello, ConnectionId, Delivery, Lane, RoomDoor } from '../room-port.ts';
import { OwnedStore } from './owned-store.ts';
import type { PeerMessage } from './peer-message.ts';
import { RoomClaims, type RoomNeed } from './room-claims.ts';

/** Whoever could not be served by then is asked to connect again. */
export const WAIT_MS = 20_000;
/** A relay that said it does not serve a room is asked again then. */
const ASK_AGAIN_MS = 500;

/** Rooms on this relay. */
export interface OwnRooms extends RoomDoor {
  /** Sends everybody away; the room can be restored elsewhere. */
  shutDown(room: string): void;
}

/** Other relays, as far as they are heard. */
export interface Peers {
  readonly isUp: boolean;
  isHeard(peer: string): boolean;
  send(peer: string, message: PeerMessage): void;
}

export interface RoomRouterOptions {
  readonly relay: string;
  readonly store: LockStore;
  readonly clock: () => ClockPair;
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void;
  /** Closes what the store needs. */
  readonly close: () => Promise<void>;
}

/** A connection that ends at this relay. */
interface Local {
  readonly hello: CheckedHello;
  readonly sinceMs: number;
  place:
    | { readonly type: 'waiting'; readonly askMs: number }
    | { readonly type: 'here' }
    | { readonly type: 'peer'; readonly peer: string };
}

/** A connection that ends at another relay and is served here. */
interface Guest {
  readonly room: string;
  readonly peer: string;
}

/** Between sockets and rooms: a member is served by whichever relay owns its room, wherever it is connected. */
export class RoomRouter implements RoomDoor, Delivery {
  readonly store: OwnedStore;
  readonly #options: RoomRouterOptions;
  readonly #locals = new Map<ConnectionId, Local>();
  readonly #guests = new Map<ConnectionId, Guest>();
  readonly #claims: RoomClaims;
  #rooms: OwnRooms | null = null;
  #sockets: Delivery | null = null;
  #peers: Peers | null = null;

  constructor(options: RoomRouterOptions) {
    this.#options = options;
    const { relay, store, clock, log } = options;
    this.#claims = new RoomClaims({
      ...{ relay, store, clock, log },
      isBusUp: () => this.#peers?.isUp ?? false,
      onPlaceable: (room) => this.#placeAll(room),
      onStop: (room) => {
        this.#rooms?.shutDown(room);
        this.#dismiss(room);
      },
    });
    this.store = new OwnedStore((room) => this.#claims.get(room), options.close);
  }

  /** Sockets, rooms and links need the router, and it needs them: these come second. */
  lead(sockets: Delivery, rooms: OwnRooms, peers: Peers): void {
    this.#sockets = sockets;
    this.#rooms = rooms;
    this.#peers = peers;
  }

  /** Since when the store does not answer; null: it does. */
  get failingSinceMs(): number | null {
    return this.#claims.failingSinceMs;
  }

  get ownedCount(): number {
    return this.#claims.ownedCount;
  }

  get isIdle(): boolean {
    return this.#claims.isIdle;
  }

  hello(connection: ConnectionId, hello: CheckedHello): void {
    const nowMs = this.#nowMs();
    const local: Local = { hello, sinceMs: nowMs, place: { type: 'waiting', askMs: nowMs } };
    this.#locals.set(connection, local);
    this.#place(connection, local);
    this.#weigh(hello.room);
  }

  said(connection: ConnectionId, message: Parameters<RoomDoor['said']>[1]): void {
    const local = this.#locals.get(connection);
    if (local?.place.type === 'peer')
      this.#peers?.send(local.place.peer, { type: 'said', connection, message });
    else if (local?.place.type === 'here' && this.#mayAct(local.hello.room))
      this.#rooms?.said(connection, message);
  }

  closed(connection: ConnectionId): void {
    const local = this.#locals.get(connection);
    if (local === undefined) return;
    this.#locals.delete(connection);
    if (local.place.type === 'peer') this.#peers?.send(local.place.peer, { type: 'closed', connection });
    else if (local.place.type === 'here') this.#rooms?.closed(connection);
    this.#weigh(local.hello.room);
  }

  /** From a room on this relay. What it says after its time is not said. */
  send(to: readonly ConnectionId[], message: FromRelay, lane: Lane): void {
    const here: ConnectionId[] = [];
    const elsewhere = new Map<string, ConnectionId[]>();
    for (const connection of to) {
      const guest = this.#guests.get(connection);
      const room = guest?.room ?? this.#locals.get(connection)?.hello.room;
      if (room === undefined || !this.#mayAct(room)) continue;
      if (guest === undefined) here.push(connection);
      else elsewhere.set(guest.peer, [...(elsewhere.get(guest.peer) ?? []), connection]);
    }
    this.#sockets?.send(here, message, lane);
    for (const [peer, connections] of elsewhere) {
      this.#peers?.send(peer, { type: 'send', to: connections, message, lane });
    }
  }

  end(connection: ConnectionId, reason: Parameters<Delivery['end']>[1]): void {
    const guest = this.#guests.get(connection);
    if (guest !== undefined) {
      this.#guests.delete(connection);
      this.#peers?.send(guest.peer, { type: 'end', connection, reason });
      return;
    }
    if (this.#locals.delete(connection)) this.#sockets?.end(connection, reason);
  }

  /** From another relay. */
  heard(peer: string, message: PeerMessage): void {
    switch (message.type) {
      case 'hello':
        this.#host(peer, message.connection, message.hello);
        break;
      case 'said': {
        const guest = this.#guestOf(peer, message.connection);
        const { connection, message: said } = message;
        if (guest !== null && said.type !== 'hello' && this.#mayAct(guest.room))
          this.#rooms?.said(connection, said);
        break;
      }
      case 'closed':
        if (this.#guestOf(peer, message.connection) === null) break;
        this.#guests.delete(message.connection);
        this.#rooms?.closed(message.connection);
        break;
      case 'send': {
        const isServed = (each: ConnectionId): boolean => this.#isAt(peer, each);
        this.#sockets?.send(message.to.filter(isServed), message.message, message.lane);
        break;
      }
      case 'end':
        if (!this.#isAt(peer, message.connection)) break;
        this.#locals.delete(message.connection);
        this.#sockets?.end(message.connection, message.reason);
        break;
      case 'not-mine': {
        const local = this.#locals.get(message.connection);
        if (local === undefined || !this.#isAt(peer, message.connection)) break;
        local.place = { type: 'waiting', askMs: this.#nowMs() + ASK_AGAIN_MS };
        this.#weigh(local.hello.room);
        break;
      }
    }
  }

  /** What went to or from that relay may be lost: its members here connect again, ours there are gone. */
  broken(peer: string): void {
    this.#options.log('peer-broken', { peer });
    for (const [connection, { hello, place }] of [...this.#locals]) {
      if (place.type !== 'peer' || place.peer !== peer) continue;
      this.#peers?.send(peer, { type: 'closed', connection });
      this.#locals.delete(connection);
      this.#sockets?.end(connection, 'shutdown');
      this.#weigh(hello.room);
    }
    for (const [connection, guest] of [...this.#guests]) {
      if (guest.peer !== peer) continue;
      this.#guests.delete(connection);
      this.#rooms?.closed(connection);
    }
  }

  bus(isUp: boolean): void {
    this.#options.log(isUp ? 'bus-up' : 'bus-down');
    this.#claims.bus(isUp);
  }

  /** To be called some times a second. */
  tick(): void {
    const nowMs = this.#nowMs();
    for (const [connection, local] of [...this.#locals]) {
      if (local.place.type !== 'waiting') continue;
      if (nowMs - local.sinceMs > WAIT_MS) this.end(connection, 'shutdown');
      else this.#place(connection, local);
    }
    this.#claims.tick(this.#needs());
  }

  /** Lets every room go, so that others need not wait. */
  letGo(): void {
    this.#claims.letGo();
  }

  #host(peer: string, connection: ConnectionId, hello: CheckedHello): void {
    if (!this.#mayAct(hello.room)) {
      this.#peers?.send(peer, { type: 'not-mine', connection });
      return;
    }
    this.#guests.set(connection, { room: hello.room, peer });
    this.#rooms?.hello(connection, hello);
  }

  #place(connection: ConnectionId, local: Local): void {
    const { hello, place } = local;
    const claim = this.#claims.of(hello.room);
    if (place.type !== 'waiting' || this.#nowMs() < place.askMs) return;
    if (claim.mayAct) {
      local.place = { type: 'here' };
      this.#rooms?.hello(connection, hello);
      return;
    }
    const { other } = claim;
    if (other === null || this.#peers?.isHeard(other) !== true) return;
    local.place = { type: 'peer', peer: other };
    this.#peers.send(other, { type: 'hello', connection, hello });
  }

  #placeAll(room: string): void {
    for (const [connection, local] of [...this.#locals]) {
      if (local.hello.room === room) this.#place(connection, local);
    }
  }

  #weigh(room: string): void {
    this.#claims.weigh(room, this.#needs().get(room));
  }

  /** Rooms with connections. */
  #needs(): ReadonlyMap<string, RoomNeed> {
    const needs = new Map<string, RoomNeed>();
    for (const { hello, place } of this.#locals.values()) {
      if (place.type !== 'peer') needs.set(hello.room, 'serve');
      else if (!needs.has(hello.room)) needs.set(hello.room, 'watch');
    }
    for (const { room } of this.#guests.values()) needs.set(room, 'serve');
    return needs;
  }

  /** Whom the room itself did not know of. */
  #dismiss(room: string): void {
    for (const [connection, { hello, place }] of [...this.#locals]) {
      if (hello.room === room && place.type === 'here') this.end(connection, 'shutdown');
    }
    for (const [connection, guest] of [...this.#guests]) {
      if (guest.room === room) this.end(connection, 'shutdown');
    }
  }

  #mayAct(room: string): boolean {
    return this.#claims.mayAct(room);
  }

  #guestOf(peer: string, connection: ConnectionId): Guest | null {
    const guest = this.#guests.get(connection);
    return guest?.peer === peer ? guest : null;
  }

  #isAt(peer: string, connection: ConnectionId): boolean {
    const place = this.#locals.get(connection)?.place;
    return place?.type === 'peer' && place.peer === peer;
  }

  #nowMs(): number {
    return this.#options.clock().monotonicMs;
  }
}
