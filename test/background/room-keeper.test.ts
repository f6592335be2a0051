import { beforeEach, describe, expect, test } from 'vitest';
import type { RoomDoor } from '../../src/background/room-door.ts';
import { RoomKeeper } from '../../src/background/room-keeper.ts';
import { EMPTY_TAB, withReports } from '../../src/background/tab-record.ts';
import { TabRecords } from '../../src/background/tab-records.ts';
import { type ManagedPolicy, NO_MANAGED_POLICY } from '../../src/model/policy/managed-policy.ts';
import type { SessionReport } from '../../src/model/port/extension-message.ts';
import { FakeBrowser } from './fake-browser.ts';

const START = 'https://relay.example/j#s=a.b.c';
const INVITE = `https://relay.example/j#r=${'r'.repeat(22)}&t=d.e.f&k=${'k'.repeat(42)}A`;
const RELAY = 'https://relay.example';
const ALLOWED = 'wss://relay.example/*';
const SEAT = { tabId: 7, frameId: 0, connection: '1' };
const document = { frameId: 0, documentId: 'd1', host: 'lab.example' };
const from = { tabId: 7, ...document, origin: 'https://lab.example', isPrivate: false };
const report: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
};

let browser: FakeBrowser;
let asked: unknown[];
let fault: Error | undefined;
let keeper: RoomKeeper;
let managed: ManagedPolicy;

/** The worker starts, with what the browser has kept. */
function start(api: Partial<FakeBrowser['api']> = {}): RoomKeeper {
  const door: RoomDoor = {
    join: async (message) => {
      if (fault !== undefined) throw fault;
      asked.push(message);
    },
    leave: async (tabId) => {
      if (fault !== undefined) throw fault;
      asked.push({ leave: tabId });
    },
    move: async (tabId, toTabId) => {
      asked.push({ move: [tabId, toTabId] });
    },
  };
  const records = new TabRecords(browser.api.storage.session, async () => {});
  return new RoomKeeper({ api: { ...browser.api, ...api }, records, door, managed: async () => managed });
}

beforeEach(async () => {
  asked = [];
  fault = undefined;
  managed = NO_MANAGED_POLICY;
  browser = new FakeBrowser();
  browser.origins = [ALLOWED];
  browser.tabs.set(7, { id: 7, url: 'https://lab.example/vnc.html', documents: [] });
  const records = new TabRecords(browser.api.storage.session, async () => {});
  await records.change(7, () => withReports(EMPTY_TAB, document, [report]));
  keeper = start();
});

const join = (link = START, seat = SEAT) => keeper.join({ seat, link, name: 'Anna', mode: 'watch' });

describe('joining', () => {
  test('asks the host, and tells the link of that frame where the room is', async () => {
    expect(await join()).toEqual({ type: 'joining' });
    expect(asked).toEqual([{ type: 'host-join', seat: SEAT, link: START, name: 'Anna', mode: 'watch' }]);
    expect(browser.sentToTabs).toEqual([
      { tabId: 7, frameId: 0, message: { type: 'room', relayHost: 'relay.example' } },
    ]);
    expect(await keeper.relayHostOf(from)).toBe('relay.example');
    expect(await keeper.relayHostOf({ ...from, frameId: 2 })).toBeNull();
  });

  test.each([
    ['what is no link', () => join('hello'), { type: 'bad-link' }],
    ['a session that is gone', () => join(START, { ...SEAT, connection: '9' }), { type: 'no-session' }],
  ])('does nothing for %s', async (_, act, outcome) => {
    expect(await act()).toEqual(outcome);
    expect(asked).toEqual([]);
    expect(browser.local).toEqual({});
  });

  test('does nothing while the relay may not be reached', async () => {
    browser.origins = [];
    expect(await join()).toEqual({ type: 'not-allowed', relay: RELAY });
    expect(asked).toEqual([]);
  });

  test('needs no permission for a relay on this very machine', async () => {
    browser.origins = [];
    expect(await join('http://127.0.0.1:8787/j#s=a.b.c')).toEqual({ type: 'joining' });
  });

  test('that the browser cannot carry out leaves the session free, and says why', async () => {
    fault = new Error('no memory');
    expect(await join()).toEqual({ type: 'failed', fault: 'no memory' });
    expect(await keeper.relayHostOf(from)).toBeNull();
    expect(browser.sentToTabs).toEqual([]);
  });
});

describe('joining while the tab is in a room', () => {
  const told = (): unknown[] => browser.sentToTabs.map(({ frameId, message }) => [frameId, message]);
  const none = { type: 'room', relayHost: null };
  const there = { type: 'room', relayHost: 'relay.example' };

  test('lets the link go of the first room before it hears of the next, on the same relay too', async () => {
    await join();
    await join(INVITE);
    expect(told()).toEqual([
      [0, there],
      [0, none],
      [0, there],
    ]);
  });

  test('frees the frame that had the first room', async () => {
    const inner = { frameId: 3, documentId: 'd2', host: 'lab.example' };
    const records = new TabRecords(browser.api.storage.session, async () => {});
    await records.change(7, (tab) => withReports(tab, inner, [report]));
    await join();
    await join(INVITE, { ...SEAT, frameId: 3 });
    expect(told().slice(1)).toEqual([
      [0, none],
      [3, there],
    ]);
  });

  test('frees the session if the browser cannot carry it out', async () => {
    await join();
    fault = new Error('no memory');
    expect(await join(INVITE)).toEqual({ type: 'failed', fault: 'no memory' });
    expect(told().at(-1)).toEqual([0, none]);
    expect(await keeper.relayHostOf(from)).toBeNull();
  });
});

describe('what is stored', () => {
  test('is the relay, its start link and the own name; of an invite nothing', async () => {
    await join(INVITE);
    expect(JSON.stringify(browser.local)).not.toMatch(/d\.e\.f|kkk|rrr/);
    await join(START);
    await join(INVITE);
    expect(browser.local).toEqual({
      rooms: { name: 'Anna', relays: [{ origin: RELAY, startLink: START }] },
    });
    expect(JSON.stringify(browser.session)).not.toMatch(/a\.b\.c|d\.e\.f|kkk|rrr/);
  });

  test('from a private window is nothing', async () => {
    const { get } = browser.api.tabs;
    const tabs = {
      ...browser.api.tabs,
      get: async (id: number) => ({ ...(await get(id)), incognito: true }),
    };
    keeper = start({ tabs });
    expect(await join()).toEqual({ type: 'joining' });
    expect(browser.local).toEqual({});
  });

  test('is forgotten on request', async () => {
    await join();
    await keeper.forgetRelay(RELAY);
    expect((await keeper.entry(7)).relays).toEqual([]);
  });
});

describe('one click', () => {
  test('begins a room on a relay that is known, allowed and has a start link, under the known name', async () => {
    await join();
    expect(await keeper.ready()).toEqual({ relays: ['relay.example'] });
    asked.length = 0;
    expect(await keeper.startHere(from, '1', 'relay.example')).toEqual({ type: 'joining' });
    expect(asked).toEqual([{ type: 'host-join', seat: SEAT, link: START, name: 'Anna', mode: 'operate' }]);
  });

  test('is not offered for a relay that was only joined, nor without permission, nor without a name', async () => {
    await join(INVITE);
    expect(await keeper.ready()).toEqual({ relays: [] });
    await join(START);
    browser.origins = [];
    expect(await keeper.ready()).toEqual({ relays: [] });
    browser.origins = [ALLOWED];
    await keeper.setName('');
    expect(await keeper.ready()).toEqual({ relays: [] });
    expect(await keeper.startHere(from, '1', 'relay.example')).toEqual({ type: 'no-relay' });
  });
});

describe('leaving', () => {
  test('frees the session and tells its link', async () => {
    await join();
    await keeper.leave(7);
    expect(asked.at(-1)).toEqual({ leave: 7 });
    expect(browser.sentToTabs.at(-1)?.message).toEqual({ type: 'room', relayHost: null });
    expect(await keeper.relayHostOf(from)).toBeNull();
  });

  test('tells the link also when no host can be asked: nobody could open its gate any more', async () => {
    await join();
    fault = new Error('no memory');
    await expect(keeper.leave(7)).rejects.toThrow('no memory');
    expect(browser.sentToTabs.at(-1)?.message).toEqual({ type: 'room', relayHost: null });
    expect(await keeper.relayHostOf(from)).toBeNull();
  });

  test('comes with the end of the tab, and only if it had a room', async () => {
    await keeper.tabClosed(7);
    expect(asked).toEqual([]);
    await join();
    await keeper.tabClosed(7);
    expect(asked.at(-1)).toEqual({ leave: 7 });
  });

  test('works for a room whose host was lost with the worker', async () => {
    await join();
    keeper = start();
    expect((await keeper.entry(7)).room).toBe(RELAY);
    await keeper.leave(7);
    expect((await keeper.entry(7)).room).toBeNull();
  });
});

describe('a tab that the browser gave another number', () => {
  test('keeps its room: what is loaded there has no control before the room has spoken', async () => {
    await join();
    await keeper.tabReplaced(7, 9);
    expect(asked.at(-1)).toEqual({ move: [7, 9] });
    expect(await keeper.relayHostOf({ ...from, tabId: 9 })).toBe('relay.example');
    expect(await keeper.relayHostOf(from)).toBeNull();
    expect((await keeper.entry(9)).room).toBe(RELAY);
    await keeper.tabClosed(9);
    expect(asked.at(-1)).toEqual({ leave: 9 });
  });

  test('is nothing to the host if it had no room', async () => {
    await keeper.tabReplaced(7, 9);
    expect(asked).toEqual([]);
    expect(browser.sentToTabs).toEqual([]);
  });
});

describe('a facility', () => {
  test('that names its relays allows no other, and no other is offered', async () => {
    await join();
    managed = { ...NO_MANAGED_POLICY, relays: ['https://other.example'] };
    expect(await join()).toEqual({ type: 'forbidden', relay: RELAY });
    expect((await keeper.entry(7)).relays).toEqual([]);
    expect(await keeper.ready()).toEqual({ relays: [] });
    managed = { ...NO_MANAGED_POLICY, relays: [RELAY] };
    expect(await join()).toEqual({ type: 'joining' });
    expect((await keeper.entry(7)).relays).toEqual([{ origin: RELAY, canStart: true }]);
  });

  test('that has switched rooms off ends those that are', async () => {
    await join();
    await keeper.leaveForbidden();
    expect((await keeper.entry(7)).room).toBe(RELAY);
    managed = { ...NO_MANAGED_POLICY, disabled: ['rooms'] };
    await keeper.leaveForbidden();
    expect(asked.at(-1)).toEqual({ leave: 7 });
    expect((await keeper.entry(7)).room).toBeNull();
    expect(await join()).toEqual({ type: 'forbidden', relay: RELAY });
  });
});

describe('the form', () => {
  test('offers the sessions of the tab', async () => {
    expect((await keeper.entry(7)).sessions).toEqual([{ ...SEAT, host: 'lab.example' }]);
  });

  test('over a page without one, such as an invite’s, offers those of all tabs', async () => {
    expect((await keeper.entry(8)).sessions).toEqual([{ ...SEAT, host: 'lab.example' }]);
  });
});

describe('the side panel', () => {
  test('opens for a click in the page where the browser allows it, before anything is waited for', async () => {
    const opened: unknown[] = [];
    keeper = start({ sidePanel: { open: async (place) => void opened.push(place) } });
    const answer = keeper.openPage(from);
    expect(opened).toEqual([{ tabId: 7 }]);
    expect(await answer).toEqual({ how: 'opened' });
  });

  test('has to be opened by hand elsewhere', async () => {
    expect(await keeper.openPage(from)).toEqual({ how: 'by-hand' });
    keeper = start({ sidePanel: { open: () => Promise.reject(new Error('no gesture')) } });
    expect(await keeper.openPage(from)).toEqual({ how: 'by-hand' });
  });
});
