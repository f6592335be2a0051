import { run } from '../model/decode/decode.ts';
import { isEmpty } from '../model/gate/journal.ts';
import type { FromContent, LeftJournal } from '../model/port/extension-message.ts';
import { connectionLifeDecoder } from '../model/port/extension-message-decoder.ts';
import type { ExtensionApi } from './extension-api.ts';
import { bounded, type JournalEntry, joined, journalEntriesDecoder } from './journal-entry.ts';
import type { SendingDocument } from './message-sender.ts';
import { TaskQueue } from './task-queue.ts';

const JOURNALS_KEY = 'journals';
/** A tab that does not answer by then is frozen or busy: its connection may be open, so it keeps what it has down. */
export const LIFE_LIMIT_MS = 2000;

export interface JournalKeeperOptions {
  readonly storage: ExtensionApi['storage']['session'];
  readonly tabs: Pick<ExtensionApi['tabs'], 'sendMessage'>;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
}

/**
 * Remembers what connections have down at their servers, beyond their tabs, and gives what one that is gone left to
 * the next to the same address. In memory only (storage.session), and what is from a private window goes to private
 * windows alone. An entry comes from a page's world: what a page that lies gains is a release on a socket of its own
 * origin, which it could send itself.
 */
export class JournalKeeper {
  readonly #options: JournalKeeperOptions;
  readonly #queue = new TaskQueue();
  /** The one that was told longest ago first. */
  #entries: readonly JournalEntry[] | undefined;

  constructor(options: JournalKeeperOptions) {
    this.#options = options;
  }

  /** What a connection has down now; nothing is kept of one that holds nothing. */
  tell(message: Extract<FromContent, { type: 'journal' }>, from: SendingDocument): Promise<void> {
    return this.#queue.run(async () => {
      const { origin, tabId, frameId, isPrivate } = from;
      if (origin === null) return;
      const { session, address, journal, hasTaken } = message;
      const entries = await this.#loaded();
      const before = entries.find((entry) => entry.session === session);
      const given = hasTaken ? null : (before?.given ?? null);
      const others = entries.filter((entry) => entry !== before);
      if (before === undefined && isEmpty(journal)) return;
      const entry = { session, tabId, frameId, origin, isPrivate, address, journal, given };
      await this.#save(isEmpty(journal) && given === null ? others : [...others, entry]);
    });
  }

  /** What others left at this address. It belongs to the asking connection from here on, and outlives that in turn. */
  async left(
    { session, address }: Extract<FromContent, { type: 'left-journal' }>,
    { origin, tabId, frameId, isPrivate }: SendingDocument,
  ): Promise<LeftJournal> {
    if (origin === null) return { journal: null };
    const others = (await this.#queue.run(() => this.#loaded())).filter(
      (entry) =>
        entry.session !== session &&
        entry.origin === origin &&
        entry.address === address &&
        entry.isPrivate === isPrivate,
    );
    // Not in the queue: a frozen tab must not hold back what others tell.
    const lives = await Promise.all(others.map((entry) => this.#isAlive(entry)));
    const orphans = others.filter((_, index) => lives[index] === false);
    return this.#queue.run(async () => {
      const entries = await this.#loaded();
      // What was told or taken meanwhile is another entry.
      const taken = orphans.filter((entry) => entries.includes(entry));
      const own = entries.find((entry) => entry.session === session);
      const left = taken.flatMap(({ given, journal }) => (given === null ? [journal] : [given, journal]));
      // Whoever asks again has not heard the answer.
      if (left.length === 0) return { journal: own?.given ?? null };
      const given = joined(own?.given ? [own.given, ...left] : left);
      const journal = own?.journal ?? joined([]);
      const heir = { session, tabId, frameId, origin, isPrivate, address, journal, given };
      await this.#save([...entries.filter((entry) => entry !== own && !taken.includes(entry)), heir]);
      return { journal: given };
    });
  }

  /** Whether the connection is open, by the word of its own document; true if that says nothing. */
  async #isAlive({ tabId, frameId, session }: JournalEntry): Promise<boolean> {
    const asked = this.#options.tabs.sendMessage(tabId, { type: 'is-open', session }, { frameId }).then(
      (answer) => {
        const life = run(connectionLifeDecoder, answer);
        return life.ok && life.value.isOpen;
      },
      // No such tab, or nobody of ours in that frame.
      () => false,
    );
    const late = new Promise<true>((resolve) => {
      this.#options.later(LIFE_LIMIT_MS, () => resolve(true));
    });
    return Promise.race([asked, late]);
  }

  async #loaded(): Promise<readonly JournalEntry[]> {
    if (this.#entries === undefined) {
      const stored = (await this.#options.storage.get(JOURNALS_KEY))[JOURNALS_KEY];
      const result = run(journalEntriesDecoder, stored ?? []);
      this.#entries = result.ok ? result.value : [];
    }
    return this.#entries;
  }

  async #save(entries: readonly JournalEntry[]): Promise<void> {
    this.#entries = bounded(entries);
    await this.#options.storage.set({ [JOURNALS_KEY]: this.#entries });
  }
}
