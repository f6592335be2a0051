import { boolean, type Decoder, list, nullable, number, object, string } from '../model/decode/decode.ts';
import { MAX_HELD_KEYS } from '../model/gate/held.ts';
import { isSameKey, type Journal } from '../model/gate/journal.ts';
import { journalDecoder } from '../model/gate/journal-decoder.ts';
import { MAX_ADDRESS } from '../model/port/hook-message.ts';

/** Connections whose journals are remembered at once. */
export const MAX_JOURNALS = 32;

/** What one connection has down, or left down, at its server. */
export interface JournalEntry {
  /** The link's name for the connection: no other document has it, not even the next one in the same frame. */
  readonly session: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly origin: string;
  readonly isPrivate: boolean;
  /** Host and path of the socket. */
  readonly address: string;
  readonly journal: Journal;
  /** What it was given of others, until its own journal has that; null: nothing. */
  readonly given: Journal | null;
}

const MAX_ID = 2 ** 31 - 1;
const MAX_ORIGIN = 300;

/** For storage that another release may have written. */
export const journalEntriesDecoder: Decoder<readonly JournalEntry[]> = list(
  object<JournalEntry>({
    session: string(64),
    tabId: number(0, MAX_ID),
    frameId: number(0, MAX_ID),
    origin: string(MAX_ORIGIN),
    isPrivate: boolean,
    address: string(MAX_ADDRESS),
    journal: journalDecoder,
    given: nullable(journalDecoder),
  }),
  MAX_JOURNALS,
);

/** All that is in any of some journals, with the place of the last that has buttons. */
export function joined(journals: readonly Journal[]): Journal {
  return journals.reduce(
    (all, each) => {
      const fresh = each.keys.filter((key) => !all.keys.some((known) => isSameKey(known, key)));
      const { x, y } = each.buttonMask === 0 ? all : each;
      const keys = [...all.keys, ...fresh].slice(-MAX_HELD_KEYS);
      return { keys, buttonMask: all.buttonMask | each.buttonMask, x, y };
    },
    { keys: [], buttonMask: 0, x: 0, y: 0 },
  );
}

/**
 * The newest entries, as many as are kept. A portal that fills the store, by ill will or by zeal, costs its own
 * entries and not another's.
 */
export function bounded(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  if (entries.length <= MAX_JOURNALS) return entries;
  const countOf = (origin: string) => entries.filter((entry) => entry.origin === origin).length;
  const most = Math.max(...entries.map(({ origin }) => countOf(origin)));
  const dropped = entries.find(({ origin }) => countOf(origin) === most);
  return bounded(entries.filter((entry) => entry !== dropped));
}
