import { changeDecoder, pieceDecoder, saidChangeDecoder } from '../annotation/change-decoder.ts';
import { seatWordDecoder } from '../control/seat-word-decoder.ts';
import {
  boolean,
  choice,
  type Decoder,
  list,
  nullable,
  number,
  object,
  string,
  tagged,
} from '../decode/decode.ts';
import { memberIdDecoder } from '../room/name-decoders.ts';
import { MAX_NAME } from '../room/room-limits.ts';
import { MAX_ADDRESS } from './hook-message.ts';
import { roomActDecoder, roomModeDecoder, roomPanelActDecoder } from './room-command-decoder.ts';
import {
  type DrawingNews,
  type FramebufferPlace,
  type FromContentAboutRooms,
  type FromPagesAboutRooms,
  type FromPanel,
  type HeardFromSession,
  type HostRooms,
  type KnownRelay,
  MAX_DRAWN,
  type ReadyRelays,
  type RoomEntry,
  type RoomOutcome,
  type RoomPageOpened,
  type RoomSeat,
  type RoomSession,
  type ToPanel,
  type ToRoomHost,
} from './room-port.ts';
import {
  framebufferPlace,
  MAX_RELAYS,
  relayHostDecoder,
  roomPanelStateDecoder,
} from './room-view-decoder.ts';
import { connectionName } from './session-words.ts';

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** Characters of a link that was pasted. A token alone may have 2048. */
export const MAX_LINK = 4096;
/** A scheme before a host and its port. */
const MAX_ORIGIN = 320;
const MAX_TABS = 200;
const MAX_SESSIONS = 64;
const MAX_FAULT_TEXT = 2000;

const tabId = number(0, 2 ** 31 - 1);
const frameId = number(0, Number.MAX_SAFE_INTEGER);
const origin = string(MAX_ORIGIN);
const link = string(MAX_LINK);
const name = string(MAX_NAME);

const seat = object<RoomSeat>({ tabId, frameId, connection: connectionName });

type Session<T extends HeardFromSession['type']> = Extract<HeardFromSession, { readonly type: T }>;

/** For the room host: what a document with a session may say. */
export const fromSessionDecoder: Decoder<HeardFromSession> = tagged<HeardFromSession>({
  sit: object<Session<'sit'>>({ ...tag('sit'), connection: connectionName, address: string(MAX_ADDRESS) }),
  word: object<Session<'word'>>({ ...tag('word'), connection: connectionName, word: seatWordDecoder }),
  act: object<Session<'act'>>({ ...tag('act'), act: roomActDecoder }),
  point: object<Session<'point'>>({
    ...tag('point'),
    place: nullable(object<FramebufferPlace>({ x: framebufferPlace, y: framebufferPlace })),
  }),
  draw: object<Session<'draw'>>({ ...tag('draw'), change: changeDecoder }),
  live: object<Session<'live'>>({ ...tag('live'), piece: pieceDecoder }),
  board: object<Session<'board'>>(tag('board')),
  outsider: object<Session<'outsider'>>(tag('outsider')),
  ping: object<Session<'ping'>>(tag('ping')),
});

type News<T extends DrawingNews['type']> = Extract<DrawingNews, { readonly type: T }>;

/** For the overlay: what a room host tells of drawing. */
export const drawingNewsDecoder: Decoder<DrawingNews> = tagged<DrawingNews>({
  drawn: object<News<'drawn'>>({
    ...tag('drawn'),
    connection: connectionName,
    changes: list(saidChangeDecoder, MAX_DRAWN),
  }),
  live: object<News<'live'>>({
    ...tag('live'),
    connection: connectionName,
    from: memberIdDecoder,
    piece: pieceDecoder,
  }),
});

type Panel<T extends FromPanel['type']> = Extract<FromPanel, { readonly type: T }>;

/** For the room host: what the extension's own pages may say. */
export const fromPanelDecoder: Decoder<FromPanel> = tagged<FromPanel>({
  look: object<Panel<'look'>>({ ...tag('look'), tabId }),
  act: object<Panel<'act'>>({ ...tag('act'), act: roomPanelActDecoder }),
  ping: object<Panel<'ping'>>(tag('ping')),
});

export const toPanelDecoder: Decoder<ToPanel> = object<ToPanel>({
  type: choice('state'),
  tabId,
  state: nullable(roomPanelStateDecoder),
});

type Host<T extends ToRoomHost['type']> = Extract<ToRoomHost, { readonly type: T }>;

/** For the offscreen document: what the background asks of the rooms in it. */
export const toRoomHostDecoder: Decoder<ToRoomHost> = tagged<ToRoomHost>({
  'host-join': object<Host<'host-join'>>({ ...tag('host-join'), seat, link, name, mode: roomModeDecoder }),
  'host-leave': object<Host<'host-leave'>>({ ...tag('host-leave'), tabId }),
  'host-move': object<Host<'host-move'>>({ ...tag('host-move'), tabId, toTabId: tabId }),
});

export const hostRoomsDecoder: Decoder<HostRooms> = object<HostRooms>({ tabs: list(tabId, MAX_TABS) });

type Page<T extends FromPagesAboutRooms['type']> = Extract<FromPagesAboutRooms, { readonly type: T }>;

/** What the extension's own pages may say about rooms: part of `fromPagesDecoder`. */
export const fromPagesAboutRooms = {
  'room-entry': object<Page<'room-entry'>>({ ...tag('room-entry'), tabId }),
  'join-room': object<Page<'join-room'>>({ ...tag('join-room'), seat, link, name, mode: roomModeDecoder }),
  'start-room': object<Page<'start-room'>>({ ...tag('start-room'), seat, relay: origin, name }),
  'leave-room': object<Page<'leave-room'>>({ ...tag('leave-room'), tabId }),
  'forget-relay': object<Page<'forget-relay'>>({ ...tag('forget-relay'), relay: origin }),
  'set-room-name': object<Page<'set-room-name'>>({ ...tag('set-room-name'), name }),
};

type Content<T extends FromContentAboutRooms['type']> = Extract<FromContentAboutRooms, { readonly type: T }>;

/** What content scripts may say about rooms: part of `fromContentDecoder`. */
export const fromContentAboutRooms = {
  'ready-relays': object<Content<'ready-relays'>>(tag('ready-relays')),
  'start-room-here': object<Content<'start-room-here'>>({
    ...tag('start-room-here'),
    connection: connectionName,
    relayHost: relayHostDecoder,
  }),
  'open-room-page': object<Content<'open-room-page'>>(tag('open-room-page')),
};

export const readyRelaysDecoder: Decoder<ReadyRelays> = object<ReadyRelays>({
  relays: list(relayHostDecoder, MAX_RELAYS),
});

export const roomPageOpenedDecoder: Decoder<RoomPageOpened> = object<RoomPageOpened>({
  how: choice('opened', 'by-hand'),
});

export const knownRelayDecoder: Decoder<KnownRelay> = object<KnownRelay>({ origin, canStart: boolean });

export const roomEntryDecoder: Decoder<RoomEntry> = object<RoomEntry>({
  name,
  relays: list(knownRelayDecoder, MAX_RELAYS),
  sessions: list(
    object<RoomSession>({ tabId, frameId, connection: connectionName, host: nullable(string(300)) }),
    MAX_SESSIONS,
  ),
  room: nullable(origin),
});

type Outcome<T extends RoomOutcome['type']> = Extract<RoomOutcome, { readonly type: T }>;

export const roomOutcomeDecoder: Decoder<RoomOutcome> = tagged<RoomOutcome>({
  joining: object<Outcome<'joining'>>(tag('joining')),
  'bad-link': object<Outcome<'bad-link'>>(tag('bad-link')),
  'no-session': object<Outcome<'no-session'>>(tag('no-session')),
  'no-relay': object<Outcome<'no-relay'>>(tag('no-relay')),
  forbidden: object<Outcome<'forbidden'>>({ ...tag('forbidden'), relay: origin }),
  'not-allowed': object<Outcome<'not-allowed'>>({ ...tag('not-allowed'), relay: origin }),
  failed: object<Outcome<'failed'>>({ ...tag('failed'), fault: string(MAX_FAULT_TEXT) }),
});
