import { beforeEach, describe, expect, test } from 'vitest';
import {
  PING_MS,
  type RoomEntry,
  type RoomOutcome,
  type ToPanel,
} from '../../../src/model/port/room-port.ts';
import type { RoomPanelState } from '../../../src/model/port/room-view.ts';
import { chatFileName, chatJson, chatText } from '../../../src/pages/room/chat-file.ts';
import type { FrontTab, HostLine, RoomPagePort } from '../../../src/pages/room/room-page-port.ts';
import { RoomPageStore } from '../../../src/pages/room/room-page-store.ts';
import { roomOf } from '../../ui/room/room-of.ts';

const RELAY = 'https://relay.example';
const START = `${RELAY}/j#s=a.b.c`;
const session = { tabId: 7, frameId: 0, connection: '1', host: 'lab.example' };
const entry: RoomEntry = { name: 'Anna', relays: [], sessions: [session], room: null };
const state: RoomPanelState = {
  status: { type: 'joining', relayHost: 'relay.example', stage: 'lobby' },
  chat: [],
  droppedChat: 0,
  invites: [],
};
const lost = { type: 'ended', relayHost: 'relay.example', reason: 'unreachable' };
const wish = { session, name: 'Anna', mode: 'operate' as const };

class FakePort implements RoomPagePort {
  readonly asked: string[] = [];
  readonly said: unknown[] = [];
  readonly files: { readonly name: string; readonly content: string }[] = [];
  tab: FrontTab = { id: 7, invite: null };
  answers = new Map<number, RoomEntry>([[7, entry]]);
  grants = true;
  outcome: RoomOutcome = { type: 'joining' };
  change: () => void = () => {};
  hostSays: (message: ToPanel) => void = () => {};
  hostDies: () => void = () => {};
  tick: () => void = () => {};

  frontTab = async () => this.tab;
  onChange = (listener: () => void) => {
    this.change = listener;
    return () => {};
  };
  entry = async (tabId: number) => this.answers.get(tabId);
  openLine = (onState: (message: ToPanel) => void, onClosed: () => void): HostLine => {
    this.asked.push('line');
    this.hostSays = onState;
    this.hostDies = onClosed;
    return { send: (message) => void this.said.push(message), close: () => void this.asked.push('close') };
  };
  request = async (relay: string) => {
    this.asked.push(`request ${relay}`);
    return this.grants;
  };
  join = async (seat: unknown, link: string, name: string, mode: string) => {
    expect(seat).toEqual({ tabId: 7, frameId: 0, connection: '1' });
    this.asked.push(`join ${link} ${name} ${mode}`);
    if (this.outcome.type === 'joining') this.answers.set(7, { ...entry, room: RELAY });
    return this.outcome;
  };
  start = async (_seat: unknown, relay: string) => {
    this.asked.push(`start ${relay}`);
    return this.outcome;
  };
  leave = async (tabId: number) => {
    this.asked.push(`leave ${tabId}`);
    this.answers.set(tabId, entry);
  };
  forgetRelay = async (relay: string) => void this.asked.push(`forget ${relay}`);
  setName = async (name: string) => void this.asked.push(`name ${name}`);
  show = async (tabId: number) => void this.asked.push(`show ${tabId}`);
  nowMs = () => 1000;
  wallMs = () => Date.UTC(2026, 0, 2, 3, 4, 5);
  every = (periodMs: number, callback: () => void) => {
    expect(periodMs).toBe(PING_MS);
    this.tick = callback;
    return () => {};
  };
  save = (name: string, content: string) => void this.files.push({ name, content });
}

let port: FakePort;
let store: RoomPageStore;
let stop: () => void;

/** Promises that are under way have ended. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

async function open(): Promise<void> {
  store = new RoomPageStore(port);
  stop = store.start();
  await settled();
}

beforeEach(async () => {
  port = new FakePort();
  await open();
});

describe('a panel over a session without a room', () => {
  test('offers ways into one, and opens no port', () => {
    expect(store.picture.value).toMatchObject({ entry, state: null });
    expect(port.asked).toEqual([]);
  });

  test('asks for the relay in the very turn of the click, then joins and listens', async () => {
    store.join({ ...wish, link: START });
    expect(port.asked).toEqual([`request ${RELAY}`]);
    await settled();
    expect(port.asked).toEqual([`request ${RELAY}`, `join ${START} Anna operate`, 'line']);
    expect(port.said).toEqual([{ type: 'look', tabId: 7 }]);
    port.hostSays({ type: 'state', tabId: 7, state });
    expect(store.picture.value).toMatchObject({ state, heardAtMs: 1000, outcome: { type: 'joining' } });
  });

  test('does not join when the relay may not be reached, and says so', async () => {
    port.grants = false;
    store.begin({ ...wish, relay: RELAY });
    await settled();
    expect(port.asked).toEqual([`request ${RELAY}`]);
    expect(store.picture.value.outcome).toEqual({ type: 'not-allowed', relay: RELAY });
  });

  test('brings the session to the front when the invite lay in another tab', async () => {
    port.tab = { id: 8, invite: START };
    port.answers.set(8, entry);
    port.change();
    await settled();
    expect(store.picture.value.invite).toBe(START);
    store.join({ ...wish, link: START });
    await settled();
    expect(port.asked).toContain('show 7');
  });
});

describe('a panel over a session with a room', () => {
  beforeEach(async () => {
    port.answers.set(7, { ...entry, room: RELAY });
    port.change();
    await settled();
    port.hostSays({ type: 'state', tabId: 7, state });
  });

  test('passes on what is done in it', () => {
    port.said.length = 0;
    store.act({ type: 'chat', text: 'hello' });
    expect(port.said).toEqual([{ type: 'chat', text: 'hello' }].map((act) => ({ type: 'act', act })));
  });

  test('keeps a new name for the next room', () => {
    store.act({ type: 'rename', name: 'Ada' });
    expect(port.asked).toContain('name Ada');
  });

  test('keeps its host awake', () => {
    port.said.length = 0;
    port.tick();
    expect(port.said).toEqual([{ type: 'ping' }]);
  });

  test('leaves by the background, which also frees a session whose host was lost', async () => {
    store.act({ type: 'leave' });
    await settled();
    expect(port.asked).toContain('leave 7');
    expect(store.picture.value.state).toBeNull();
    expect(port.asked.at(-1)).toBe('close');
  });

  test('says that the room is lost when the host dies, or comes back without it', async () => {
    port.hostDies();
    expect(store.picture.value.state?.status).toEqual(lost);
    port.change();
    await settled();
    port.hostSays({ type: 'state', tabId: 7, state: null });
    expect(store.picture.value.state?.status).toEqual(lost);
  });

  test('follows the tab in front, and shows nothing of the one before', async () => {
    port.answers.set(8, { ...entry, room: RELAY });
    port.tab = { id: 8, invite: null };
    port.change();
    await settled();
    expect(port.said.at(-1)).toEqual({ type: 'look', tabId: 8 });
    expect(store.picture.value.state).toBeNull();
    port.hostSays({ type: 'state', tabId: 7, state });
    expect(store.picture.value.state).toBeNull();
  });

  test('closes its port when it is closed', () => {
    stop();
    expect(port.asked.at(-1)).toBe('close');
  });
});

describe('who had control before', () => {
  const ada = 'a'.repeat(22);
  const ben = 'b'.repeat(22);
  /** All that is looked at here. */
  const heldBy = (holder: string, epoch: number): RoomPanelState => ({
    ...state,
    status: { type: 'in', room: roomOf({ phase: { type: 'held', holder }, lock: { epoch } }) },
  });

  test('is kept from one state to the next, and forgotten with the tab', async () => {
    port.answers.set(7, { ...entry, room: RELAY });
    port.answers.set(8, entry);
    await store.look();
    port.hostSays({ type: 'state', tabId: 7, state: heldBy(ada, 1) });
    expect(store.picture.value.former).toBeNull();
    port.hostSays({ type: 'state', tabId: 7, state: heldBy(ben, 2) });
    expect(store.picture.value.former).toBe(ada);
    port.tab = { id: 8, invite: null };
    await store.look();
    expect(store.picture.value.former).toBeNull();
  });
});

describe('an exported chat', () => {
  const said = { id: 1, from: 'a'.repeat(22), name: 'Anna', wallMs: 0, mentionsSelf: false } as const;

  test('has a line a message, with time and name, and says what was not sent', () => {
    expect(
      chatText([
        { ...said, text: 'one\ntwo', state: 'received' },
        { ...said, text: 'three', state: 'failed' },
      ]),
    ).toBe(
      '1970-01-01T00:00:00.000Z  Anna: one\n    two\n1970-01-01T00:00:00.000Z  Anna (not sent): three\n',
    );
  });

  test('is saved under a name that sorts by time', () => {
    store.exportChat('text');
    expect(port.files).toEqual([{ name: 'rice-room-chat-2026-01-02T03-04-05.txt', content: '' }]);
    expect(chatFileName(0, 'json')).toBe('rice-room-chat-1970-01-01T00-00-00.json');
  });

  test('is data too: with who said each, by the id that no other has, and what is missing', () => {
    const entry = { ...said, text: 'one\ntwo', state: 'received', mentionsSelf: true } as const;
    const json = chatJson({ chat: [entry], droppedChat: 2 }, Date.UTC(2026, 0, 2));
    expect(JSON.parse(json)).toEqual({
      format: 'rice-novnc-room-chat',
      version: 1,
      made: '2026-01-02T00:00:00.000Z',
      dropped: 2,
      messages: [
        {
          time: '1970-01-01T00:00:00.000Z',
          member: 'a'.repeat(22),
          name: 'Anna',
          text: 'one\ntwo',
          state: 'received',
        },
      ],
    });
  });

  test('says in JSON that there is nothing', () => {
    store.exportChat('json');
    const [file] = port.files;
    expect(file?.name).toBe('rice-room-chat-2026-01-02T03-04-05.json');
    expect(JSON.parse(file?.content ?? '')).toMatchObject({ version: 1, dropped: 0, messages: [] });
  });
});
