import { transition } from '../model/control/lock.ts';
import type { LockCommand } from '../model/control/lock-command.ts';
import type { LockEffect, LockEvent } from '../model/control/lock-event.ts';
import { type LockState, lockView, newLock, restoredLock } from '../model/control/lock-state.ts';
import { storedLock } from '../model/control/stored-lock.ts';
import { isAtLeast, type MemberId, type Role } from '../model/room/member.ts';
import { MAX_LOBBY } from '../model/room/room-limits.ts';
import type { ByeReason, FromMember, FromRelay, RelayRefusal } from '../model/room/room-message.ts';
import { Invites } from './invites.ts';
import { type Knock, Lobby } from './lobby.ts';
import { RoomKeeper } from './room-keeper.ts';
import type { CheckedHello, ConnectionId, Lane, RoomDoor, RoomPort } from './room-port.ts';
import { type Seat, Seats } from './seats.ts';
import type { StoredRoom } from './stored-room.ts';
import type { TokenClaims } from './token-claims.ts';

/** A member whose connection broke may come back for so long. */
export const ABSENT_MS = 30_000;
/** The lock is told again so often: a lost view heals, and a silent relay is noticed. */
const VIEW_AGAIN_MS = 5000;

export interface RoomOptions {
  readonly port: RoomPort;
  /** null: the room begins. */
  readonly stored: StoredRoom | null;
  readonly maxMembers: number;
  readonly maxInviteLifeMs: number;
  /** The least role that may make invites. */
  readonly inviteRole: Role;
}

type Said = Exclude<FromMember, { readonly type: 'hello' }>;
type Managing = Exclude<Said, { readonly type: 'lock' | 'keys' | 'say' | 'show' | 'leave' }>;

/** Commands that end a grant, or go on with one. */
const ENDING: ReadonlySet<LockCommand['type']> = new Set([
  'renew',
  'drained',
  'release',
  'withdraw',
  'decline',
]);

/**
 * One room: who is here, the lock, and what is passed on. It knows no socket, no file and no clock, so it runs behind
 * a WebSocket and behind a bus alike; what it is told, it does at once and in order.
 */
export class Room implements RoomDoor {
  readonly #options: RoomOptions;
  readonly #port: RoomPort;
  readonly #seats = new Seats();
  readonly #lobby = new Lobby();
  readonly #invites: Invites;
  readonly #keeper: RoomKeeper;
  #lock: LockState;
  #storedLock: string;
  #keyEpoch: number;
  #nextOrder: number;
  /** Nobody has been in it: whoever may begin rooms comes in as its owner. */
  #isNew: boolean;
  #isOver = false;
  #viewAtMs: number;

  constructor(options: RoomOptions) {
    const { port, stored } = options;
    const nowMs = port.nowMs();
    const unixMs = port.wallMs();
    this.#options = options;
    this.#port = port;
    this.#isNew = stored === null;
    this.#invites = new Invites(stored ?? { revoked: [], used: [] });
    // Room keys of an earlier relay, or of an earlier room of this name, must not share a number with new ones.
    this.#keyEpoch = Math.max(Math.floor(unixMs / 1000), (stored?.keyEpoch ?? 0) + 1);
    this.#nextOrder = stored?.nextOrder ?? 0;
    this.#lock = stored === null ? newLock(unixMs) : restoredLock(stored.lock, nowMs, unixMs);
    this.#storedLock = JSON.stringify(storedLock(this.#lock));
    this.#viewAtMs = nowMs;
    this.#keeper = new RoomKeeper({
      port,
      text: () => this.#text(),
      onConflict: () => {
        this.end('shutdown', null);
        port.lost();
      },
    });
    for (const { id, role, order, token, ...hello } of stored?.members ?? []) {
      this.#seats.add({
        id,
        role,
        hello,
        order,
        token,
        connection: null,
        absentSinceMs: nowMs,
        isWelcomed: false,
      });
    }
    if (stored !== null) {
      this.#keeper.audit({ type: 'restored' });
      this.#keeper.changed(false);
      this.#keeper.flush();
    }
  }

  get memberCount(): number {
    return this.#seats.all().filter((seat) => seat.connection !== null).length;
  }

  get isStoreBroken(): boolean {
    return this.#keeper.isBroken;
  }

  hello(connection: ConnectionId, hello: CheckedHello): void {
    if (this.#isOver) this.#port.end(connection, 'ended');
    else this.#turn(() => this.#enter(connection, hello));
  }

  said(connection: ConnectionId, message: Said): void {
    this.#turn(() => {
      const seat = this.#seats.at(connection);
      const knock = seat === undefined ? this.#lobby.at(connection) : undefined;
      if (seat !== undefined) this.#hear(seat, message);
      else if (knock !== undefined && message.type === 'leave') this.#dismiss(knock, 'left');
    });
  }

  closed(connection: ConnectionId): void {
    this.#turn(() => {
      const seat = this.#seats.at(connection);
      const knock = this.#lobby.at(connection);
      if (seat !== undefined) this.#lose(seat);
      if (knock !== undefined) {
        this.#lobby.remove(knock);
        this.#tellKnocking();
      }
    });
  }

  /** To be called some times a second: leases end, and members who do not come back are gone. */
  tick(): void {
    this.#turn(() => {
      const nowMs = this.#port.nowMs();
      for (const seat of this.#seats.all()) {
        if (seat.connection === null && nowMs - seat.absentSinceMs >= ABSENT_MS) this.#remove(seat, 'gone');
      }
      this.#arbitrate({ type: 'time' });
      if (nowMs - this.#viewAtMs >= VIEW_AGAIN_MS && !this.#keeper.isBroken) this.#tellView();
    });
  }

  /** Sends everybody away. A room that is shut down can be restored; one that ended cannot. */
  end(reason: Extract<ByeReason, 'ended' | 'shutdown'>, by: MemberId | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (reason === 'ended') this.#keeper.audit({ type: 'ended', by });
    else this.#keeper.flush();
    const events = this.#keeper.stop();
    for (const { connection } of this.#seats.all())
      if (connection !== null) this.#port.end(connection, reason);
    for (const { connection } of this.#lobby.all()) this.#port.end(connection, reason);
    if (reason === 'ended') this.#port.ended(events);
  }

  /** Does one thing, and sees to it that it is kept. */
  #turn(act: () => void): void {
    if (this.#isOver) return;
    act();
    if (this.#isOver) return;
    // Whoever waits in the lobby waits for somebody who is here.
    if (this.#seats.size === 0) this.end('ended', null);
    else this.#keeper.flush();
  }

  #enter(connection: ConnectionId, hello: CheckedHello): void {
    const seat = this.#seats.of(hello.member);
    if (seat !== undefined) {
      // A member's id is no secret; its resume secret is.
      if (!hello.hasResumed) this.#port.end(connection, 'token');
      else this.#resume(seat, connection);
      return;
    }
    const { claims, member } = hello;
    const earlier = this.#lobby.of(member);
    const refusal = this.#refusal(hello, earlier);
    if (claims === null || refusal !== null) {
      this.#port.end(connection, refusal ?? 'token');
      return;
    }
    this.#invites.use(claims, member);
    if (earlier !== undefined) this.#dismiss(earlier, 'elsewhere');
    if (!claims.lobby) {
      this.#seat(connection, hello, claims);
      return;
    }
    this.#lobby.add({ connection, hello, claims });
    this.#keeper.audit({ type: 'knocked', member, token: claims.jti });
    this.#port.send([connection], { type: 'lobby' }, 'control');
    this.#tellKnocking();
  }

  #refusal({ claims, member }: CheckedHello, earlier: Knock | undefined): ByeReason | null {
    if (claims === null || !this.#invites.allows(claims, member)) return 'token';
    // Whoever may begin rooms may not come into those of others by it.
    if (claims.room === null && !this.#isNew) return 'token';
    if (this.#seats.size >= this.#options.maxMembers) return 'room-full';
    return claims.lobby && earlier === undefined && this.#lobby.size >= MAX_LOBBY ? 'room-full' : null;
  }

  #seat(connection: ConnectionId, hello: CheckedHello, { role, jti }: TokenClaims): void {
    const { member: id, signKey, wrapKey, proof, card } = hello;
    const seat: Seat = {
      id,
      role,
      hello: { signKey, wrapKey, proof, card },
      order: this.#nextOrder,
      token: jti,
      connection,
      absentSinceMs: 0,
      isWelcomed: false,
    };
    this.#nextOrder += 1;
    this.#seats.add(seat);
    if (this.#isNew) this.#keeper.audit({ type: 'began', by: id });
    this.#isNew = false;
    this.#keeper.audit({ type: 'joined', member: id, role, token: jti });
    this.#arbitrate({ type: 'joined', member: id, role });
    this.#changeRoster(seat);
  }

  #resume(seat: Seat, connection: ConnectionId): void {
    const { connection: before } = seat;
    this.#seats.connect(seat, connection);
    if (before !== null) this.#port.end(before, 'elsewhere');
    this.#arbitrate({ type: 'joined', member: seat.id, role: seat.role });
    // It may have missed the newest room key: there is a new one, for everybody.
    this.#changeRoster(seat);
  }

  #lose(seat: Seat): void {
    this.#seats.disconnect(seat, this.#port.nowMs());
    this.#arbitrate({ type: 'absent', member: seat.id });
    this.#tellRoster();
  }

  #remove(seat: Seat, cause: 'left' | 'gone'): void {
    this.#keeper.audit({ type: 'left', member: seat.id, cause });
    this.#takeSeat(seat);
  }

  #takeSeat(seat: Seat): void {
    this.#seats.remove(seat);
    this.#arbitrate({ type: 'left', member: seat.id });
    this.#changeRoster(null);
  }

  #dismiss(knock: Knock, reason: ByeReason): void {
    this.#lobby.remove(knock);
    this.#port.end(knock.connection, reason);
    this.#tellKnocking();
  }

  #hear(seat: Seat, message: Said): void {
    const { connection } = seat;
    if (connection === null || !seat.isWelcomed) return;
    switch (message.type) {
      case 'lock':
        this.#obey(seat, message);
        return;
      case 'keys':
      case 'say':
      case 'show':
        this.#passOn(seat, message);
        return;
      case 'leave':
        this.#remove(seat, 'left');
        this.#port.end(connection, 'left');
        return;
      default: {
        const refusal = this.#manage(seat, message);
        if (refusal !== null) this.#refuse(seat.id, message.type, refusal);
      }
    }
  }

  #obey({ id }: Seat, { command }: Extract<Said, { readonly type: 'lock' }>): void {
    // What would begin a grant is refused aloud. What ends one, or keeps one that is on disk, goes on.
    if (this.#keeper.isBroken && !ENDING.has(command.type)) this.#refuse(id, 'lock', 'storage');
    else this.#arbitrate({ type: 'command', member: id, command });
  }

  #passOn(seat: Seat, message: Extract<Said, { readonly type: 'keys' | 'say' | 'show' }>): void {
    const from = seat.id;
    switch (message.type) {
      case 'keys':
        // Of an epoch that is over: whoever made it makes the next one too.
        if (message.keyEpoch === this.#keyEpoch)
          this.#port.send(this.#seats.others(seat), { ...message, from }, 'content');
        return;
      case 'show': {
        const { keyEpoch, seq, box } = message;
        this.#port.send(this.#seats.others(seat), { type: 'shown', from, keyEpoch, seq, box }, 'show');
        return;
      }
      case 'say': {
        const { to, keyEpoch, seq, box } = message;
        const said: FromRelay = { type: 'said', from, keyEpoch, seq, box };
        if (to === null) this.#port.send(this.#seats.others(seat), said, 'content');
        else if (!this.#sendTo(to, said, 'content')) this.#refuse(from, 'say', 'no-such-member');
        return;
      }
      default:
        message satisfies never;
    }
  }

  /** @returns why not, or null */
  #manage(seat: Seat, message: Managing): RelayRefusal | null {
    if (!isAtLeast(seat.role, this.#neededRole(message.type))) return 'role';
    switch (message.type) {
      case 'admit':
        return this.#admit(seat, message.member);
      case 'turn-away': {
        const knock = this.#lobby.of(message.member);
        if (knock === undefined) return 'no-such-member';
        this.#keeper.audit({ type: 'turned-away', member: message.member, by: seat.id });
        this.#dismiss(knock, 'turned-away');
        return null;
      }
      case 'kick':
        return this.#kick(seat, message.member);
      case 'give-role':
        return this.#giveRole(seat, message.member, message.role);
      case 'invite':
        return this.#invite(seat, message);
      case 'end-room':
        this.end('ended', seat.id);
        return null;
      default:
        return message satisfies never;
    }
  }

  #neededRole(type: Managing['type']): Role {
    switch (type) {
      case 'admit':
      case 'turn-away':
      case 'kick':
        return 'trainer';
      case 'invite':
        return this.#options.inviteRole;
      case 'give-role':
      case 'end-room':
        return 'owner';
      default:
        return type satisfies never;
    }
  }

  #admit(by: Seat, member: MemberId): RelayRefusal | null {
    const knock = this.#lobby.of(member);
    if (knock === undefined) return 'no-such-member';
    if (this.#seats.size >= this.#options.maxMembers) return 'full';
    this.#lobby.remove(knock);
    this.#keeper.audit({ type: 'admitted', member, by: by.id });
    this.#seat(knock.connection, knock.hello, knock.claims);
    this.#tellKnocking();
    return null;
  }

  #kick(by: Seat, member: MemberId): RelayRefusal | null {
    const seat = this.#seats.of(member);
    if (seat === undefined) return 'no-such-member';
    if (seat === by || !isAtLeast(by.role, seat.role)) return 'role';
    if (!this.#invites.revoke(seat.token)) return 'full';
    this.#keeper.audit({ type: 'kicked', member, by: by.id });
    const { connection } = seat;
    this.#takeSeat(seat);
    if (connection !== null) this.#port.end(connection, 'kicked');
    return null;
  }

  #giveRole(by: Seat, member: MemberId, role: Role): RelayRefusal | null {
    const seat = this.#seats.of(member);
    if (seat === undefined) return 'no-such-member';
    // A room keeps an owner: nobody gives up the last role that gives roles.
    if (seat === by) return 'role';
    seat.role = role;
    this.#keeper.audit({ type: 'role', member, role, by: by.id });
    this.#keeper.changed(false);
    this.#arbitrate({ type: 'role', member, role, by: by.id });
    this.#tellRoster();
    this.#tellKnocking();
    return null;
  }

  #invite(by: Seat, asked: Extract<Said, { readonly type: 'invite' }>): RelayRefusal | null {
    const { role, uses, lobby } = asked;
    if (!isAtLeast(by.role, role)) return 'role';
    const lifeMs = Math.min(asked.lifeMs, this.#options.maxInviteLifeMs);
    const exp = Math.floor((this.#port.wallMs() + lifeMs) / 1000);
    const jti = this.#port.newTokenId();
    this.#keeper.audit({ type: 'invited', token: jti, role, by: by.id });
    this.#port.mint({ role, jti, exp, uses, lobby }).then(
      (token) => this.#sendTo(by.id, { type: 'invited', token, role }, 'control'),
      () => this.#refuse(by.id, 'invite', 'storage'),
    );
    return null;
  }

  /** Something happened to the lock, or time passed. */
  #arbitrate(event: LockEvent): void {
    const { state, effects } = transition(this.#lock, event, this.#port.nowMs());
    this.#lock = state;
    const stored = JSON.stringify(storedLock(state));
    if (stored !== this.#storedLock) {
      this.#storedLock = stored;
      this.#keeper.changed(true);
    }
    for (const effect of effects) this.#tell(effect);
  }

  #tell(effect: LockEffect): void {
    switch (effect.type) {
      case 'view':
        this.#tellView();
        return;
      case 'audit': {
        const { atMs, ...fact } = effect.fact;
        this.#keeper.audit({ type: 'lock', ...fact });
        this.#keeper.changed(true);
        return;
      }
      case 'renewed': {
        const { to, type, epoch, nonce } = effect;
        this.#keeper.say(() => this.#sendTo(to, { type, epoch, nonce }, 'control'));
        return;
      }
      case 'denied': {
        const { to, type, by, reason } = effect;
        this.#keeper.say(() => this.#sendTo(to, { type, by, reason }, 'control'));
        return;
      }
      case 'refused': {
        const { to, command, reason } = effect;
        this.#keeper.say(() => this.#sendTo(to, { type: 'lock-refused', command, reason }, 'control'));
        return;
      }
      default:
        effect satisfies never;
    }
  }

  #tellView(): void {
    const nowMs = this.#port.nowMs();
    const view = lockView(this.#lock, nowMs);
    this.#viewAtMs = nowMs;
    this.#keeper.say(() => this.#port.send(this.#seats.welcomed(), { type: 'lock', view }, 'control'));
  }

  /** Somebody came, came back or is gone: content is sealed with another key from here on. */
  #changeRoster(newcomer: Seat | null): void {
    this.#keyEpoch += 1;
    this.#keeper.changed(false);
    if (newcomer !== null) this.#welcome(newcomer);
    this.#tellRoster();
    if (newcomer !== null && this.#lobby.size > 0) this.#tellKnocking();
  }

  #welcome(seat: Seat): void {
    const { id, connection } = seat;
    if (connection === null) return;
    const welcome: FromRelay = {
      type: 'welcome',
      self: id,
      resume: this.#port.resumeSecret(id),
      roster: this.#roster(),
      lock: lockView(this.#lock, this.#port.nowMs()),
      turn: this.#port.turn(id),
    };
    this.#keeper.say(() => {
      if (seat.connection !== connection) return;
      seat.isWelcomed = true;
      this.#port.send([connection], welcome, 'control');
    });
  }

  #tellRoster(): void {
    const roster = this.#roster();
    this.#keeper.say(() => this.#port.send(this.#seats.welcomed(), { type: 'roster', roster }, 'control'));
  }

  #tellKnocking(): void {
    const members = this.#lobby.members();
    this.#keeper.say(() =>
      this.#port.send(this.#seats.welcomed('trainer'), { type: 'knocking', members }, 'control'),
    );
  }

  #roster() {
    return { keyEpoch: this.#keyEpoch, members: this.#seats.members() };
  }

  #refuse(to: MemberId, request: Said['type'], reason: RelayRefusal): void {
    this.#sendTo(to, { type: 'refused', request, reason }, 'control');
  }

  /** @returns false: it is not there */
  #sendTo(member: MemberId, message: FromRelay, lane: Lane): boolean {
    const seat = this.#seats.of(member);
    if (seat === undefined || seat.connection === null || !seat.isWelcomed) return false;
    this.#port.send([seat.connection], message, lane);
    return true;
  }

  #text(): string {
    const stored: StoredRoom = {
      version: 1,
      keyEpoch: this.#keyEpoch,
      nextOrder: this.#nextOrder,
      members: this.#seats.stored(),
      ...this.#invites.stored(),
      lock: storedLock(this.#lock),
    };
    return JSON.stringify(stored);
  }
}
