import { type Decoder, run } from '../model/decode/decode.ts';
import type { SaidContent, ShownContent, WrittenSaid, WrittenShown } from '../model/room/content.ts';
import { saidContentDecoder, shownContentDecoder } from '../model/room/content-decoder.ts';
import type { MemberId } from '../model/room/member.ts';
import type { FromMember, FromRelay, Roster, ShownEntry } from '../model/room/room-message.ts';
import type { InviteSecret } from './invite-secret.ts';
import type { MemberKeys } from './member-keys.ts';
import { Members } from './members.ts';
import { RoomKeys } from './room-keys.ts';
import { RoomSeals, type SealedBox } from './sealing.ts';
import { SerialQueue } from './serial-queue.ts';
import { WaitingShows } from './waiting-shows.ts';

/** What a member wants to say next; `done` is called when it was given to the relay. */
export interface Outgoing {
  readonly content: WrittenSaid;
  readonly to: MemberId | null;
  readonly done: () => void;
}

export interface SealedTalkOptions {
  readonly crypto: Crypto;
  readonly room: string;
  readonly self: MemberKeys;
  readonly secret: InviteSecret;
  readonly nowMs: () => number;
  /** @returns false: no connection */
  readonly send: (message: FromMember) => boolean;
  /** Asked when something can be sealed; null: nothing to say. */
  readonly nextSaid: () => Outgoing | null;
  readonly nextShown: () => WrittenShown | null;
  readonly onSaid: (from: MemberId, content: SaidContent) => void;
  readonly onShown: (from: MemberId, content: ShownContent) => void;
  /** A roster was checked, or a key came. */
  readonly onChange: () => void;
  /** Something was forged, replayed or unreadable. */
  readonly onBad: (from: MemberId | null) => void;
}

/** Messages that wait to be opened, and those that wait for their key. */
const MAX_INCOMING = 512;
const MAX_KEYLESS = 100;

/** The sealed part of a room: who may read, with which keys, and what they say to each other. */
export class SealedTalk {
  readonly members: Members;
  readonly #options: SealedTalkOptions;
  readonly #seals: RoomSeals;
  readonly #keys: RoomKeys;
  readonly #incoming: SerialQueue;
  readonly #outgoing: SerialQueue;
  readonly #shown = new WaitingShows();
  #keyless: SealedBox[] = [];

  constructor(options: SealedTalkOptions) {
    const { crypto, room, self, secret, send } = options;
    this.#options = options;
    this.members = new Members(crypto, secret);
    this.#seals = new RoomSeals(crypto, room, self);
    this.#keys = new RoomKeys({ crypto, room, self, members: this.members, seals: this.#seals, send });
    const onFault = () => options.onBad(null);
    this.#incoming = new SerialQueue(MAX_INCOMING, onFault);
    this.#outgoing = new SerialQueue(2, onFault);
  }

  get canSeal(): boolean {
    return this.#seals.sealingMaker(this.members.audience()) !== null;
  }

  roster({ keyEpoch, members }: Roster): void {
    this.#queue(null, async () => {
      if (!this.#take(keyEpoch)) return;
      await this.members.take(members);
      await this.#turn();
    });
  }

  #take(keyEpoch: number): boolean {
    const isNew = keyEpoch > this.#seals.keyEpoch;
    const isTaken = this.#seals.begin(keyEpoch, this.#options.nowMs());
    if (isNew) this.#keys.began(this.#options.nowMs());
    if (isNew) this.#keyless = this.#keyless.filter((box) => box.keyEpoch >= keyEpoch);
    // An epoch that falls would bring back a key that somebody has who was sent out.
    if (!isTaken) this.#options.onBad(null);
    return isTaken;
  }

  key(message: Extract<FromRelay, { type: 'keys' }>): void {
    this.#queue(message.from, async () => {
      if (!(await this.#keys.take(message))) this.#options.onBad(this.#known(message.from));
      for (const box of this.#keyless.splice(0)) await this.#open(box);
      await this.#turn();
    });
  }

  said({ from, keyEpoch, seq, box }: Extract<FromRelay, { type: 'said' }>): void {
    this.#queue(from, () => this.#open({ from, lane: 'say', keyEpoch, seq, box }));
  }

  /** The relay tells everybody the same, so what this member showed itself comes back to it. */
  shown(entries: readonly ShownEntry[]): void {
    for (const { from, keyEpoch, seq, box } of entries) {
      if (from !== this.#options.self.id) this.#show({ from, lane: 'show', keyEpoch, seq, box });
    }
  }

  #show(box: SealedBox): void {
    const { from } = box;
    const isWaiting = this.#shown.has(from);
    if (!isWaiting && this.members.get(from) === undefined) {
      this.#options.onBad(null);
      return;
    }
    this.#shown.add(box);
    if (isWaiting) return;
    const isQueued = this.#incoming.push(async () => {
      for (const each of this.#shown.take(from)) await this.#open(each);
    });
    // What comes next says more.
    if (!isQueued) this.#shown.take(from);
  }

  /** Every second: keys that are due, and keys that are over. */
  tick(): void {
    this.#seals.dropOldKeys(this.#options.nowMs());
    this.#incoming.push(() => this.#turn());
    this.pump();
  }

  /** Seals and sends what there is to say. */
  pump(): void {
    this.#outgoing.push(async () => {
      while (this.canSeal && (await this.#sayNext()));
      await this.#showNext();
    });
  }

  async #turn(): Promise<void> {
    await this.#keys.turn(this.#options.nowMs());
    this.#options.onChange();
    this.pump();
  }

  #queue(from: MemberId | null, task: () => Promise<void>): void {
    if (!this.#incoming.push(task)) this.#options.onBad(from === null ? null : this.#known(from));
  }

  #known(id: MemberId): MemberId | null {
    return this.members.get(id) === undefined ? null : id;
  }

  async #open(box: SealedBox): Promise<void> {
    const { onBad, onSaid, onShown } = this.#options;
    const sender = this.members.get(box.from);
    if (sender === undefined || sender.keys === null) {
      onBad(this.#known(box.from));
      return;
    }
    const opened = await this.#seals.open(box, sender.keys.verify);
    switch (opened.type) {
      case 'opened': {
        const isRead =
          box.lane === 'say'
            ? read(saidContentDecoder, opened.text, (content) => onSaid(box.from, content))
            : read(shownContentDecoder, opened.text, (content) => onShown(box.from, content));
        if (!isRead) onBad(box.from);
        break;
      }
      case 'no-key':
        if (box.lane === 'show') break;
        if (this.#keyless.length < MAX_KEYLESS) this.#keyless.push(box);
        else onBad(box.from);
        break;
      case 'missed':
        break;
      case 'late':
      case 'replayed':
      case 'forged':
        onBad(box.from);
    }
  }

  /** @returns whether there may be more to say now */
  async #sayNext(): Promise<boolean> {
    const next = this.#options.nextSaid();
    if (next === null) return false;
    const { content, to, done } = next;
    const sealed = await this.#seals.seal('say', to, JSON.stringify(content), this.members.audience());
    // Sealed while a new epoch began: those who left it must not read it, so it is sealed anew.
    if (sealed === null || sealed.keyEpoch !== this.#seals.keyEpoch) return true;
    if (!this.#options.send({ type: 'say', to, ...sealed })) return false;
    done();
    return true;
  }

  async #showNext(): Promise<void> {
    if (!this.canSeal) return;
    const content = this.#options.nextShown();
    if (content === null) return;
    const sealed = await this.#seals.seal('show', null, JSON.stringify(content), this.members.audience());
    if (sealed?.keyEpoch === this.#seals.keyEpoch) this.#options.send({ type: 'show', ...sealed });
  }
}

/** @returns whether it was what its decoder knows */
function read<T>(decoder: Decoder<T>, text: string, take: (content: T) => void): boolean {
  try {
    const result = run(decoder, JSON.parse(text));
    if (result.ok) take(result.value);
    return result.ok;
  } catch {
    return false;
  }
}
