import { describe, expect, it } from 'vitest';
import { MemoryLockStore, sharedValues } from '../../../src/relay/cluster/memory-lock-store.ts';
import { canKeep } from '../../../src/relay/cluster/nats-lock-store.ts';
import { selfTest } from '../../../src/relay/cluster/store-self-test.ts';
import type { LockStore } from '../../../src/relay/lock-store.ts';

/** A memory store with some of its ways replaced by broken ones. */
function brokenStore(broken: (store: MemoryLockStore) => Partial<LockStore>): LockStore {
  const store = new MemoryLockStore();
  return {
    read: (room) => store.read(room),
    write: (room, text, revision) => store.write(room, text, revision),
    remove: (room, revision) => store.remove(room, revision),
    close: () => store.close(),
    ...broken(store),
  };
}

describe('the self-test of a lock store', () => {
  it('passes a store that compares and sets, and leaves nothing there', async () => {
    const shared = sharedValues();
    await selfTest(new MemoryLockStore(shared));
    expect(shared.values.size).toBe(0);
  });

  it('refuses a store that compares first and writes later', async () => {
    const shared = sharedValues();
    const inner = new MemoryLockStore(shared);
    const store = brokenStore(() => ({
      read: (room) => inner.read(room),
      write: async (room, text, revision) => {
        const before = await inner.read(room);
        if ((before?.revision ?? null) !== revision) return 'conflict';
        return inner.write(room, text, shared.values.get(room)?.revision ?? null);
      },
    }));
    await expect(selfTest(store)).rejects.toMatchObject({
      code: 'store-broken',
      message: expect.stringMatching(/of 9 writes at once on one revision \d won/) as string,
      remedy: expect.stringContaining('does not start') as string,
    });
  });

  it('refuses a store in which nobody wins', async () => {
    const store = brokenStore(() => ({ write: () => Promise.resolve('conflict') }));
    await expect(selfTest(store)).rejects.toMatchObject({ code: 'store-broken' });
  });

  it('refuses a store that forgets what it took', async () => {
    const store = brokenStore(() => ({ read: () => Promise.resolve(null) }));
    await expect(selfTest(store)).rejects.toMatchObject({ code: 'store-broken' });
  });

  it('refuses a store that keeps what it was told to remove', async () => {
    const store = brokenStore(() => ({ remove: () => Promise.resolve() }));
    await expect(selfTest(store)).rejects.toMatchObject({ code: 'store-broken' });
  });
});

describe('replicas of NATS KV', () => {
  it('are allowed only where compare-and-set holds with them', () => {
    expect(canKeep('2.9.10', 1)).toBe(true);
    expect(canKeep('2.9.10', 3)).toBe(false);
    expect(canKeep('2.10.19', 3)).toBe(false);
    expect(canKeep('2.10.20', 3)).toBe(true);
    expect(canKeep('2.11.0-beta.1', 3)).toBe(true);
    expect(canKeep('3.0.0', 5)).toBe(true);
    expect(canKeep('', 3)).toBe(false);
  });
});
