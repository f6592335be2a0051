import type { Storage } from '../ui/surroundings.ts';

const PREFIX = 'rice-novnc:';

/** What is kept for this site: where the badge is, and what was chosen about the picture. undefined: nothing, or blocked. */
export function localItem(key: string): unknown {
  try {
    const text = window.localStorage.getItem(PREFIX + key);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** The portal's own storage, which its pages share. */
export const localStorage: Storage = {
  get: async (key) => localItem(key),
  set: async (key, value) => window.localStorage.setItem(PREFIX + key, JSON.stringify(value)),
};
