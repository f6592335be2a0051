import type { LockStore, StoredValue } from './lock-store.ts';

/** Forgets all when its relay stops: for tests, and for rooms that nobody minds losing. */
export function memoryStore(): LockStore {
  const values = new Map<string, StoredValue>();
  let revision = 0;
  return {
    read: async (room) => values.get(room) ?? null,
    write: async (room, text, expected) => {
      if ((values.get(room)?.revision ?? null) !== expected) return 'conflict';
      revision += 1;
      values.set(room, { text, revision: String(revision) });
      return String(revision);
    },
    remove: async (room, expected) => {
      if (values.get(room)?.revision === expected) values.delete(room);
    },
    close: async () => {},
  };
}
