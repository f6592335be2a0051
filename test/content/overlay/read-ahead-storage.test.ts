import { describe, expect, it } from 'vitest';
import { readAheadStorage } from '../../../src/content/overlay/read-ahead-storage.ts';
import type { Storage } from '../../../src/ui/surroundings.ts';

function storageWith(stored: unknown) {
  const kept = new Map<string, unknown>([['draw', stored]]);
  const storage: Storage = {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
  };
  return { kept, storage };
}

describe('what was read ahead', () => {
  it('answers at once, and is kept', async () => {
    const { kept, storage } = storageWith({ tool: 'pen', width: 3 });
    const ahead = await readAheadStorage(storage, 'draw');
    expect(ahead.getItem('tool')).toBe('pen');
    expect(ahead.getItem('width'), 'text alone').toBeNull();
    ahead.setItem('color', 'cyan');
    expect(ahead.getItem('color')).toBe('cyan');
    expect(kept.get('draw')).toEqual({ tool: 'pen', color: 'cyan' });
  });

  it('is empty where nothing can be read, and holds what is set all the same', async () => {
    const gone = async (): Promise<never> => Promise.reject(new Error('context invalidated'));
    const ahead = await readAheadStorage({ get: gone, set: gone }, 'draw');
    ahead.setItem('tool', 'arrow');
    expect(ahead.getItem('tool')).toBe('arrow');
    expect((await readAheadStorage(storageWith('nonsense').storage, 'draw')).getItem('tool')).toBeNull();
  });
});
