import { LOCK_TIMES, type LockTimes } from '../../src/model/control/lock-times.ts';
import type { MemberId, Role } from '../../src/model/room/member.ts';
import type { ByeReason, FromMember, FromRelay } from '../../src/model/room/room-message.ts';
import type { AuditEvent } from '../../src/relay/audit-event.ts';
import { Room } from '../../src/relay/room.ts';
import type { CheckedHello, ConnectionId, Lane, RoomPort } from '../../src/relay/room-port.ts';
import type { StoredRoom } from '../../src/relay/stored-room.ts';
import { readStoredRoom } from '../../src/relay/stored-room.ts';
import type { TokenClaims } from '../../src/relay/token-claims.ts';

type Said = Exclude<FromMember, { readonly type: 'hello' }>;

export interface Heard {
  readonly connection: ConnectionId;
  readonly message: FromRelay;
  readonly lane: Lane;
}

/** Names of members as they are told apart in tests; each is a right id. */
export function memberId(name: string): MemberId {
  return name.padEnd(22, '_');
}

/** A room on a hand-moved clock and a disk that does as it is told. */
export class RoomRig {
  nowMs = 1000;
  disk: 'fine' | 'slow' | 'broken' | 'other-relay' = 'fine';
  readonly heard: Heard[] = [];
  readonly ended: { readonly connection: ConnectionId; readonly reason: ByeReason }[] = [];
  readonly audited: AuditEvent[] = [];
  kept: string | null = null;
  isOver = false;
  isLost = false;
  readonly room: Room;
  #writes: (() => void)[] = [];
  #timers: { readonly atMs: number; readonly callback: () => void }[] = [];
  #nextConnection = 1;

  constructor(
    stored: StoredRoom | null | 'lost' = null,
    options: { maxMembers?: number; wallMs?: number; times?: LockTimes } = {},
  ) {
    const { maxMembers = 8, wallMs = 1_700_000_000_000, times = LOCK_TIMES } = options;
    const port: RoomPort = {
      send: (to, message, lane) => {
        for (const connection of to) this.heard.push({ connection, message, lane });
      },
      end: (connection, reason) => this.ended.push({ connection, reason }),
      nowMs: () => this.nowMs,
      wallMs: () => wallMs + this.nowMs,
      later: (delayMs, callback) => this.#later(delayMs, callback),
      keep: (text, events) => this.#keep(text, events),
      mint: async ({ jti }) => `a.${jti}.c`,
      resumeSecret: (member) => `secret-of-${member}`,
      turn: () => null,
      newTokenId: () => 'token-id-of-test',
      ended: (events) => {
        this.isOver = true;
        this.audited.push(...events);
      },
      lost: () => {
        this.isLost = true;
      },
    };
    this.room = new Room({
      port,
      stored,
      maxMembers,
      maxInviteLifeMs: 3_600_000,
      inviteRole: 'owner',
      times,
    });
  }

  hello(name: string, hello: Partial<CheckedHello> = {}, claims: Partial<TokenClaims> = {}): ConnectionId {
    const connection = `${name}.${this.#nextConnection}`;
    this.#nextConnection += 1;
    this.room.hello(connection, {
      room: 'r'.repeat(22),
      member: memberId(name),
      signKey: 'sign',
      wrapKey: 'wrap',
      proof: 'proof',
      card: '',
      hasResumed: false,
      claims: {
        room: 'r',
        role: 'operator',
        jti: 'invite-0123456789'.slice(0, 16),
        exp: 2,
        uses: 0,
        lobby: false,
        ...claims,
      },
      ...hello,
    });
    return connection;
  }

  /** Begins the room. */
  async owner(name = 'owner'): Promise<ConnectionId> {
    const connection = this.hello(name, {}, { room: null, role: 'owner', jti: 'start-0123456789' });
    await this.settle();
    return connection;
  }

  async member(name: string, role: Role = 'operator'): Promise<ConnectionId> {
    const connection = this.hello(name, {}, { role });
    await this.settle();
    return connection;
  }

  async resume(name: string): Promise<ConnectionId> {
    const connection = this.hello(name, { hasResumed: true, claims: null });
    await this.settle();
    return connection;
  }

  async say(connection: ConnectionId, message: Said): Promise<void> {
    this.room.said(connection, message);
    await this.settle();
  }

  async pass(ms: number, stepMs = 250): Promise<void> {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + stepMs);
      this.#ring();
      this.room.tick();
      await this.settle();
    }
  }

  /** The disk has done what it was asked. */
  async written(): Promise<void> {
    for (const write of this.#writes.splice(0)) write();
    await this.settle();
  }

  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** What a connection heard of one type, oldest first. */
  of<T extends FromRelay['type']>(
    connection: ConnectionId,
    type: T,
  ): readonly Extract<FromRelay, { readonly type: T }>[] {
    const messages: Extract<FromRelay, { readonly type: T }>[] = [];
    for (const { connection: each, message } of this.heard) {
      if (each === connection && isOf(message, type)) messages.push(message);
    }
    return messages;
  }

  stored(): StoredRoom | null {
    return this.kept === null ? null : readStoredRoom(this.kept);
  }

  #later(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  #ring(): void {
    const due = this.#timers.filter(({ atMs }) => atMs <= this.nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.nowMs);
    for (const { callback } of due) callback();
  }

  async #keep(text: string, events: readonly AuditEvent[]): Promise<'kept' | 'conflict'> {
    if (this.disk === 'broken') throw new Error('no space left');
    if (this.disk === 'other-relay') return 'conflict';
    if (this.disk === 'slow') await new Promise<void>((resolve) => this.#writes.push(resolve));
    this.kept = text;
    this.audited.push(...events);
    return 'kept';
  }
}

function isOf<T extends FromRelay['type']>(
  message: FromRelay,
  type: T,
): message is Extract<FromRelay, { readonly type: T }> {
  return message.type === type;
}
