import { beforeEach, describe, expect, test } from 'vitest';
import type { ExtensionPort } from '../../../src/content/link/extension-api.ts';
import {
  CONNECT_AGAIN_MS,
  OUTSIDER_PERIOD_MS,
  POINT_PERIOD_MS,
  RoomLink,
  WORD_BURST,
  WORD_PERIOD_MS,
} from '../../../src/content/link/room-link.ts';
import { PING_MS } from '../../../src/model/port/room-port.ts';
import { RATES } from '../../../src/model/room/room-limits.ts';

const ADDRESS = 'lab.example/websockify';
const status = { type: 'ended', relayHost: 'relay.example', reason: 'kicked' };
const lost = { type: 'ended', relayHost: 'relay.example', reason: 'unreachable' };

/** The link's end of a port; the test speaks for the host. */
class Port implements ExtensionPort {
  readonly sent: unknown[] = [];
  isOpen = true;
  say: (message: unknown) => void = () => {};
  break_: () => void = () => {};

  post(message: unknown): void {
    if (!this.isOpen) throw new Error('Attempting to use a disconnected port object');
    this.sent.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }

  onDisconnect(listener: () => void): void {
    this.break_ = () => {
      this.isOpen = false;
      listener();
    };
  }

  disconnect(): void {
    this.isOpen = false;
  }
}

let ports: Port[];
let orders: unknown[];
let heard: unknown[];
let isGone: boolean;
let timers: { atMs: number; readonly callback: () => void }[];
let nowMs: number;
let link: RoomLink;

const port = (): Port => ports.at(-1) ?? expect.fail('no port');

function wait(durationMs: number): void {
  const untilMs = nowMs + durationMs;
  for (;;) {
    timers.sort((a, b) => a.atMs - b.atMs);
    const next = timers[0];
    if (next === undefined || next.atMs > untilMs) break;
    timers.shift();
    nowMs = next.atMs;
    next.callback();
  }
  nowMs = untilMs;
}

beforeEach(() => {
  ports = [];
  orders = [];
  heard = [];
  timers = [];
  nowMs = 0;
  isGone = false;
  link = new RoomLink({
    connect: () => {
      if (isGone) throw new Error('Extension context invalidated.');
      const made = new Port();
      ports.push(made);
      return made;
    },
    order: (connection, order) => void orders.push([connection, order.type]),
    later: (delayMs, callback) => void timers.push({ atMs: nowMs + delayMs, callback }),
  });
  link.subscribe((told) => heard.push(told));
});

describe('a document without a room', () => {
  test('opens no port, starts no timer and orders nothing', () => {
    link.turn(null);
    link.opened('1', ADDRESS);
    link.word('1', { type: 'drained', epoch: 1, unacknowledged: 0 });
    link.outsider();
    link.point({ x: 1, y: 1 });
    link.act({ type: 'ask' });
    expect([ports.length, timers.length, orders.length]).toEqual([0, 0, 0]);
    expect(heard).toEqual([null]);
  });
});

describe('a document that gets a room', () => {
  beforeEach(() => {
    link.turn(null);
    link.opened('1', ADDRESS);
    link.turn('relay.example');
  });

  test('says who sits there, and hands on what the host says, unread', () => {
    expect(port().sent).toEqual([{ type: 'sit', connection: '1', address: ADDRESS }]);
    port().say({ type: 'order', connection: '1', order: { type: 'granted', epoch: 4 } });
    port().say({ type: 'status', connection: '1', status });
    expect(orders).toEqual([['1', 'granted']]);
    expect(heard.at(-1)).toEqual(status);
  });

  test('takes no order for a connection it does not have, and nothing it cannot read', () => {
    port().say({ type: 'order', connection: '5', order: { type: 'granted', epoch: 4 } });
    port().say({ type: 'order', connection: '1', order: { type: 'granted', epoch: -1 } });
    expect(orders).toEqual([]);
  });

  test('says something every ten seconds: Firefox ends a host that hears nothing', () => {
    wait(2 * PING_MS);
    expect(port().sent.filter((each) => JSON.stringify(each) === '{"type":"ping"}')).toHaveLength(2);
  });

  test('sends the pointer at once and then its newest place once a period', () => {
    port().sent.length = 0;
    for (let x = 0; x < 5; x++) link.point({ x, y: 0 });
    wait(POINT_PERIOD_MS);
    expect(port().sent).toEqual([
      { type: 'point', place: { x: 0, y: 0 } },
      { type: 'point', place: { x: 4, y: 0 } },
    ]);
    wait(5 * POINT_PERIOD_MS);
    expect(port().sent).toHaveLength(2);
  });

  test('hands drawing on unread, both ways, and asks for all of it when somebody begins to look', () => {
    port().sent.length = 0;
    const news: unknown[] = [];
    const stop = link.onDrawing((each) => news.push(each));
    const change = { type: 'erase', of: 'a'.repeat(22), numbers: [1] } as const;
    link.draw(change);
    link.live({ number: 1, tool: 'none' });
    expect(port().sent).toEqual([
      { type: 'board' },
      { type: 'draw', change },
      { type: 'live', piece: { number: 1, tool: 'none' } },
    ]);
    const told = [
      { type: 'drawn', connection: '1', changes: ['anything'] },
      { type: 'live', connection: '1', from: 'anybody', piece: 7 },
    ];
    for (const each of told) port().say(each);
    expect(news).toEqual(told);
    stop();
    port().say(told[0]);
    expect(news).toHaveLength(2);
  });

  describe('whose page speaks in the place of its gate', () => {
    const words = () => port().sent.filter((each) => JSON.stringify(each).includes('"word"'));
    const lie = (nonce: number) =>
      link.word('1', { type: 'renew', epoch: 9, nonce, idleMs: 0, unacknowledged: 0 });

    test('passes on fewer words than the relay takes of a member, and the newest of those that waited', () => {
      for (let nonce = 1; nonce <= 200; nonce++) lie(nonce);
      expect(words()).toHaveLength(WORD_BURST);
      wait(WORD_PERIOD_MS);
      expect(words()).toHaveLength(WORD_BURST + 1);
      expect(words().at(-1)).toMatchObject({ word: { nonce: 200 } });
      expect(WORD_BURST).toBeLessThan(RATES.lock.burst);
      expect(1000 / WORD_PERIOD_MS).toBeLessThan(RATES.lock.perSecond);
    });

    test('is held to that however long it goes on, and is as free as before when it has been quiet', () => {
      for (let nonce = 1; nonce <= 1000; nonce++) {
        lie(nonce);
        wait(10);
      }
      expect(words().length).toBeLessThanOrEqual(WORD_BURST + 10_000 / WORD_PERIOD_MS);
      wait((WORD_BURST + 1) * WORD_PERIOD_MS);
      port().sent.length = 0;
      for (let nonce = 1; nonce <= WORD_BURST; nonce++) lie(nonce);
      expect(words()).toHaveLength(WORD_BURST);
    });

    test('has no word for a connection that is not open here', () => {
      link.word('7', { type: 'drained', epoch: 9, unacknowledged: 0 });
      link.closed('1');
      lie(1);
      expect(words()).toEqual([]);
    });

    test('is believed once a second that somebody outside moved the pointer', () => {
      port().sent.length = 0;
      for (let time = 0; time < 300; time++) link.outsider();
      expect(port().sent).toEqual([{ type: 'outsider' }]);
      wait(OUTSIDER_PERIOD_MS);
      link.outsider();
      expect(port().sent).toHaveLength(2);
    });
  });

  test('opens the port again when it broke, and sits down anew', () => {
    port().say({ type: 'status', connection: '1', status });
    port().break_();
    link.word('1', { type: 'drained', epoch: 1, unacknowledged: 0 });
    wait(CONNECT_AGAIN_MS);
    expect(ports).toHaveLength(2);
    expect(port().sent).toEqual([{ type: 'sit', connection: '1', address: ADDRESS }]);
  });

  test('has no control when the host lost the room, until the person says how to go on', () => {
    port().say({ type: 'no-room' });
    expect(orders).toEqual([['1', 'watch']]);
    expect(heard.at(-1)).toEqual(lost);
    link.turn(null);
    expect(orders.at(-1)).toEqual(['1', 'solo']);
    expect(heard.at(-1)).toBeNull();
  });

  test('has no control either when no host answers any more', () => {
    for (let i = 0; i < 3; i++) {
      port().break_();
      wait(8 * CONNECT_AGAIN_MS);
    }
    expect(orders).toEqual([['1', 'watch']]);
    expect(heard.at(-1)).toEqual(lost);
  });

  test('leaves a connection alone that is in no room', () => {
    link.opened('2', 'lab.example/second');
    port().say({ type: 'order', connection: '2', order: { type: 'solo' } });
    orders.length = 0;
    port().say({ type: 'no-room' });
    expect(orders).toEqual([['1', 'watch']]);
  });

  test('gives up quietly when the extension is gone: the gate closes by its own deadline', () => {
    isGone = true;
    port().break_();
    wait(60_000);
    expect(ports).toHaveLength(1);
  });

  test('closes the port when the person leaves, and hears nothing more through it', () => {
    const old = port();
    link.turn(null);
    expect(old.isOpen).toBe(false);
    old.say({ type: 'order', connection: '1', order: { type: 'granted', epoch: 9 } });
    expect(orders.at(-1)).toEqual(['1', 'solo']);
    wait(60_000);
    expect(ports).toHaveLength(1);
  });
});

describe('a document that was not told yet whether it has a room', () => {
  beforeEach(() => link.opened('1', ADDRESS));

  test('has no control, and works alone as soon as it is told that it has none', () => {
    expect(orders).toEqual([['1', 'watch']]);
    link.turn(null);
    expect(orders.at(-1)).toEqual(['1', 'solo']);
    link.turn(null);
    expect(orders).toHaveLength(2);
  });

  test('works alone if nobody can tell', () => {
    link.untold();
    expect(orders.at(-1)).toEqual(['1', 'solo']);
  });

  test('has no control in its room until the host says so', () => {
    link.turn('relay.example');
    link.untold();
    expect(port().sent).toContainEqual({ type: 'sit', connection: '1', address: ADDRESS });
    expect(orders).toEqual([['1', 'watch']]);
  });
});

test('a page that is loaded again into a room has no control before its host has spoken', () => {
  link.turn('relay.example');
  link.opened('1', ADDRESS);
  expect(orders).toEqual([['1', 'watch']]);
  expect(port().sent).toContainEqual({ type: 'sit', connection: '1', address: ADDRESS });
});
