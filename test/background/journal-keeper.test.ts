import { beforeEach, describe, expect, it } from 'vitest';
import type { ExtensionApi } from '../../src/background/extension-api.ts';
import { MAX_JOURNALS } from '../../src/background/journal-entry.ts';
import { JournalKeeper } from '../../src/background/journal-keeper.ts';
import type { SendingDocument } from '../../src/background/message-sender.ts';
import type { Journal } from '../../src/model/gate/journal.ts';
import { settled } from './fake-browser.ts';

const ADDRESS = 'instrument.example/websockify';
const EMPTY: Journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
const key = (keysym: number) => ({ keysym, keycode: null });
const HELD: Journal = { keys: [key(0x71)], buttonMask: 1, x: 3, y: 4 };
const OTHER: Journal = { keys: [key(0x71), key(0x72)], buttonMask: 0, x: 0, y: 0 };

let stored: Record<string, unknown>;
/** What the link of a tab answers; a tab that is missing is gone. */
let tabs: Map<number, () => unknown>;
let later: (() => void)[];
let keeper: JournalKeeper;

/** The worker starts, or again after it was ended for having nothing to do. */
function start(): void {
  const storage: ExtensionApi['storage']['session'] = {
    get: async () => structuredClone(stored),
    set: async (items) => void Object.assign(stored, structuredClone(items)),
  };
  keeper = new JournalKeeper({
    storage,
    tabs: {
      sendMessage: async (tabId) => {
        const answer = tabs.get(tabId);
        if (answer === undefined) throw new Error('Receiving end does not exist.');
        return answer();
      },
    },
    later: (_delayMs, callback) => void later.push(callback),
  });
}

beforeEach(() => {
  stored = {};
  tabs = new Map();
  later = [];
  start();
});

const from = (tabId: number, different: Partial<SendingDocument> = {}): SendingDocument => ({
  ...{ tabId, frameId: 0, documentId: null, host: 'lab.example', origin: 'https://lab.example' },
  ...{ isPrivate: false, ...different },
});
const tell = (session: string, journal: Journal, sender = from(1), address = ADDRESS, hasTaken = false) =>
  keeper.tell({ type: 'journal', session, address, journal, hasTaken }, sender);
const left = async (session: string, sender = from(2), address = ADDRESS) =>
  (await keeper.left({ type: 'left-journal', session, address }, sender)).journal;

describe('what a connection left down', () => {
  it('is given to the next to the same address when its tab is gone', async () => {
    await tell('a', HELD);
    expect(await left('b')).toEqual(HELD);
  });

  it('is given when the tab has another document now, or one whose connection is closed', async () => {
    await tell('a', HELD);
    tabs.set(1, () => ({ isOpen: false }));
    expect(await left('b')).toEqual(HELD);
    tabs.set(2, () => undefined);
    expect(await left('c', from(3))).toEqual(HELD);
  });

  it('stays with a connection that is open', async () => {
    await tell('a', HELD);
    tabs.set(1, () => ({ isOpen: true }));
    expect(await left('b')).toBeNull();
    tabs.delete(1);
    expect(await left('c')).toEqual(HELD);
  });

  it('stays with a tab that does not answer: it may be frozen, and others need not wait for it', async () => {
    await tell('a', HELD);
    tabs.set(1, () => new Promise(() => {}));
    const asking = left('b');
    await settled();
    await tell('z', OTHER, from(9));
    for (const callback of later) callback();
    expect(await asking).toBeNull();
  });

  it.each([
    ['another address', from(2), 'instrument.example/other'],
    ['another site', from(2, { origin: 'https://other.example' }), ADDRESS],
    ['a private window', from(2, { isPrivate: true }), ADDRESS],
    ['a document of no site', from(2, { origin: null }), ADDRESS],
  ])('is not given to %s', async (_, sender, address) => {
    await tell('a', HELD);
    expect(await left('b', sender, address)).toBeNull();
    expect(await left('c')).toEqual(HELD);
  });

  it('of a private window goes to private windows alone', async () => {
    await tell('a', HELD, from(1, { isPrivate: true }));
    expect(await left('b')).toBeNull();
    expect(await left('c', from(2, { isPrivate: true }))).toEqual(HELD);
  });

  it('is nothing when it was let go of in time', async () => {
    await tell('a', HELD);
    await tell('a', EMPTY);
    expect(await left('b')).toBeNull();
    expect(stored).toEqual({ journals: [] });
  });

  it('is one journal, if several left something', async () => {
    await tell('a', HELD);
    await tell('b', OTHER, from(7));
    expect(await left('c')).toEqual({ keys: [key(0x71), key(0x72)], buttonMask: 1, x: 3, y: 4 });
  });

  it('outlives the worker', async () => {
    await tell('a', HELD);
    start();
    expect(await left('b')).toEqual(HELD);
  });

  it('is forgotten when another release stored it in another shape', async () => {
    stored = { journals: [{ session: 'a' }] };
    expect(await left('b')).toBeNull();
    await tell('c', HELD);
    expect(await left('d')).toEqual(HELD);
  });
});

describe('an heir', () => {
  it('is one: who asks next gets nothing while that one is open', async () => {
    await tell('a', HELD);
    tabs.set(2, () => ({ isOpen: true }));
    expect(await left('b')).toEqual(HELD);
    expect(await left('c', from(3))).toBeNull();
  });

  it('is told the same again when it did not hear the answer', async () => {
    await tell('a', HELD);
    await left('b');
    expect(await left('b')).toEqual(HELD);
  });

  it('that goes before it has let go leaves it to the next, with its own', async () => {
    await tell('a', HELD);
    await left('b');
    await tell('b', { ...EMPTY, keys: [key(0x73)] }, from(2));
    expect(await left('c', from(3))).toEqual({ keys: [key(0x71), key(0x73)], buttonMask: 1, x: 3, y: 4 });
  });

  it('that has it in its own journal leaves what that says', async () => {
    await tell('a', HELD);
    await left('b');
    await tell('b', OTHER, from(2), ADDRESS, true);
    expect(await left('c', from(3))).toEqual(OTHER);
    await tell('c', EMPTY, from(3), ADDRESS, true);
    expect(stored).toEqual({ journals: [] });
  });
});

describe('the store of journals', () => {
  it('keeps so many at most, and a site that fills it loses its own', async () => {
    await tell('mine', HELD, from(1));
    for (let index = 0; index < 3 * MAX_JOURNALS; index++) {
      await tell(`x${index}`, HELD, from(5, { origin: 'https://flood.example' }));
    }
    expect(stored['journals']).toHaveLength(MAX_JOURNALS);
    expect(await left('b')).toEqual(HELD);
  });
});
