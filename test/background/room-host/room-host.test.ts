import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PortOwner } from '../../../src/background/room-host/host-port.ts';
import { RoomHost } from '../../../src/background/room-host/room-host.ts';
import type { ClientEvents } from '../../../src/background/room-host/seated-room.ts';
import { packedPiece, packedSaid } from '../../../src/model/annotation/packed.ts';
import { MAX_DRAWN } from '../../../src/model/port/room-port.ts';
import type { ChatEntry } from '../../../src/model/port/room-view.ts';
import { FakeHostPort } from '../../support/fake-host-port.ts';
import { FakeRoomClient } from '../../support/fake-room-client.ts';
import { markOf, saidBy, strokeOf } from '../../support/marks.ts';
import { panelStateOf, roomOf } from '../../ui/room/room-of.ts';

const LINK = { type: 'start', relay: 'https://relay.example', token: 'a.b.c' } as const;
const ADDRESS = 'lab.example/websockify';
const SEAT = { tabId: 7, frameId: 0, connection: '1' };
const said: ChatEntry = {
  id: 1,
  from: 'a'.repeat(22),
  name: 'Anna',
  text: 'the stage is moving',
  wallMs: 0,
  state: 'received',
  mentionsSelf: false,
};

let host: RoomHost;
let clients: { readonly client: FakeRoomClient; readonly events: ClientEvents }[];

beforeEach(() => {
  clients = [];
  host = new RoomHost({
    makeClient: (_join, events) => {
      const client = new FakeRoomClient();
      clients.push({ client, events });
      return client;
    },
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function join(seat = SEAT) {
  host.join({ seat, link: LINK, name: 'Anna', mode: 'operate' });
  return clients.at(-1) ?? expect.fail('no client');
}

function session(owner: { readonly tabId: number; readonly frameId: number } = SEAT): FakeHostPort {
  const port = new FakeHostPort();
  host.connect('room', { type: 'session', ...owner }, port);
  return port;
}

function seated(connection = '1', address = ADDRESS): FakeHostPort {
  const port = session();
  port.say({ type: 'sit', connection, address });
  return port;
}

function panel(tabId = 7): FakeHostPort {
  const port = new FakeHostPort();
  host.connect('room-panel', { type: 'page' }, port);
  port.say({ type: 'look', tabId });
  return port;
}

describe('a document', () => {
  test('that has no room is told so', () => {
    expect(seated().heard).toEqual([{ type: 'no-room' }]);
  });

  test('in another frame of the tab has no part in the room', () => {
    join();
    const port = session({ tabId: 7, frameId: 3 });
    port.say({ type: 'sit', connection: '1', address: ADDRESS });
    expect(port.heard).toEqual([{ type: 'no-room' }]);
  });

  test('whose connection sits down is told the lock again, and what is so', () => {
    const { client, events } = join();
    const port = seated();
    expect(client.told).toEqual(['reseat']);
    events.onSeatOrder({ type: 'granted', epoch: 3 });
    expect(port.heard).toEqual([
      { type: 'status', connection: '1', status: client.panel.status },
      { type: 'order', connection: '1', order: { type: 'granted', epoch: 3 } },
    ]);
  });

  test('never gets the chat', () => {
    const { client, events } = join();
    const port = seated();
    client.panel = { ...client.panel, chat: [said] };
    events.onChange();
    expect(JSON.stringify(port.heard)).not.toContain(said.text);
  });

  test('may not do what only the side panel may', () => {
    const complaint = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { client } = join();
    const port = seated();
    client.told.length = 0;
    port.say({ type: 'act', act: { type: 'kick', member: said.from } });
    port.say({ type: 'act', act: { type: 'ask' } });
    expect(client.told).toEqual([{ type: 'ask' }]);
    expect(complaint).toHaveBeenCalledOnce();
  });

  test('passes on the word of the gate that has the seat, and of no other', () => {
    const { client } = join();
    const port = seated();
    client.told.length = 0;
    const word = { type: 'drained', epoch: 1, unacknowledged: 0 };
    port.say({ type: 'word', connection: '1', word });
    port.say({ type: 'word', connection: '2', word });
    session().say({ type: 'word', connection: '1', word });
    expect(client.told).toEqual([word]);
  });

  test('tells of pointer and outsiders; the pointer goes with it', () => {
    const { client } = join();
    const port = seated();
    client.told.length = 0;
    port.say({ type: 'point', place: { x: 3, y: 4 } });
    port.say({ type: 'outsider' });
    port.close();
    expect(client.told).toEqual([{ place: { x: 3, y: 4 } }, 'outsider', { place: null }]);
  });
});

describe('drawing', () => {
  const inRoom = () => {
    const joined = join();
    joined.client.panel = panelStateOf(roomOf({}));
    return joined;
  };
  const mark = (number: number) => saidBy(said.from, { type: 'mark', mark: markOf(said.from, number) });
  const piece = {
    number: 1,
    tool: 'pen',
    color: 'cyan',
    width: 2,
    first: 0,
    ...{ points: strokeOf(3).points },
  } as const;

  test('goes to the room from the session that has the seat, strokes unpacked, and from no other', () => {
    const { client } = join();
    const port = seated();
    client.told.length = 0;
    const { change } = packedSaid(mark(1));
    for (const from of [port, session()]) {
      from.say({ type: 'draw', change });
      from.say({ type: 'live', piece: packedPiece(piece) });
    }
    expect(client.told).toEqual([mark(1).change, piece]);
  });

  test('comes to it as a whole when it sits down and when it asks, and then as it happens', () => {
    const { client, events } = inRoom();
    client.drawn = [mark(1)];
    const port = seated();
    const whole = { type: 'drawn', connection: '1', changes: [packedSaid(mark(1))] };
    expect(port.heard).toContainEqual(whole);
    port.heard.length = 0;
    port.say({ type: 'board' });
    events.onDrawn([mark(2)]);
    events.onPiece(said.from, piece);
    expect(port.heard).toEqual([
      whole,
      { type: 'drawn', connection: '1', changes: [packedSaid(mark(2))] },
      { type: 'live', connection: '1', from: said.from, piece: packedPiece(piece) },
    ]);
  });

  test('comes in messages of a hundred changes at most', () => {
    const { client } = inRoom();
    client.drawn = Array.from({ length: 2 * MAX_DRAWN + 1 }, (_, number) => mark(number));
    const port = seated();
    const drawn = port.heard.filter((each) => JSON.stringify(each).startsWith('{"type":"drawn"'));
    expect(drawn).toHaveLength(3);
  });

  test('waits until the session was told that it is in the room, and comes as a whole then', () => {
    const { client, events } = join();
    const port = seated();
    events.onDrawn([mark(1)]);
    events.onPiece(said.from, piece);
    client.drawn = [mark(1)];
    client.panel = panelStateOf(roomOf({}));
    events.onChange();
    events.onChange();
    expect(port.heard.map((each): unknown => Reflect.get(Object(each), 'type'))).toEqual([
      'status',
      'status',
      'drawn',
      'status',
    ]);
  });

  test('is told to nobody while no session sits there', () => {
    const { events } = inRoom();
    const port = seated();
    port.close();
    port.heard.length = 0;
    events.onDrawn([mark(2)]);
    events.onPiece(said.from, piece);
    expect(port.heard).toEqual([]);
  });
});

describe('a page that is loaded again', () => {
  test('takes its place by the address, whatever the connection is called', () => {
    const { client, events } = join();
    seated().close();
    client.told.length = 0;
    const again = seated('2');
    expect(client.told).toEqual(['reseat']);
    events.onSeatOrder({ type: 'watch' });
    expect(again.heard).toContainEqual({ type: 'order', connection: '2', order: { type: 'watch' } });
  });

  test('to another address is on its own', () => {
    const { client } = join();
    seated().close();
    client.told.length = 0;
    const elsewhere = seated('1', 'lab.example/other');
    expect(client.told).toEqual([]);
    expect(elsewhere.heard).toEqual([{ type: 'order', connection: '1', order: { type: 'solo' } }]);
  });
});

test('of two connections to one place the newer has the seat, and the older has no control', () => {
  join();
  const port = seated();
  port.heard.length = 0;
  port.say({ type: 'sit', connection: '2', address: ADDRESS });
  expect(port.heard).toContainEqual({ type: 'order', connection: '1', order: { type: 'watch' } });
});

test('a connection that was not meant when the room was joined is on its own', () => {
  join();
  const port = session();
  port.say({ type: 'sit', connection: '2', address: 'lab.example/second' });
  expect(port.heard).toEqual([{ type: 'order', connection: '2', order: { type: 'solo' } }]);
});

describe('a side panel', () => {
  test('is told what is so at once and on change, chat included, until it is closed', () => {
    const { client, events } = join();
    const port = panel();
    client.panel = { ...client.panel, chat: [said] };
    events.onChange();
    port.close();
    events.onChange();
    expect(port.heard).toHaveLength(2);
    expect(port.heard[1]).toEqual({ type: 'state', tabId: 7, state: client.panel });
  });

  test('that was there first sees the room that is joined then', () => {
    const port = panel();
    const { client } = join();
    expect(port.heard).toEqual([
      { type: 'state', tabId: 7, state: null },
      { type: 'state', tabId: 7, state: client.panel },
    ]);
  });

  test('acts on the room of the tab it looks at', () => {
    const first = join();
    const second = join({ ...SEAT, tabId: 8 });
    const port = panel(7);
    port.say({ type: 'look', tabId: 8 });
    port.say({ type: 'act', act: { type: 'chat', text: 'hello' } });
    expect(first.client.told).toEqual([]);
    expect(second.client.told).toEqual([{ type: 'chat', text: 'hello' }]);
  });
});

describe('leaving', () => {
  test('ends the membership, frees the session and empties the panel', () => {
    const { client } = join();
    const port = seated();
    const side = panel();
    host.leave(7);
    expect(client.isStopped).toBe(true);
    expect(port.heard.at(-1)).toEqual({ type: 'order', connection: '1', order: { type: 'solo' } });
    expect(side.heard.at(-1)).toEqual({ type: 'state', tabId: 7, state: null });
    expect(host.tabs).toEqual([]);
  });

  test('for another room in the same tab leaves the first', () => {
    const first = join();
    join();
    expect(first.client.isStopped).toBe(true);
    expect(host.tabs).toEqual([7]);
  });
});

test.each<[string, string, PortOwner | null]>([
  ['a page’s port from a content script', 'room-panel', { type: 'session', tabId: 7, frameId: 0 }],
  ['a session’s port from a page of the extension', 'room', { type: 'page' }],
  ['a port of nobody known', 'room', null],
  ['a port of another name', 'other', { type: 'page' }],
])('%s is not taken', (_, name, owner) => {
  expect(host.connect(name, owner, new FakeHostPort())).toBe(false);
});

describe('a room whose tab got another number', () => {
  test('goes on there, with whoever sits down at the same address', () => {
    const { client, events } = join();
    const before = seated();
    host.move(7, 9);
    expect(host.tabs).toEqual([9]);
    client.told.length = 0;
    const after = session({ tabId: 9, frameId: 0 });
    after.say({ type: 'sit', connection: '2', address: ADDRESS });
    expect(client.told).toEqual(['reseat']);
    events.onSeatOrder({ type: 'granted', epoch: 3 });
    expect(after.heard).toContainEqual({
      type: 'order',
      connection: '2',
      order: { type: 'granted', epoch: 3 },
    });
    expect(JSON.stringify(before.heard)).not.toContain('granted');
  });

  test('hears the old tab no more', () => {
    const { client } = join();
    const before = seated();
    host.move(7, 9);
    client.told.length = 0;
    before.say({ type: 'word', connection: '1', word: { type: 'drained', epoch: 1, unacknowledged: 0 } });
    expect(client.told).toEqual([]);
  });

  test('is shown to who looks at the new number, and no more to who looks at the old one', () => {
    const { client } = join();
    const old = panel(7);
    const fresh = panel(9);
    host.move(7, 9);
    expect(old.heard.at(-1)).toEqual({ type: 'state', tabId: 7, state: null });
    expect(fresh.heard.at(-1)).toEqual({ type: 'state', tabId: 9, state: client.panel });
    fresh.say({ type: 'act', act: { type: 'ask' } });
    expect(client.told.at(-1)).toEqual({ type: 'ask' });
  });

  test('is nothing where there is none', () => {
    host.move(7, 9);
    expect(host.tabs).toEqual([]);
  });
});
