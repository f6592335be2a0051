import { run } from '../../src/model/decode/decode.ts';
import { fromMemberDecoder } from '../../src/model/room/from-member-decoder.ts';
import type { FromRelay } from '../../src/model/room/room-message.ts';
import { Room } from '../../src/relay/room.ts';
import type { RoomPort } from '../../src/relay/room-port.ts';
import { readStoredRoom } from '../../src/relay/stored-room.ts';
import type { TokenClaims } from '../../src/relay/token-claims.ts';
import { checkedHello, SECRET_BYTES, tokensOf } from '../../src/relay/tokens.ts';
import type { CountedCrypto } from './counted-crypto.ts';
import type { HandClock } from './hand-clock.ts';

export interface MemoryLine {
  readonly say: (message: FromRelay) => void;
  readonly close: () => void;
}

/** The relay's real rooms and tokens, without sockets and disks. */
export class MemoryRelay {
  readonly #clock: HandClock;
  readonly #work: CountedCrypto;
  readonly #tokens;
  readonly #rooms = new Map<string, Room>();
  readonly #stored = new Map<string, string>();
  readonly #lines = new Map<string, MemoryLine>();
  #nextLine = 1;
  #nextToken = 1;

  constructor(clock: HandClock, work: CountedCrypto) {
    this.#clock = clock;
    this.#work = work;
    this.#tokens = tokensOf(new Uint8Array(SECRET_BYTES).fill(7), clock.wallMs);
  }

  mint(claims: Partial<TokenClaims>): Promise<string> {
    const jti = String(this.#nextToken).padStart(16, 'A');
    this.#nextToken += 1;
    const exp = Math.floor(this.#clock.wallMs() / 1000) + 3600;
    return this.#tokens.mint({ room: null, role: 'owner', jti, exp, uses: 0, lobby: false, ...claims });
  }

  connect(line: MemoryLine): { readonly hear: (text: string) => void; readonly close: () => void } {
    const id = String(this.#nextLine);
    this.#nextLine += 1;
    this.#lines.set(id, line);
    let room: Room | null = null;
    return {
      hear: (text) => {
        const read = run(fromMemberDecoder, JSON.parse(text));
        if (!read.ok) throw new Error(`a relay would not take this: ${JSON.stringify(read.problems)}`);
        const message = read.value;
        if (message.type !== 'hello') return room?.said(id, message);
        const entered = checkedHello(this.#tokens, message).then((hello) => {
          if (hello === null || !this.#lines.has(id)) return;
          room = this.#room(message.room);
          room.hello(id, hello);
        });
        void this.#work.counted(entered);
      },
      close: () => {
        this.#lines.delete(id);
        room?.closed(id);
      },
    };
  }

  tick(): void {
    for (const room of this.#rooms.values()) room.tick();
  }

  /** All connections break; what was kept is read again. */
  restart(): void {
    const lines = [...this.#lines.values()];
    this.#lines.clear();
    this.#rooms.clear();
    for (const line of lines) line.close();
  }

  #room(name: string): Room {
    const known = this.#rooms.get(name);
    if (known !== undefined) return known;
    const text = this.#stored.get(name);
    const room = new Room({
      port: this.#port(name),
      stored: text === undefined ? null : readStoredRoom(text),
      maxMembers: 32,
      maxInviteLifeMs: 86_400_000,
      inviteRole: 'trainer',
    });
    this.#rooms.set(name, room);
    return room;
  }

  #port(name: string): RoomPort {
    return {
      nowMs: this.#clock.monotonicMs,
      wallMs: this.#clock.wallMs,
      later: this.#clock.later,
      send: (to, message) => {
        // What goes over a wire shares nothing.
        for (const id of to) this.#lines.get(id)?.say(structuredClone(message));
      },
      end: (id, reason) => {
        const line = this.#lines.get(id);
        this.#lines.delete(id);
        line?.say({ type: 'bye', reason });
        line?.close();
      },
      keep: async (text) => {
        this.#stored.set(name, text);
        return 'kept';
      },
      mint: (claims) => this.#work.counted(this.#tokens.mint({ room: name, ...claims })),
      resumeSecret: (member) => this.#tokens.resumeSecret(name, member),
      turn: () => null,
      newTokenId: () => {
        this.#nextToken += 1;
        return String(this.#nextToken).padStart(16, 'B');
      },
      ended: () => {
        this.#rooms.delete(name);
        this.#stored.delete(name);
      },
      lost: () => {},
    };
  }
}
