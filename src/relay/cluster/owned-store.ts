import type { LockStore, StoredValue } from '../lock-store.ts';

/** The part of a claim that keeps a room's value. */
export interface RoomShelf {
  readonly begun: { readonly term: number; readonly state: string | null } | null;
  keep(state: string): Promise<'kept' | 'conflict'>;
  over(): void;
}

/**
 * The store as the rooms of one relay see it: each value stands inside of the record that says who owns the room, so
 * whoever does not own it any more cannot write it.
 */
export class OwnedStore implements LockStore {
  readonly #shelfOf: (room: string) => RoomShelf | undefined;
  readonly #written = new Map<
    string,
    { readonly term: number; readonly number: number; readonly text: string }
  >();
  readonly #close: () => Promise<void>;

  constructor(shelfOf: (room: string) => RoomShelf | undefined, close: () => Promise<void>) {
    this.#shelfOf = shelfOf;
    this.#close = close;
  }

  read(room: string): Promise<StoredValue | null> {
    return Promise.resolve(this.#now(room));
  }

  async write(room: string, text: string, revision: string | null): Promise<string | 'conflict'> {
    const shelf = this.#shelfOf(room);
    const term = shelf?.begun?.term;
    if (shelf === undefined || term === undefined) return 'conflict';
    if ((this.#now(room)?.revision ?? null) !== revision) return 'conflict';
    const number = (this.#writtenIn(room, term)?.number ?? 0) + 1;
    if ((await shelf.keep(text)) === 'conflict' || shelf.begun?.term !== term) return 'conflict';
    this.#written.set(room, { term, number, text });
    return `${term}.${number}`;
  }

  remove(room: string, revision: string): Promise<void> {
    if (this.#now(room)?.revision === revision) {
      this.#written.delete(room);
      this.#shelfOf(room)?.over();
    }
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.#close();
  }

  #now(room: string): StoredValue | null {
    const begun = this.#shelfOf(room)?.begun;
    if (begun === null || begun === undefined) return null;
    const written = this.#writtenIn(room, begun.term);
    if (written !== undefined) return { text: written.text, revision: `${begun.term}.${written.number}` };
    return begun.state === null ? null : { text: begun.state, revision: `${begun.term}.0` };
  }

  #writtenIn(room: string, term: number) {
    const written = this.#written.get(room);
    return written?.term === term ? written : undefined;
  }
}
