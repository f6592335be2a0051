import { type FromHook, MAX_ENTRIES_PER_MESSAGE } from '../../model/port/hook-message.ts';
import type { RecordEntry } from '../../model/record/record-event.ts';

/**
 * Sends the facts of one connection in messages of bearable length, each with the number of its first: whoever
 * keeps the record then sees what was lost on the way.
 */
export function recordSender(
  connection: string,
  send: (message: FromHook) => boolean,
): (entries: readonly RecordEntry[]) => void {
  let first = 0;
  return (entries) => {
    for (let from = 0; from < entries.length; from += MAX_ENTRIES_PER_MESSAGE) {
      const part: RecordEntry[] = [];
      for (let at = from; at < entries.length && part.length < MAX_ENTRIES_PER_MESSAGE; at++) {
        const entry = entries[at];
        if (entry !== undefined) part[part.length] = entry;
      }
      send({ type: 'record', connection, first, entries: part });
      first += part.length;
    }
  };
}
