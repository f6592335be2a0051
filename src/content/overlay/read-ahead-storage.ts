import type { Storage } from '../../ui/surroundings.ts';

/** One place of the extension's storage, read before it is needed: to whoever asks then, it answers at once. */
export async function readAheadStorage(
  storage: Storage,
  key: string,
): Promise<Pick<globalThis.Storage, 'getItem' | 'setItem'>> {
  const stored = await storage.get(key).catch(() => undefined);
  const items = new Map<string, string>();
  if (typeof stored === 'object' && stored !== null) {
    for (const [name, value] of Object.entries(stored)) if (typeof value === 'string') items.set(name, value);
  }
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => {
      items.set(name, value);
      storage.set(key, Object.fromEntries(items)).catch(() => undefined);
    },
  };
}
