import type { Messages, Storage } from '../../ui/surroundings.ts';
import { extension } from './extension.ts';
import { cachedMessages } from './message-cache.ts';

/** The texts of the extension. The safety part looks up in advance what may be needed when that is gone. */
export function extensionMessages(): Messages {
  return cachedMessages((key, substitutions) => extension.i18n.getMessage(key, substitutions));
}

/** Values are remembered per origin: every portal has its own controls to stay clear of. */
export const originStorage: Storage = {
  get: async (key) => {
    const name = nameOf(key);
    const found: Record<string, unknown> = await extension.storage.local.get(name);
    return found[name];
  },
  // async, because it throws at once when the extension is gone.
  set: async (key, value) => extension.storage.local.set({ [nameOf(key)]: value }),
};

function nameOf(key: string): string {
  return `overlay:${location.origin}:${key}`;
}
