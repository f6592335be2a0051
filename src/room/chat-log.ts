import type { ChatEntry } from '../model/port/room-view.ts';
import type { MemberId } from '../model/room/member.ts';

/** Entries that are kept; in memory only. */
export const MAX_CHAT_ENTRIES = 500;
/** Own texts that wait for the relay or for a key; what comes beyond them fails at once. */
export const MAX_WAITING_CHAT = 100;
/** Keys of the last messages of each member: one that was sent twice is shown once. */
const MAX_SEEN_KEYS = 200;
const MAX_UNREAD = 999;

interface OwnChat {
  readonly id: number;
  readonly key: string;
  readonly text: string;
  /** waiting: not given to the relay. given: it was, with no answer yet that it arrived. */
  state: 'waiting' | 'given' | 'arrived' | 'failed';
  /** The count of the echo that will confirm it. */
  echo: number;
}

/** The room's talk: what came, and what becomes of what was said here. */
export class ChatLog {
  #entries: readonly ChatEntry[] = [];
  #dropped = 0;
  #nextId = 1;
  #unread = 0;
  /** What has not arrived for sure, in order; failed ones stay until they are tried again or fall out of the log. */
  #own: readonly OwnChat[] = [];
  readonly #seen = new Map<MemberId, readonly string[]>();

  get entries(): readonly ChatEntry[] {
    return this.#entries;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get unread(): number {
    return this.#unread;
  }

  read(): void {
    this.#unread = 0;
  }

  /** @returns false: this very message came before */
  received(entry: Omit<ChatEntry, 'id' | 'state'>, key: string): boolean {
    const seen = this.#seen.get(entry.from) ?? [];
    if (seen.includes(key)) return false;
    this.#seen.set(entry.from, [...seen, key].slice(-MAX_SEEN_KEYS));
    this.#append({ ...entry, state: 'received' });
    this.#unread = Math.min(MAX_UNREAD, this.#unread + 1);
    return true;
  }

  /** Members who are gone for good need no memory. */
  forgetAllBut(members: readonly MemberId[]): void {
    for (const id of this.#seen.keys()) if (!members.includes(id)) this.#seen.delete(id);
  }

  say(entry: Pick<ChatEntry, 'from' | 'name' | 'text' | 'wallMs'>, key: string): void {
    const isFull = this.#own.filter(({ state }) => state !== 'failed').length >= MAX_WAITING_CHAT;
    const id = this.#append({ ...entry, state: isFull ? 'failed' : 'unsent', mentionsSelf: false });
    this.#own = [
      ...this.#own,
      { id, key, text: entry.text, state: isFull ? ('failed' as const) : ('waiting' as const), echo: 0 },
    ].slice(-2 * MAX_WAITING_CHAT);
  }

  /** @returns false: no text with this id has failed */
  retry(id: number): boolean {
    const chat = this.#own.find((each) => each.id === id && each.state === 'failed');
    if (chat === undefined) return false;
    chat.state = 'waiting';
    this.#show(id, 'unsent');
    return true;
  }

  /** The oldest that waits; null: none. */
  next(): { readonly id: number; readonly key: string; readonly text: string } | null {
    return this.#own.find(({ state }) => state === 'waiting') ?? null;
  }

  /** Given to the relay; the echo with this count will confirm it. */
  given(id: number, echo: number): void {
    const chat = this.#own.find((each) => each.id === id);
    if (chat?.state !== 'waiting') return;
    chat.state = 'given';
    chat.echo = echo;
  }

  get hasGiven(): boolean {
    return this.#own.some(({ state }) => state === 'given');
  }

  /** All that was given before this echo has arrived. */
  confirmed(echo: number): void {
    for (const chat of this.#own) {
      if (chat.state !== 'given' || chat.echo > echo) continue;
      chat.state = 'arrived';
      this.#show(chat.id, 'sent');
    }
    this.#own = this.#own.filter(({ state }) => state !== 'arrived');
  }

  /** The connection broke, or the relay refused: what was given may not have arrived, and goes out again. */
  takeBack(): void {
    for (const chat of this.#own) if (chat.state === 'given') chat.state = 'waiting';
  }

  /** It will not go out any more. */
  failAll(): void {
    for (const chat of this.#own) {
      if (chat.state === 'failed') continue;
      chat.state = 'failed';
      this.#show(chat.id, 'failed');
    }
  }

  #append(entry: Omit<ChatEntry, 'id'>): number {
    const id = this.#nextId;
    this.#nextId += 1;
    const entries = [...this.#entries, { ...entry, id }];
    this.#dropped += Math.max(0, entries.length - MAX_CHAT_ENTRIES);
    this.#entries = entries.slice(-MAX_CHAT_ENTRIES);
    return id;
  }

  #show(id: number, state: ChatEntry['state']): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, state } : entry));
  }
}
