import { describe, expect, it } from 'vitest';
import { MAX_ADDRESSES, pageJournals } from '../../src/driver/page-journals.ts';
import type { Journal } from '../../src/model/gate/journal.ts';
import { JOURNAL_KEY } from '../../src/model/port/hook-message.ts';
import { FakeRealm, FakeStorage } from '../support/fake-realm.ts';

const KEY = `${JOURNAL_KEY}instrument.example/websockify`;
const EMPTY: Journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
const HELD: Journal = {
  keys: [
    { keysym: 0xffe1, keycode: 42 },
    { keysym: 0x41, keycode: null },
  ],
  buttonMask: 5,
  x: 700,
  y: 20,
};

/** A document and the sockets it opens. */
class Document {
  readonly realm: FakeRealm;
  readonly #journal: ReturnType<typeof pageJournals<WebSocket>>;

  constructor(storage: FakeStorage | null = new FakeStorage()) {
    this.realm = new FakeRealm(storage);
    this.#journal = pageJournals(this.realm.page);
  }

  socket(url?: string) {
    return this.#journal(this.realm.socket(url) as unknown as WebSocket);
  }
}

describe('the journal of a socket', () => {
  it('outlives the document that wrote it', () => {
    const storage = new FakeStorage();
    const before = new Document(storage).socket();
    expect(before.read()).toBeNull();
    before.write(HELD);
    expect(new Document(storage).socket().read()).toEqual(HELD);
  });

  it('is kept under host and path, and never with the query', () => {
    const { socket, realm } = withSocket();
    socket.write(HELD);
    expect([...(realm.storage?.items.keys() ?? [])]).toEqual([KEY]);
    expect(JSON.stringify([...(realm.storage?.items ?? [])])).not.toContain('secret');
  });

  it('is taken away when nothing is held', () => {
    const { socket, realm } = withSocket();
    socket.write(HELD);
    socket.write(EMPTY);
    expect(realm.storage?.items.size).toBe(0);
  });

  it('goes to the next socket of the document when the first one is closed', () => {
    const document = new Document();
    const first = document.socket();
    first.read();
    first.write(HELD);
    first.release();
    expect(document.socket().read()).toEqual(HELD);
  });

  it('is not shared by two open sockets to one address', () => {
    const document = new Document();
    const first = document.socket();
    first.read();
    first.write(HELD);
    const second = document.socket();
    expect(second.read()).toBeNull();
    second.write(EMPTY);
    second.release();
    first.write({ ...HELD, buttonMask: 1 });
    first.release();
    expect(document.socket().read()).toEqual({ ...HELD, buttonMask: 1 });
  });

  it('is not written to any more by a socket that was closed', () => {
    const { socket, realm } = withSocket();
    socket.release();
    socket.write(HELD);
    expect(realm.storage?.items.size).toBe(0);
  });

  it.each([
    ['text', 'hello'],
    ['another shape', '{"keys":[],"buttonMask":0,"x":0,"y":0,"extra":1}'],
    ['a button mask beyond the wire', '{"keys":[],"buttonMask":99999,"x":0,"y":0}'],
    [
      'more keys than can be held',
      `{"keys":[${Array(33).fill('{"keysym":1,"keycode":null}')}],"buttonMask":0,"x":0,"y":0}`,
    ],
    ['null', 'null'],
  ])('is nothing, and removed, when what is stored is %s', (_, text) => {
    const storage = new FakeStorage();
    storage.items.set(KEY, text);
    expect(new Document(storage).socket().read()).toBeNull();
    expect(storage.items.size).toBe(0);
  });

  it.each([
    ['blocked', null],
    ['full', Object.assign(new FakeStorage(), { fault: new DOMException('full', 'QuotaExceededError') })],
  ])('is remembered in the document when storage is %s', (_, storage) => {
    const document = new Document(storage);
    const first = document.socket();
    expect(first.read()).toBeNull();
    first.write(HELD);
    first.release();
    const second = document.socket();
    expect(second.read()).toEqual(HELD);
    second.write(EMPTY);
    second.release();
    expect(document.socket().read()).toBeNull();
  });

  it('is not kept for more addresses than a wall of monitors has', () => {
    const document = new Document();
    for (let index = 0; index < MAX_ADDRESSES; index++) {
      const socket = document.socket(`wss://lab.example/${index}`);
      socket.read();
      socket.write(HELD);
      socket.release();
    }
    const beyond = document.socket('wss://lab.example/beyond');
    beyond.read();
    beyond.write(HELD);
    expect(document.realm.storage?.items.size).toBe(MAX_ADDRESSES);
  });

  it('does not fill up with addresses at which nothing is held', () => {
    const document = new Document();
    for (let index = 0; index <= MAX_ADDRESSES; index++) {
      const socket = document.socket(`wss://lab.example/${index}`);
      socket.read();
      socket.release();
    }
    const last = document.socket('wss://lab.example/last');
    last.read();
    last.write(HELD);
    expect(document.realm.storage?.items.size).toBe(1);
  });

  it('does not notice what a page does later to Storage, JSON and every object', () => {
    const storage = new FakeStorage();
    const document = new Document(storage);
    const names = ['getItem', 'setItem', 'removeItem'] as const;
    const kept = names.map((name) => Object.getOwnPropertyDescriptor(FakeStorage.prototype, name));
    const { stringify, parse } = JSON;
    const poisoned = () => {
      throw new Error('poisoned');
    };
    try {
      for (const name of names) Object.defineProperty(FakeStorage.prototype, name, { value: poisoned });
      JSON.parse = poisoned;
      JSON.stringify = poisoned;
      for (const prototype of [Object.prototype, Array.prototype]) {
        Object.defineProperty(prototype, 'toJSON', { value: poisoned, configurable: true });
      }
      const socket = document.socket();
      socket.read();
      socket.write(HELD);
      const text = storage.items.get(KEY);
      expect(text).toBe(
        '{"keys":[{"keysym":65505,"keycode":42},{"keysym":65,"keycode":null}],"buttonMask":5,"x":700,"y":20}',
      );
      socket.release();
      socket.write(EMPTY);
      const again = document.socket();
      expect(again.read()).toEqual(HELD);
      again.write(EMPTY);
      expect(storage.items.size).toBe(0);
    } finally {
      Object.assign(JSON, { stringify, parse });
      for (const prototype of [Object.prototype, Array.prototype])
        Reflect.deleteProperty(prototype, 'toJSON');
      names.forEach((name, index) => {
        Object.defineProperty(FakeStorage.prototype, name, kept[index] ?? {});
      });
    }
  });
});

function withSocket() {
  const document = new Document();
  const socket = document.socket();
  socket.read();
  return { socket, realm: document.realm };
}
