import type { Journal } from '../model/gate/journal.ts';

/** Keeps the journal of one instrument over reload and reconnect. Never throws. */
export interface JournalStore {
  /** What the last connection to this instrument left down; null: nothing, or it cannot be read. */
  read(): Journal | null;
  /** Replaces what is kept. Called at every press and release. */
  write(journal: Journal): void;
}

/** For connections that cannot be kept apart from others: nothing is remembered. */
export const NO_JOURNAL: JournalStore = { read: () => null, write: () => undefined };
