import type { SocketJournal } from '../../driver/page-journals.ts';
import { isEmpty, type Journal } from '../../model/gate/journal.ts';
import { type FromHook, MAX_ADDRESS } from '../../model/port/hook-message.ts';

/** What is down for less is not told: it is healthy typing. */
export const TELL_AFTER_MS = 300;
/** Between two messages, unless the connection ends. */
export const TELL_PERIOD_MS = 300;

export interface ToldJournalOptions {
  readonly connection: string;
  /** Host and path: without the query, which may hold a token. */
  readonly address: string;
  /** Whether the message went out. */
  readonly send: (message: FromHook) => boolean;
  readonly nowMs: () => number;
}

/**
 * The journal of one socket, also told to the extension: what the tab keeps is gone with the tab, and then nobody
 * would let go. Told when the session begins, when something stays down, when what was told is let go of, and when the
 * connection ends. When the page goes, the link reads the storage itself: a message would come too late.
 */
export class ToldJournal implements SocketJournal {
  readonly #inner: SocketJournal;
  readonly #options: ToldJournalOptions;
  #journal: Journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
  /** null: the link has to hear how things are. */
  #told: Journal | null = null;
  #toldAtMs = 0;
  #downSinceMs = 0;
  #isSession = false;
  #hasTaken = false;

  constructor(inner: SocketJournal, options: ToldJournalOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  read(): Journal | null {
    return this.#inner.read();
  }

  write(journal: Journal): void {
    this.#inner.write(journal);
    if (isEmpty(this.#journal)) this.#downSinceMs = this.#options.nowMs();
    this.#journal = journal;
  }

  release(): void {
    this.#tell();
    this.#inner.release();
  }

  /** Several times a second, after the link has heard of the session. */
  look(): void {
    this.#isSession = true;
    const nowMs = this.#options.nowMs();
    const sinceMs = isEmpty(this.#journal) ? TELL_AFTER_MS : nowMs - this.#downSinceMs;
    if (this.#told === null || (sinceMs >= TELL_AFTER_MS && nowMs - this.#toldAtMs >= TELL_PERIOD_MS)) {
      this.#tell();
    }
  }

  /** What others left is taken over if it is written down while `take` runs; then the link hears of it. */
  take(take: () => void): void {
    const before = this.#journal;
    take();
    if (this.#journal === before) return;
    this.#hasTaken = true;
    this.#told = null;
  }

  /** If there is anything new. */
  #tell(): void {
    const journal = this.#journal;
    const { connection, address, send, nowMs } = this.#options;
    if (!this.#isSession || address.length > MAX_ADDRESS) return;
    if (this.#told !== null && (this.#told === journal || (isEmpty(this.#told) && isEmpty(journal)))) return;
    if (!send({ type: 'journal', connection, address, journal, hasTaken: this.#hasTaken })) return;
    this.#told = journal;
    this.#toldAtMs = nowMs();
  }
}
