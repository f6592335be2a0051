import { randomBytes } from 'node:crypto';
import { LOCK_TIMES, type LockTimes } from '../model/control/lock-times.ts';
import type { Role } from '../model/room/member.ts';
import type { ByeReason, TurnServer } from '../model/room/room-message.ts';
import type { AuditLog } from './audit-log.ts';
import type { LockStore } from './lock-store.ts';
import type { Metrics } from './metrics.ts';
import { Room } from './room.ts';
import type { CheckedHello, ConnectionId, Delivery, RoomDoor, RoomPort } from './room-port.ts';
import { Shelf } from './shelf.ts';
import { readStoredRoom } from './stored-room.ts';
import type { Tokens } from './tokens.ts';

/** How often time passes in rooms. */
const TICK_MS = 250;

export interface RoomsOptions {
  readonly delivery: Delivery;
  readonly store: LockStore;
  readonly audit: AuditLog;
  readonly tokens: Tokens;
  readonly metrics: Metrics;
  readonly turn: (member: string) => TurnServer | null;
  readonly maxRooms: number;
  readonly maxMembers: number;
  readonly maxInviteLifeMs: number;
  readonly inviteRole: Role;
  /** Of locks; default: LOCK_TIMES. */
  readonly times?: LockTimes;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void;
}

type Said = Parameters<RoomDoor['said']>[1];

/** The rooms that this relay has: opens them when somebody comes, and forgets them when nobody is left. */
export class Rooms implements RoomDoor {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Promise<Room | ByeReason>>();
  readonly #open = new Map<string, Room>();
  readonly #roomOf = new Map<ConnectionId, string>();
  /** A room of the same name waits for them. */
  readonly #removals = new Map<string, Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #isStopped = false;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  get roomCount(): number {
    return this.#open.size;
  }

  get memberCount(): number {
    let members = 0;
    for (const room of this.#open.values()) members += room.memberCount;
    return members;
  }

  /** Some room could not be written to disk. */
  get isStoreBroken(): boolean {
    return [...this.#open.values()].some((room) => room.isStoreBroken);
  }

  hello(connection: ConnectionId, hello: CheckedHello): void {
    this.#roomOf.set(connection, hello.room);
    const open = this.#open.get(hello.room);
    if (open !== undefined) {
      open.hello(connection, hello);
      return;
    }
    this.#opening(hello).then(
      (room) => {
        // It may be gone while the room was being read.
        if (this.#roomOf.get(connection) !== hello.room) return;
        if (typeof room === 'string') this.#end(connection, room);
        else room.hello(connection, hello);
      },
      () => {
        this.#options.metrics.add('store_failures');
        this.#options.log('room-unreadable');
        this.#end(connection, 'relay-full');
      },
    );
  }

  said(connection: ConnectionId, message: Said): void {
    this.#open.get(this.#roomOf.get(connection) ?? '')?.said(connection, message);
  }

  closed(connection: ConnectionId): void {
    const room = this.#roomOf.get(connection);
    this.#roomOf.delete(connection);
    if (room !== undefined) this.#open.get(room)?.closed(connection);
  }

  /** Another relay may have this room from now on: its members connect again. */
  shutDown(room: string): void {
    this.#open.get(room)?.end('shutdown', null);
    this.#forget(room);
  }

  /** Sends everybody away; their rooms can be restored. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    for (const room of this.#open.values()) room.end('shutdown', null);
    this.#open.clear();
    this.#rooms.clear();
    await Promise.allSettled([...this.#removals.values()]);
  }

  #end(connection: ConnectionId, reason: ByeReason): void {
    this.#roomOf.delete(connection);
    this.#options.delivery.end(connection, reason);
  }

  /** One after the other: who comes second may be allowed to begin the room that the first one may not. */
  #opening(hello: CheckedHello): Promise<Room | ByeReason> {
    const open = () => this.#openRoom(hello);
    const earlier = this.#rooms.get(hello.room);
    const opening =
      earlier?.then((room) => (typeof room === 'string' ? open() : room), open) ?? this.#openRoom(hello);
    this.#rooms.set(hello.room, opening);
    const forget = () => {
      if (!this.#open.has(hello.room) && this.#rooms.get(hello.room) === opening)
        this.#rooms.delete(hello.room);
    };
    opening.then(forget, forget);
    return opening;
  }

  /** @returns why not: only of a room that is not here any more it is said that it ended */
  async #openRoom({ room: name, claims, hasResumed }: CheckedHello): Promise<Room | ByeReason> {
    const { store, maxRooms, metrics, log } = this.#options;
    // Whoever has neither token nor resume secret does not make the relay read.
    if (claims === null && !hasResumed) return 'token';
    await this.#removals.get(name);
    const found = await store.read(name);
    const stored = found === null ? null : readStoredRoom(found.text);
    const mayBegin = stored === null && claims !== null && claims.room === null;
    if (this.#isStopped) return 'shutdown';
    if (stored === null && !mayBegin) return claims === null ? 'token' : 'ended';
    if (this.#open.size >= maxRooms) return 'relay-full';
    const shelf = new Shelf(name, store, this.#options.audit, found?.revision ?? null);
    const { maxMembers, maxInviteLifeMs, inviteRole, times = LOCK_TIMES } = this.#options;
    const port = this.#port(name, shelf);
    // Who resumes was in this room, and so was whoever left a value that cannot be read: what is lost is what was
    // kept of it, and not the lease of whoever had control.
    const lost = stored === null && (hasResumed || found !== null) ? 'lost' : null;
    const room = new Room({ port, stored: stored ?? lost, maxMembers, maxInviteLifeMs, inviteRole, times });
    this.#open.set(name, room);
    metrics.add(stored === null ? 'rooms_began' : 'rooms_restored');
    log(stored === null ? 'room-began' : 'room-restored', { rooms: this.#open.size });
    return room;
  }

  #port(name: string, shelf: Shelf): RoomPort {
    const { delivery, tokens, turn, nowMs, wallMs, metrics, log } = this.#options;
    return {
      send: (to, message, lane) => delivery.send(to, message, lane),
      end: (connection, reason) => this.#end(connection, reason),
      nowMs,
      wallMs,
      later: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
      keep: async (text, events) => {
        metrics.add('store_writes');
        try {
          return await shelf.keep(text, events);
        } catch (error) {
          metrics.add('store_failures');
          log('store-failed', { code: errorCode(error) });
          throw error;
        }
      },
      mint: (claims) => tokens.mint({ ...claims, room: name }),
      resumeSecret: (member) => tokens.resumeSecret(name, member),
      turn,
      newTokenId: () => randomBytes(12).toString('base64url'),
      lost: () => this.#forget(name),
      ended: (events) => {
        this.#forget(name);
        metrics.add('rooms_ended');
        log('room-ended', { rooms: this.#open.size });
        const removal = shelf.remove(events).catch((error: unknown) => {
          metrics.add('store_failures');
          log('store-failed', { code: errorCode(error) });
        });
        this.#removals.set(name, removal);
        void removal.then(() => this.#removals.delete(name));
      },
    };
  }

  #forget(name: string): void {
    this.#open.delete(name);
    this.#rooms.delete(name);
  }

  #tick(): void {
    for (const room of this.#open.values()) room.tick();
  }
}

/** The code of an I/O error: its message may hold paths. */
function errorCode(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
