import type { JournalStore } from '../../driver/journal-store.ts';
import { run } from '../../model/decode/decode.ts';
import type { Journal } from '../../model/gate/journal.ts';
import { journalDecoder } from '../../model/gate/journal-decoder.ts';
import type { Intrinsics } from './intrinsics.ts';

/** Before the host and path of a socket, in the page's own sessionStorage. */
export const JOURNAL_KEY = 'rice-novnc.journal ';

/** Addresses of which a document remembers something at once; sockets to further ones keep no journal. */
export const MAX_ADDRESSES = 32;

/** The journal of one socket. */
export interface SocketJournal extends JournalStore {
  /** The socket is closed: the next one to the same address may have what it left. */
  release(): void;
}

/** What is known about one address, in a list of our own, because arrays and maps can be tampered with. */
class Entry {
  readonly address: string;
  next: Entry | null;
  /** Newer than what is stored, and there when storage is not. */
  journal: Journal | null = null;
  owner: object | null = null;

  constructor(address: string, next: Entry | null) {
    this.address = address;
    this.next = next;
  }
}

/**
 * The journals of one document: in the tab's sessionStorage, which outlives a reload and a crash of the renderer
 * and is written at once, and in memory for where there is none. One open socket has the journal of an address;
 * a second one beside it keeps none, or it would let go of what the first one holds.
 */
export class PageJournals {
  readonly #page: Intrinsics;
  #first: Entry | null = null;
  #count = 0;

  constructor(page: Intrinsics) {
    this.#page = page;
  }

  /** Nothing is claimed before it is read: most sockets of a page are not VNC. */
  of(socket: WebSocket): SocketJournal {
    let entry: Entry | null = null;
    const owner: object = {
      __proto__: null,
    };
    return {
      read: () => {
        entry = this.#claim(socket, owner);
        return entry === null ? null : (entry.journal ?? this.#stored(entry.address));
      },
      write: (journal) => {
        if (entry?.owner === owner) this.#keep(entry, journal);
      },
      release: () => {
        if (entry?.owner !== owner) return;
        entry.owner = null;
        if (entry.journal === null) this.#forget(entry);
      },
    };
  }

  #claim(socket: WebSocket, owner: object): Entry | null {
    const { host, path } = this.#page.address(socket);
    const address = JOURNAL_KEY + host + path;
    let entry = this.#first;
    while (entry !== null && entry.address !== address) entry = entry.next;
    if (entry === null) {
      if (this.#count >= MAX_ADDRESSES) return null;
      this.#count++;
      entry = new Entry(address, this.#first);
      this.#first = entry;
    }
    if (entry.owner !== null) return null;
    entry.owner = owner;
    return entry;
  }

  #stored(address: string): Journal | null {
    try {
      const text = this.#page.stored(address);
      if (text === null) return null;
      try {
        const journal = run(journalDecoder, this.#page.parse(text));
        if (journal.ok) return journal.value;
      } catch {
        // Not even JSON.
      }
      this.#page.store(address, null);
    } catch {
      // Blocked, or absent: what is remembered is in memory.
    }
    return null;
  }

  #keep(entry: Entry, journal: Journal): void {
    const isEmpty = journal.keys.length === 0 && journal.buttonMask === 0;
    entry.journal = isEmpty ? null : journal;
    try {
      this.#page.store(entry.address, isEmpty ? null : textOf(journal));
    } catch {
      // Blocked, absent or full: memory has it.
    }
  }

  #forget(removed: Entry): void {
    this.#count--;
    if (this.#first === removed) this.#first = removed.next;
    for (let entry = this.#first; entry !== null; entry = entry.next) {
      if (entry.next === removed) entry.next = removed.next;
    }
  }
}

/** JSON by hand: JSON.stringify asks every object for a toJSON, and a page may have put one on all of them. */
function textOf({ keys, buttonMask, x, y }: Journal): string {
  let list = '';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key !== undefined) list += `${list && ','}{"keysym":${key.keysym},"keycode":${key.keycode}}`;
  }
  return `{"keys":[${list}],"buttonMask":${buttonMask},"x":${x},"y":${y}}`;
}
