import { run } from '../model/decode/decode.ts';
import { isEmpty, type Journal } from '../model/gate/journal.ts';
import { journalDecoder } from '../model/gate/journal-decoder.ts';
import { JOURNAL_KEY } from '../model/port/hook-message.ts';
import type { JournalStore } from './journal-store.ts';

/** Addresses of which a document remembers something at once; sockets to further ones keep no journal. */
export const MAX_ADDRESSES = 32;

/** The journal of one socket. */
export interface SocketJournal extends JournalStore {
  /** The socket is closed: the next one to the same address may have what it left. */
  release(): void;
}

/** What the journals need of their document; the hook gives what it captured there before the page's first script. */
export interface JournalWorld<Socket> {
  /** Where a socket leads, as its host with the port and its path. */
  readonly address: (socket: Socket) => { readonly host: string; readonly path: string };
  /** Both throw where storage is blocked or absent. */
  readonly stored: (key: string) => string | null;
  readonly store: (key: string, text: string | null) => void;
  readonly parse: (text: string) => unknown;
}

/** What is known about one address. */
interface Entry {
  /** Newer than what is stored, and there when storage is not. */
  journal: Journal | null;
  isOwned: boolean;
}

/**
 * The journals of one document: in the tab's sessionStorage, which outlives a reload and a crash of the renderer
 * and is written at once, and in memory for where there is none. One open socket has the journal of an address;
 * a second one beside it keeps none, or it would let go of what the first one holds.
 *
 * @example const journal = pageJournals(page)(socket);
 */
export function pageJournals<Socket>(page: JournalWorld<Socket>): (socket: Socket) => SocketJournal {
  // Nothing is inherited here, and nothing can be tampered with as with a Map.
  const entries: { readonly __proto__: null; [address: string]: Entry | null } = { __proto__: null };
  let count = 0;

  /** null: this socket keeps none. Nothing is claimed before it is read: most sockets of a page are not VNC. */
  const claim = (address: string): Entry | null => {
    const known = entries[address] ?? null;
    if (known === null ? count >= MAX_ADDRESSES : known.isOwned) return null;
    if (known === null) count++;
    const entry: Entry = { journal: known?.journal ?? null, isOwned: true };
    entries[address] = entry;
    return entry;
  };

  const stored = (address: string): Journal | null => {
    try {
      const text = page.stored(address);
      if (text === null) return null;
      try {
        const journal = run(journalDecoder, page.parse(text));
        if (journal.ok) return journal.value;
      } catch {
        // Not even JSON.
      }
      page.store(address, null);
    } catch {
      // Blocked, or absent: what is remembered is in memory.
    }
    return null;
  };

  return (socket) => {
    const { host, path } = page.address(socket);
    const address = JOURNAL_KEY + host + path;
    let entry: Entry | null = null;
    return {
      read: () => {
        entry = claim(address);
        return entry && (entry.journal ?? stored(address));
      },
      write: (journal) => {
        if (entry === null) return;
        const isNothing = isEmpty(journal);
        entry.journal = isNothing ? null : journal;
        try {
          page.store(address, isNothing ? null : textOf(journal));
        } catch {
          // Blocked, absent or full: memory has it.
        }
      },
      release: () => {
        if (entry === null) return;
        entry.isOwned = false;
        if (entry.journal === null) {
          delete entries[address];
          count--;
        }
        entry = null;
      },
    };
  };
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
