import { generateKeyPairSync } from 'node:crypto';
import { WebSocket } from 'ws';
import { run } from '../../src/model/decode/decode.ts';
import { fromRelayDecoder } from '../../src/model/room/from-relay-decoder.ts';
import { type FromMember, type FromRelay, ROOM_PATH } from '../../src/model/room/room-message.ts';
import { fingerprint } from '../../src/relay/tokens.ts';

type Told<T extends FromRelay['type']> = Extract<FromRelay, { readonly type: T }>;
export type Hello = Extract<FromMember, { readonly type: 'hello' }>;

export interface MemberKeys {
  readonly id: string;
  readonly signKey: string;
  readonly wrapKey: string;
}

/** Keys as a client makes them; the private halves are not needed to talk to a relay. */
export function newMemberKeys(): MemberKeys {
  const signKey = publicKey();
  return { id: fingerprint(signKey), signKey, wrapKey: publicKey() };
}

function publicKey(): string {
  const { publicKey: key } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return key.export({ format: 'der', type: 'spki' }).toString('base64url');
}

/** A room's name, different for each `n`. */
export function roomName(n: number): string {
  return Buffer.from(`room ${String(n).padStart(11, '0')}`).toString('base64url');
}

export function helloOf(keys: MemberKeys, room: string, token: string, resume: string | null = null): Hello {
  const { signKey, wrapKey } = keys;
  return { type: 'hello', version: 1, room, token, signKey, wrapKey, proof: 'proof', card: '', resume };
}

export function tokenOf(startLink: string): string {
  return startLink.split('#s=')[1] ?? '';
}

/** A member as a relay sees it: a WebSocket, what came over it, and words to say. */
export class RelayMember {
  readonly keys: MemberKeys;
  readonly heard: FromRelay[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  isClosed = false;
  #wake: () => void = () => {};

  constructor(url: string, keys: MemberKeys = newMemberKeys(), headers: Record<string, string> = {}) {
    this.keys = keys;
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}${ROOM_PATH}`, { headers });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        this.isClosed = true;
        this.#wake();
        resolve(code);
      });
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => {
      const told = run(fromRelayDecoder, JSON.parse(String(data)));
      if (!told.ok) throw new Error(`unreadable: ${JSON.stringify(told.problems)} in ${String(data)}`);
      this.heard.push(told.value);
      this.#wake();
    });
  }

  get id(): string {
    return this.keys.id;
  }

  opened(): Promise<void> {
    if (this.socket.readyState === WebSocket.OPEN) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.socket.once('open', () => resolve());
      this.socket.once('error', reject);
    });
  }

  say(message: FromMember): void {
    this.socket.send(JSON.stringify(message));
  }

  async hello(room: string, token: string, resume: string | null = null): Promise<void> {
    await this.opened();
    this.say(helloOf(this.keys, room, token, resume));
  }

  async welcomed(room: string, token: string, resume: string | null = null): Promise<Told<'welcome'>> {
    await this.hello(room, token, resume);
    return this.next('welcome');
  }

  /** Takes the first message of a type that is, or becomes, heard; everything before it is forgotten. */
  async next<T extends FromRelay['type']>(
    type: T,
    is: (message: Told<T>) => boolean = () => true,
  ): Promise<Told<T>> {
    const endsAt = Date.now() + 15_000;
    for (;;) {
      const at = this.heard.findIndex((each) => each.type === type && is(each as Told<T>));
      if (at >= 0) return this.heard.splice(0, at + 1).at(-1) as Told<T>;
      const names = this.heard.map((each) => (each.type === 'bye' ? `bye ${each.reason}` : each.type));
      if (this.isClosed) throw new Error(`closed before ${type}; heard ${names.join(', ')}`);
      if (Date.now() > endsAt) throw new Error(`no ${type}; heard ${names.join(', ')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Breaks the connection as a dying network does, without a word. */
  drop(): void {
    this.socket.terminate();
  }
}
