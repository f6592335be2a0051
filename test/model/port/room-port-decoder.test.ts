import { describe, expect, test } from 'vitest';
import { type Decoder, run } from '../../../src/model/decode/decode.ts';
import { fromContentDecoder, fromPagesDecoder } from '../../../src/model/port/extension-message-decoder.ts';
import { roomActDecoder, roomPanelActDecoder } from '../../../src/model/port/room-command-decoder.ts';
import {
  drawingNewsDecoder,
  fromPanelDecoder,
  fromSessionDecoder,
  toPanelDecoder,
  toRoomHostDecoder,
} from '../../../src/model/port/room-port-decoder.ts';
import { heardInSessionDecoder } from '../../../src/model/port/room-session-decoder.ts';
import type { RoomPanelState, RoomState } from '../../../src/model/port/room-view.ts';
import { roomStatusDecoder } from '../../../src/model/port/room-view-decoder.ts';

const ANNA = 'a'.repeat(22);
const BEN = 'b'.repeat(22);
const person = {
  id: ANNA,
  name: 'Anna',
  nameDoubt: null,
  role: 'operator',
  isPresent: true,
  isSelf: true,
  mode: 'operate',
  trust: 'proven',
} as const;
const room: RoomState = {
  self: ANNA,
  relayHost: 'relay.example:8787',
  people: [person],
  lock: {
    seq: 3,
    epoch: 2,
    phase: { type: 'held', holder: ANNA },
    queue: [{ member: BEN, waitingMs: 10, leftMs: 20 }],
    idlePassMs: null,
    keepsIdle: false,
    mayStillExecute: null,
  },
  lockAgeMs: 40,
  lostMs: null,
  answer: { type: 'denied', by: BEN, reason: 'not-now', agoMs: 5 },
  pointers: [{ member: BEN, x: 3, y: 4, agoMs: 100 }],
  alarms: [
    { type: 'outsider', agoMs: 3 },
    { type: 'bad-messages', count: 2, from: null },
  ],
  unread: 1,
  knocking: [],
};
const state: RoomPanelState = {
  status: { type: 'in', room },
  chat: [{ id: 1, from: BEN, name: 'Ben', text: 'hi', wallMs: 1e12, state: 'received', mentionsSelf: true }],
  droppedChat: 0,
  invites: [{ link: 'https://relay.example/j#x', role: 'observer', wallMs: 1e12, lifeMs: 1000 }],
};
const SEAT = { tabId: 7, frameId: 0, connection: '1' };

const taken: readonly (readonly [string, Decoder<unknown>, unknown])[] = [
  ['a seat', fromSessionDecoder, { type: 'sit', connection: '1', address: 'lab.example/ws' }],
  [
    'a word of the gate',
    fromSessionDecoder,
    {
      type: 'word',
      connection: '1',
      word: { type: 'renew', epoch: 1, nonce: 2, idleMs: 3, unacknowledged: 0 },
    },
  ],
  ['a pointer that left', fromSessionDecoder, { type: 'point', place: null }],
  [
    'a mark that is erased',
    fromSessionDecoder,
    { type: 'draw', change: { type: 'erase', of: BEN, numbers: [3] } },
  ],
  ['a stroke that came to nothing', fromSessionDecoder, { type: 'live', piece: { number: 3, tool: 'none' } }],
  ['a look at the board', fromSessionDecoder, { type: 'board' }],
  [
    'news of a stroke',
    drawingNewsDecoder,
    { type: 'live', connection: '1', from: BEN, piece: { number: 3, tool: 'none' } },
  ],
  ['an act on the picture', fromSessionDecoder, { type: 'act', act: { type: 'pass', to: BEN } }],
  ['an act in the panel', fromPanelDecoder, { type: 'act', act: { type: 'kick', member: BEN } }],
  ['the state of a room', toPanelDecoder, { type: 'state', tabId: 7, state }],
  ['no room', toPanelDecoder, { type: 'state', tabId: 7, state: null }],
  ['a status', roomStatusDecoder, state.status],
  ['an order', heardInSessionDecoder, { type: 'order', connection: '1', order: { type: 'drain', epoch: 1 } }],
  [
    'a host’s join',
    toRoomHostDecoder,
    { type: 'host-join', seat: SEAT, link: 'x', name: 'A', mode: 'watch' },
  ],
  ['a host’s move', toRoomHostDecoder, { type: 'host-move', tabId: 7, toTabId: 9 }],
  ['a page’s join', fromPagesDecoder, { type: 'join-room', seat: SEAT, link: 'x', name: 'A', mode: 'watch' }],
  ['one click', fromContentDecoder, { type: 'start-room-here', connection: '1', relayHost: 'relay.example' }],
];

const refused: readonly (readonly [string, Decoder<unknown>, unknown])[] = [
  ['a panel’s act from a document', fromSessionDecoder, { type: 'act', act: { type: 'chat', text: 'x' } }],
  [
    'a join from a content script',
    fromContentDecoder,
    {
      type: 'join-room',
      seat: SEAT,
      link: 'x',
      name: 'A',
      mode: 'watch',
    },
  ],
  ['a host’s order from a content script', fromContentDecoder, { type: 'host-leave', tabId: 7 }],
  ['a host’s order as a page’s', fromPagesDecoder, { type: 'host-leave', tabId: 7 }],
  ['a pointer outside of any screen', fromSessionDecoder, { type: 'point', place: { x: -1, y: 0 } }],
  [
    'a mark of an author that is none',
    fromSessionDecoder,
    { type: 'draw', change: { type: 'erase', of: 'me', numbers: [] } },
  ],
  [
    'more changes than one message has',
    drawingNewsDecoder,
    { type: 'drawn', connection: '1', changes: Array.from({ length: 101 }, () => null) },
  ],
  ['a chat that is too long', roomPanelActDecoder, { type: 'chat', text: 'x'.repeat(4097) }],
  ['an id that is none', roomActDecoder, { type: 'pass', to: '<script>' }],
  ['an unknown act', roomActDecoder, { type: 'explode' }],
  ['a field too many', roomActDecoder, { type: 'ask', epoch: 3 }],
];

describe('on the ports of rooms', () => {
  test.each(taken)('%s is taken, whole', (_, decoder, message) => {
    expect(run(decoder, JSON.parse(JSON.stringify(message)))).toEqual({ ok: true, value: message });
  });

  test.each(refused)('%s is not taken', (_, decoder, message) => {
    expect(run(decoder, message).ok).toBe(false);
  });
});

test('the link hands a status on unread', () => {
  const message = { type: 'status', connection: '1', status: { anything: true } };
  expect(run(heardInSessionDecoder, message)).toEqual({ ok: true, value: message });
});
