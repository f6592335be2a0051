import { afterEach, describe, expect, it } from 'vitest';
import { PageGuard } from '../../../src/content/hook/page-guard.ts';
import { type FromHook, JOURNAL_KEY, type ToHook } from '../../../src/model/port/hook-message.ts';
import { FakeRealm, type FakeSocket, FakeStorage, trusted } from '../../support/fake-realm.ts';
import type { PageMessageEvent } from '../../support/message-event.ts';
import { firstMessages, key, openSession, pointer } from '../../support/rfb-bytes.ts';
import { fence, join, raw, update } from '../../support/rfb-server-bytes.ts';

const PROBE_BYTES = 25;
const JOURNAL = `${JOURNAL_KEY}instrument.example/websockify`;

/** A document with the hook in it, a VNC session whose server answers as long as it is told to, and a link. */
class Life {
  readonly realm: FakeRealm;
  readonly heard: FromHook[] = [];
  socket!: FakeSocket;
  answers = true;
  #link: MessagePort | undefined;
  #answered = 0;

  constructor(storage = new FakeStorage()) {
    this.realm = new FakeRealm(storage);
    this.realm.addEventListener('rice-novnc:hook', (event) => {
      event.preventDefault();
      this.#link = (event as PageMessageEvent).ports[0];
      this.#link!.onmessage = ({ data }) => this.heard.push(data as FromHook);
    });
    new PageGuard(this.realm.page, this.realm);
    this.connect();
  }

  connect(): void {
    this.socket = this.realm.socket();
    this.#answered = 0;
    this.socket.open('binary');
    for (const { from, bytes } of [...openSession(), firstMessages()]) {
      if (from === 'server') this.socket.receiveBytes(bytes);
      else this.socket.send(bytes);
    }
    this.socket.receiveBytes(
      join(fence(0x80000003, [1]), update([raw({ x: 0, y: 0, width: 2, height: 2 })])),
    );
  }

  /** Time passes; the server answers every probe within a tick. */
  pass(durationMs: number): void {
    for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs += 50) {
      this.realm.tick();
      this.answer();
    }
  }

  answer(): void {
    if (!this.answers) return;
    const probes = this.probes();
    for (const probe of probes.slice(this.#answered)) this.socket.receiveBytes(fence(0, probe.slice(9)));
    this.#answered = probes.length;
  }

  probes(): Uint8Array[] {
    return this.socket.sentBytes.filter((bytes) => bytes[0] === 248 && bytes.length === PROBE_BYTES);
  }

  /** A click as noVNC sends it, made by the user `lagMs` ago. True: the press went out. */
  click(lagMs = 5): boolean {
    this.realm.userEvent('pointerdown', lagMs);
    this.realm.userEvent('mousedown', lagMs);
    const went = this.sends(pointer(1, 7, 8));
    this.realm.userEvent('mouseup', lagMs);
    this.socket.send(pointer(0, 7, 8));
    return went;
  }

  sends(bytes: Uint8Array): boolean {
    const before = this.socket.sent.length;
    this.socket.send(bytes);
    return this.socket.sentBytes.slice(before).some((sent) => same(sent, bytes));
  }

  /** The mask and keys that were sent last: what the server has down. */
  down(): { readonly mask: number; readonly keys: readonly number[] } {
    let mask = 0;
    const keys = new Set<number>();
    for (const bytes of this.socket.sentBytes) {
      if (bytes[0] === 5 && bytes.length === 6) mask = bytes[1] ?? 0;
      if (bytes[0] === 4 && bytes.length === 8) {
        const keysym = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
        if (bytes[1] === 1) keys.add(keysym);
        else keys.delete(keysym);
      }
    }
    return { mask, keys: [...keys] };
  }

  tell(message: ToHook): void {
    this.#link!.postMessage(message);
  }

  /** Everything that was posted has been heard. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
  }

  window(type: string): void {
    this.realm.dispatchEvent(trusted(new Event(type)));
  }

  page(type: string): void {
    this.realm.document.dispatchEvent(trusted(new Event(type)));
  }

  end(): void {
    this.#link?.close();
  }
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

let life: Life;
afterEach(() => life.end());

function settledLife(storage?: FakeStorage): Life {
  life = new Life(storage);
  life.pass(4000);
  expect(life.click()).toBe(true);
  life.pass(2000);
  return life;
}

describe('a permit', () => {
  it('does not outlive a stall of the page, not even for a click that is young', () => {
    settledLife().realm.nowMs += 2500;
    expect(life.click(5)).toBe(false);
    life.realm.tick();
    expect(life.click(5)).toBe(false);
    life.pass(6000);
    expect(life.click()).toBe(true);
  });

  it('is not given to a click made during a stall, whenever it is handled', () => {
    settledLife();
    life.pass(1000);
    expect(life.click(1900)).toBe(false);
  });

  it('is not given to what the touch keyboard makes of an old key', () => {
    settledLife();
    life.realm.userEvent('keydown', 1900);
    life.realm.userEvent('input', 0);
    expect(life.sends(key(true, 0x61))).toBe(false);
  });

  it('does not outlive sleep, in which the monotonic clock stood still', () => {
    settledLife().realm.wallAheadMs += 3_600_000;
    expect(life.click()).toBe(false);
    const probes = life.probes().length;
    life.answers = false;
    life.pass(1000);
    expect(life.click()).toBe(false);
    life.answers = true;
    life.pass(6000);
    expect(life.probes().length).toBeGreaterThan(probes);
    expect(life.click()).toBe(true);
  });

  it('costs a moment when somebody sets the clock back, and comes back', () => {
    settledLife().realm.wallAheadMs -= 3_600_000;
    expect(life.click()).toBe(false);
    life.pass(6000);
    expect(life.click()).toBe(true);
  });

  it.each([
    ['hidden', () => life.realm.document.show(false), () => life.realm.document.show(true)],
    ['frozen', () => life.page('freeze'), () => life.page('resume')],
    ['put aside for going back', () => life.window('pagehide'), () => life.window('pageshow')],
  ])('is not there while the page is %s, and after that only by fresh round trips', (_, away, back) => {
    settledLife();
    life.sends(pointer(1, 7, 8));
    life.sends(key(true, 0x61));
    away();
    expect(life.down()).toEqual({ mask: 0, keys: [] });
    expect(life.click()).toBe(false);
    life.answers = false;
    life.realm.nowMs += 5000;
    back();
    expect(life.click()).toBe(false);
    life.pass(150);
    expect(life.click()).toBe(false);
    life.answers = true;
    life.pass(6000);
    expect(life.click()).toBe(true);
  });
});

describe('a page that is about to be left', () => {
  it('has let go of everything before, and a fresh press is as good as ever for those who stay', () => {
    settledLife();
    life.sends(pointer(1, 7, 8));
    life.sends(key(true, 0x61));
    life.window('beforeunload');
    expect(life.down()).toEqual({ mask: 0, keys: [] });
    expect(life.sends(key(true, 0x61))).toBe(false);
    life.sends(key(false, 0x61));
    life.sends(pointer(0, 7, 8));
    life.pass(2000);
    expect(life.click()).toBe(true);
  });
});

describe('the journal of a document', () => {
  it('tells the next document what was down when this one died', () => {
    const storage = new FakeStorage();
    settledLife(storage);
    life.sends(pointer(1, 7, 8));
    life.sends(key(true, 0x61));
    expect(storage.items.get(JOURNAL)).toContain('"keysym":97');
    life.end();
    life = new Life(storage);
    life.pass(1000);
    const released = life.socket.sentBytes.filter(
      (bytes) => same(bytes, key(false, 0x61)) || same(bytes, pointer(0, 7, 8)),
    );
    expect(released).toHaveLength(2);
    expect(storage.items.size).toBe(0);
  });

  it('tells the next socket what was down when the last one died', () => {
    settledLife();
    life.sends(pointer(1, 7, 8));
    life.socket.ended();
    life.connect();
    life.pass(1000);
    expect(life.socket.sentBytes.some((bytes) => same(bytes, pointer(0, 7, 8)))).toBe(true);
  });

  it('is told to the link with its address, and takes what a tab that is gone left down there', async () => {
    settledLife();
    await life.settled();
    const told = () => life.heard.flatMap((message) => (message.type === 'journal' ? [message] : []));
    const nothing = { keys: [], buttonMask: 0 };
    expect(told()).toMatchObject([{ address: 'instrument.example/websockify', journal: nothing }]);
    const journal = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 0, x: 0, y: 0 };
    life.tell({ type: 'leftover', connection: '2', journal });
    await life.settled();
    expect(life.socket.sentBytes.some((bytes) => same(bytes, key(false, 0x71)))).toBe(false);
    life.tell({ type: 'leftover', connection: '1', journal });
    await life.settled();
    expect(life.socket.sentBytes.some((bytes) => same(bytes, key(false, 0x71)))).toBe(true);
    life.answers = false;
    life.pass(500);
    await life.settled();
    expect(told().at(-1)).toMatchObject({ journal: { keys: journal.keys }, hasTaken: true });
    life.answers = true;
    life.pass(1000);
    await life.settled();
    expect(told().at(-1)).toMatchObject({ journal: nothing, hasTaken: true });
  });

  it('is empty after all was let go', () => {
    const storage = new FakeStorage();
    settledLife(storage);
    expect(storage.items.size).toBe(0);
  });
});

describe('the link of a document', () => {
  const detached = () =>
    life.heard.some(
      (message) =>
        message.type === 'record' && message.entries.some(({ event }) => event.type === 'detached'),
    );

  it('is known to be gone when it beats no more', async () => {
    settledLife().pass(3000);
    await life.settled();
    expect(detached()).toBe(true);
    expect(life.click()).toBe(true);
  });

  it('is not missed while it beats', async () => {
    life = new Life();
    for (let second = 0; second < 20; second++) {
      life.pass(1000);
      life.tell({ type: 'alive' });
      await life.settled();
    }
    expect(detached()).toBe(false);
  });

  it('is not missed for one long stall, nor while nobody sees the page', async () => {
    life = new Life();
    life.pass(2000);
    life.realm.nowMs += 60_000;
    life.pass(1000);
    life.realm.document.show(false);
    life.pass(20_000);
    await life.settled();
    expect(detached()).toBe(false);
  });

  it('is known to be gone by sockets that are opened later, too', async () => {
    settledLife();
    life.tell({ type: 'detached' });
    await life.settled();
    life.pass(500);
    await life.settled();
    life.heard.length = 0;
    life.socket.ended();
    life.connect();
    life.pass(500);
    await life.settled();
    expect(detached()).toBe(true);
  });

  it('is told how many sockets there were, and nothing about them', async () => {
    life = new Life();
    life.realm.socket('wss://elsewhere.example/?token=secret');
    await life.settled();
    const counts = life.heard.filter(({ type }) => type === 'sockets');
    expect(counts).toEqual([
      { type: 'sockets', opened: 1, wallMs: 1_700_000_005_000 },
      { type: 'sockets', opened: 2, wallMs: 1_700_000_005_000 },
    ]);
  });
});

describe('the lock of a room', () => {
  it('reaches the gate of one connection, whose renewals reach the link without delay', async () => {
    settledLife();
    life.tell({ type: 'seat', connection: '2', order: { type: 'watch' } });
    life.tell({ type: 'seat', connection: '1', order: { type: 'granted', epoch: 6 } });
    await life.settled();
    expect(life.click()).toBe(false);
    const seatWords = () => life.heard.filter((message) => message.type === 'seat');
    const [first] = seatWords();
    if (first?.word.type !== 'renew') throw new Error('no renewal');
    expect(first).toMatchObject({ connection: '1', word: { epoch: 6, unacknowledged: 0 } });
    life.pass(2500);
    life.tell({
      type: 'seat',
      connection: '1',
      order: { type: 'renewed', epoch: 6, nonce: first.word.nonce },
    });
    await life.settled();
    expect(life.click()).toBe(true);
    // Nobody answers any more: an extension that is gone, or a relay.
    life.pass(5500);
    expect(life.click()).toBe(false);
    await life.settled();
    expect(seatWords().length).toBeGreaterThan(3);
    life.tell({ type: 'seat', connection: '1', order: { type: 'solo' } });
    await life.settled();
    life.pass(1000);
    expect(life.click()).toBe(true);
  });

  it('is never left shut because a wall of connections is told of it at once', async () => {
    settledLife();
    const wall = Array.from({ length: 32 }, (_, index) => String(index + 1));
    const tell = (connection: string, type: 'watch' | 'solo') =>
      life.tell({ type: 'seat', connection, order: { type } });
    // The first one to be shut is the last one to be opened.
    for (const connection of wall) tell(connection, 'watch');
    for (const connection of [...wall].reverse()) tell(connection, 'solo');
    await life.settled();
    life.pass(1000);
    expect(life.click()).toBe(true);
  });
});
