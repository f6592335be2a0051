import { LOCK_TIMES, type LockTimes } from '../model/control/lock-times.ts';
import type { MemberId, Role } from '../model/room/member.ts';
import type { ByeReason, FromMember } from '../model/room/room-message.ts';
import { Invites } from './invites.ts';
import { KeyEpochs } from './key-epochs.ts';
import { type Knock, Lobby } from './lobby.ts';
import { type RoomActs, RoomDesk } from './room-desk.ts';
import { RoomEntrance } from './room-entrance.ts';
import { RoomKeeper } from './room-keeper.ts';
import { RoomLock } from './room-lock.ts';
import type { CheckedHello, ConnectionId, RoomDoor, RoomPort } from './room-port.ts';
import { RoomTalk } from './room-talk.ts';
import { RoomVoice } from './room-voice.ts';
import { type Seat, Seats } from './seats.ts';
import type { StoredRoom } from './stored-room.ts';
import type { TokenClaims } from './token-claims.ts';

/** A member whose connection broke may come back for so long. */
export const ABSENT_MS = 30_000;

export interface RoomOptions {
  readonly port: RoomPort;
  /** null: the room begins. lost: it was here before, and nothing of it was kept. */
  readonly stored: StoredRoom | null | 'lost';
  readonly maxMembers: number;
  readonly maxInviteLifeMs: number;
  /** The least role that may make invites. */
  readonly inviteRole: Role;
  /** Of the lock; default: LOCK_TIMES. */
  readonly times?: LockTimes;
}

type Said = Exclude<FromMember, { readonly type: 'hello' }>;

/**
 * One room: who is here, the lock, and what is passed on. It knows no socket, no file and no clock, so it runs behind
 * a WebSocket and behind a bus alike; what it is told, it does at once and in order.
 */
export class Room implements RoomDoor {
  readonly #port: RoomPort;
  readonly #seats = new Seats();
  readonly #lobby = new Lobby();
  readonly #keyEpochs: KeyEpochs;
  readonly #invites: Invites;
  readonly #keeper: RoomKeeper;
  readonly #voice: RoomVoice;
  readonly #lock: RoomLock;
  readonly #desk: RoomDesk;
  readonly #talk: RoomTalk;
  readonly #entrance: RoomEntrance;
  #nextOrder: number;
  /** Nobody has been in it: whoever may begin rooms comes in as its owner. */
  #isNew: boolean;
  #isOver = false;

  constructor(options: RoomOptions) {
    const { port } = options;
    const stored = options.stored === 'lost' ? null : options.stored;
    this.#port = port;
    this.#isNew = stored === null;
    this.#invites = new Invites(stored ?? { revoked: [], used: [] });
    this.#keyEpochs = new KeyEpochs(stored?.keyEpoch ?? 0, port.wallMs());
    this.#nextOrder = stored?.nextOrder ?? 0;
    this.#keeper = new RoomKeeper({
      port,
      text: () => this.#text(),
      onConflict: () => {
        this.end('shutdown', null);
        port.lost();
      },
    });
    this.#voice = new RoomVoice(port, this.#keeper, this.#seats);
    const keeper = this.#keeper;
    const voice = this.#voice;
    const lock = options.stored === 'lost' ? 'lost' : (stored?.lock ?? null);
    this.#lock = new RoomLock({ port, keeper, voice, stored: lock, times: options.times ?? LOCK_TIMES });
    const { maxMembers, maxInviteLifeMs, inviteRole } = options;
    const people = { seats: this.#seats, lobby: this.#lobby, invites: this.#invites, maxMembers };
    const parts = { port, keeper, voice, ...people };
    this.#desk = new RoomDesk({ ...parts, maxInviteLifeMs, inviteRole, acts: this.#acts() });
    this.#talk = new RoomTalk({ port, voice, keyEpoch: () => this.#keyEpochs.current });
    this.#entrance = new RoomEntrance({
      ...parts,
      isNew: () => this.#isNew,
      acts: {
        seat: (connection, hello, claims) => this.#seat(connection, hello, claims),
        resume: (seat, connection) => this.#resume(seat, connection),
        dismiss: (knock, reason) => this.#dismiss(knock, reason),
      },
    });
    this.#seats.restore(stored?.members ?? [], port.nowMs());
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
    else this.#turn(() => this.#entrance.enter(connection, hello));
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
        this.#voice.knocking(this.#lobby);
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
      this.#lock.passTime();
    });
  }

  /** Sends everybody away. A room that is shut down can be restored; one that ended cannot. */
  end(reason: Extract<ByeReason, 'ended' | 'shutdown'>, by: MemberId | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#talk.stop();
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
      hasAnswered: false,
    };
    this.#nextOrder += 1;
    this.#seats.add(seat);
    if (this.#isNew) this.#keeper.audit({ type: 'began', by: id });
    this.#isNew = false;
    this.#keeper.audit({ type: 'joined', member: id, role, token: jti });
    this.#lock.happened({ type: 'joined', member: id, role });
    this.#changeRoster(seat);
  }

  #resume(seat: Seat, connection: ConnectionId): void {
    const { connection: before } = seat;
    this.#seats.connect(seat, connection);
    if (before !== null) this.#port.end(before, 'elsewhere');
    this.#lock.happened({ type: 'joined', member: seat.id, role: seat.role });
    // It may have missed the newest room key: there is a new one, for everybody.
    this.#changeRoster(seat);
  }

  #lose(seat: Seat): void {
    this.#seats.disconnect(seat, this.#port.nowMs());
    this.#lock.happened({ type: 'absent', member: seat.id });
    this.#voice.roster(this.#keyEpochs.current);
  }

  #remove(seat: Seat, cause: 'left' | 'gone'): void {
    this.#keeper.audit({ type: 'left', member: seat.id, cause });
    this.#takeSeat(seat);
  }

  #takeSeat(seat: Seat): void {
    this.#seats.remove(seat);
    this.#lock.happened({ type: 'left', member: seat.id });
    this.#changeRoster(null);
  }

  #dismiss(knock: Knock, reason: ByeReason): void {
    this.#lobby.remove(knock);
    this.#port.end(knock.connection, reason);
    this.#voice.knocking(this.#lobby);
  }

  /** What the desk's decisions do to the room. */
  #acts(): RoomActs {
    return {
      letIn: (knock) => {
        this.#lobby.remove(knock);
        this.#seat(knock.connection, knock.hello, knock.claims);
        this.#voice.knocking(this.#lobby);
      },
      dismiss: (knock, reason) => this.#dismiss(knock, reason),
      takeSeat: (seat) => this.#takeSeat(seat),
      roleGiven: ({ id, role }, by) => {
        this.#keeper.changed(false);
        this.#lock.happened({ type: 'role', member: id, role, by });
        this.#voice.roster(this.#keyEpochs.current);
        this.#voice.knocking(this.#lobby);
      },
      end: (by) => this.end('ended', by),
    };
  }

  #hear(seat: Seat, message: Said): void {
    const { connection } = seat;
    if (connection === null || !seat.isWelcomed) return;
    seat.hasAnswered = true;
    switch (message.type) {
      case 'lock':
        this.#lock.obey(seat.id, message.command);
        return;
      case 'keys':
      case 'say':
      case 'show':
        this.#talk.passOn(seat, message);
        return;
      case 'leave':
        this.#remove(seat, 'left');
        this.#port.end(connection, 'left');
        return;
      default: {
        const refusal = this.#desk.manage(seat, message);
        if (refusal !== null) this.#voice.refuse(seat.id, message.type, refusal);
      }
    }
  }

  /** Somebody came, came back or is gone: content is sealed with another key from here on. */
  #changeRoster(newcomer: Seat | null): void {
    this.#talk.flush();
    this.#keeper.changed(this.#keyEpochs.advance());
    if (newcomer !== null) this.#welcome(newcomer);
    this.#voice.roster(this.#keyEpochs.current);
    if (newcomer !== null && this.#lobby.size > 0) this.#voice.knocking(this.#lobby);
  }

  #welcome(seat: Seat): void {
    this.#voice.welcome(seat, {
      type: 'welcome',
      self: seat.id,
      resume: this.#port.resumeSecret(seat.id),
      roster: { keyEpoch: this.#keyEpochs.current, members: this.#seats.members() },
      lock: this.#lock.view(),
      turn: this.#port.turn(seat.id),
    });
  }

  #text(): string {
    const stored: StoredRoom = {
      version: 1,
      keyEpoch: this.#keyEpochs.reserved,
      nextOrder: this.#nextOrder,
      members: this.#seats.stored(),
      ...this.#invites.stored(),
      lock: this.#lock.stored,
    };
    return JSON.stringify(stored);
  }
}
