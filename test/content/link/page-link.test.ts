import { describe, expect, it } from 'vitest';
import type { ExtensionApi } from '../../../src/content/link/extension-api.ts';
import { PageLink } from '../../../src/content/link/page-link.ts';
import { MAX_MESSAGES_PER_SECOND } from '../../../src/content/link/port-limit.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { ToBackground } from '../../../src/model/port/extension-message.ts';
import { JOURNAL_KEY } from '../../../src/model/port/hook-message.ts';
import { aProfile } from '../../support/profiles.ts';
import { snapshotOf } from '../../support/snapshot-of.ts';

const MEASURE = { ...STRICT_POLICY, mode: 'measure' };

/** What the hook gets of the settings. */
const SET = [
  { type: 'policy', policy: MEASURE },
  { type: 'profiles', profiles: [aProfile] },
];

/** A link with a hook's port in the test's hands and an extension that does as told. */
class Rig {
  nowMs = 0;
  /** The port reads the clock once per message that comes in. */
  clockReads = 0;
  alive = true;
  /** What the background answers; throwing stands for a background that does not. */
  answer: (message: ToBackground) => unknown = () => ({
    policy: STRICT_POLICY,
    profiles: [],
    problemCount: 0,
  });
  readonly told: ToBackground[] = [];
  readonly stored = new Map<string, unknown>();
  readonly toHook: unknown[] = [];
  readonly toHost: unknown[] = [];
  sayAsHost: (message: unknown) => void = () => {};
  readonly hook: MessagePort;
  readonly link: PageLink;
  tell: (message: unknown) => unknown = () => undefined;
  readonly #waiting: (() => void)[] = [];
  #names = 0;

  constructor(setUp: (rig: Rig) => void = () => {}) {
    setUp(this);
    const { port1, port2 } = new MessageChannel();
    this.hook = port1;
    port1.onmessage = ({ data }) => this.toHook.push(data);
    const api: ExtensionApi = {
      send: async (message) => {
        this.told.push(message);
        return this.answer(message);
      },
      onMessage: (listener) => {
        this.tell = listener;
        return () => {};
      },
      connect: () => ({
        post: (message) => this.toHost.push(message),
        onMessage: (listener) => {
          this.sayAsHost = listener;
        },
        onDisconnect: () => {},
        disconnect: () => {},
      }),
      isAlive: () => this.alive,
    };
    this.link = new PageLink({
      api,
      world: {
        makeChannel: () => ({ mine: port2, theirs: port1 }),
        offer: () => true,
        listen: () => () => {},
        take: () => null,
        isLoading: () => true,
        onLoadingChange: () => () => {},
        later: () => {},
        closePort: () => {},
      },
      nowMs: () => {
        this.clockReads++;
        return this.nowMs;
      },
      newName: () => `session-${++this.#names}`,
      later: (_delayMs, callback) => this.#waiting.push(callback),
      stored: (key) => this.stored.get(key) ?? null,
    });
  }

  runLater(): void {
    for (const callback of this.#waiting.splice(0)) callback();
  }

  snapshots(): readonly unknown[] {
    let seen: readonly unknown[] = [];
    this.link.subscribe((snapshots) => {
      seen = snapshots;
    })();
    return seen;
  }
}

async function withRig(run: (rig: Rig) => Promise<void>, setUp?: (rig: Rig) => void): Promise<void> {
  const rig = new Rig(setUp);
  try {
    await run(rig);
  } finally {
    rig.hook.close();
  }
}

describe('the link', () => {
  it('asks for the settings and gives the hook its policy and its profiles', () =>
    withRig(
      async (rig) => {
        await expect.poll(() => rig.toHook).toEqual(SET);
        expect(rig.told).toEqual([{ type: 'site-settings' }]);
      },
      (rig) => {
        rig.answer = () => ({ policy: MEASURE, profiles: [aProfile], problemCount: 0 });
      },
    ));

  it('keeps the hook strict when the answer does not decode', () =>
    withRig(
      async (rig) => {
        await expect.poll(() => rig.told.length).toBe(1);
        rig.answer = () => ({ policy: { ...MEASURE, maxInputAgeMs: 9e9 }, profiles: [], problemCount: 0 });
        rig.tell({ type: 'settings-changed' });
        await expect.poll(() => rig.told.length).toBe(2);
        rig.answer = () => ({ policy: MEASURE, profiles: [{ ...aProfile, name: '' }], problemCount: 0 });
        rig.tell({ type: 'settings-changed' });
        await expect.poll(() => rig.told.length).toBe(3);
        rig.answer = () => ({ policy: MEASURE, profiles: [aProfile], problemCount: 0 });
        rig.tell({ type: 'settings-changed' });
        await expect.poll(() => rig.toHook).toEqual(SET);
      },
      (rig) => {
        rig.answer = () => 'nonsense';
      },
    ));

  it('asks again while the background does not answer', () =>
    withRig(
      async (rig) => {
        await expect.poll(() => rig.told.length).toBe(1);
        rig.answer = () => ({ policy: MEASURE, profiles: [aProfile], problemCount: 0 });
        await expect
          .poll(() => {
            rig.runLater();
            return rig.toHook;
          })
          .toEqual(SET);
      },
      (rig) => {
        rig.answer = () => {
          throw new Error('asleep');
        };
      },
    ));

  it('asks for the overlay once, and reports', () =>
    withRig(async (rig) => {
      rig.hook.postMessage({ type: 'ready' });
      rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
      rig.hook.postMessage({ type: 'session', snapshot: snapshotOf({ connection: '2' }) });
      await expect.poll(() => rig.snapshots().length).toBe(2);
      expect(rig.told.map(({ type }) => type)).toEqual(['site-settings', 'show-overlay', 'report']);
      expect(rig.told[2]).toEqual({
        type: 'report',
        reports: [
          {
            connection: '1',
            guarding: 'guarded',
            guardingReason: null,
            state: 'stable',
            blocked: null,
            roundTripMs: null,
            instrument: 'none',
          },
        ],
      });
    }));

  it('drops what does not decode and what comes too fast', () =>
    withRig(async (rig) => {
      rig.hook.postMessage({ type: 'snapshot', snapshot: { ...snapshotOf(), extra: 1 } });
      rig.hook.postMessage({ type: 'fetch', url: 'https://instrument.example' });
      rig.hook.postMessage('x'.repeat(1_000_000));
      for (let i = 0; i < MAX_MESSAGES_PER_SECOND; i++) rig.hook.postMessage({ type: 'ready' });
      rig.hook.postMessage({ type: 'snapshot', snapshot: snapshotOf({ connection: 'late' }) });
      await expect.poll(() => rig.clockReads).toBe(MAX_MESSAGES_PER_SECOND + 4);
      expect(rig.snapshots()).toEqual([]);
      rig.nowMs += 1000;
      rig.hook.postMessage({ type: 'snapshot', snapshot: snapshotOf({ connection: 'next second' }) });
      await expect.poll(() => rig.snapshots().length).toBe(1);
    }));

  it('seats a connection in its room however many pictures come in that second', () =>
    withRig(
      async (rig) => {
        await expect.poll(() => rig.toHook.length).toBeGreaterThan(0);
        for (let i = 0; i <= MAX_MESSAGES_PER_SECOND; i++) rig.hook.postMessage({ type: 'ready' });
        const { connection } = snapshotOf();
        const journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
        const address = 'lab.example/websockify';
        rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
        rig.hook.postMessage({ type: 'journal', connection, address, journal, hasTaken: false });
        const word = { type: 'renew', epoch: 1, nonce: 1, idleMs: 0, unacknowledged: 0 };
        rig.hook.postMessage({ type: 'seat', connection, word });
        await expect.poll(() => rig.toHost).toContainEqual({ type: 'sit', connection, address });
        await expect.poll(() => rig.toHost).toContainEqual({ type: 'word', connection, word });
        expect(rig.toHook).toContainEqual({ type: 'seat', connection, order: { type: 'watch' } });
      },
      (rig) => {
        rig.answer = () => ({ policy: MEASURE, profiles: [], problemCount: 0, relayHost: 'relay.example' });
      },
    ));

  it('lets no flood of what is vital in either', () =>
    withRig(async (rig) => {
      for (let i = 0; i < MAX_MESSAGES_PER_SECOND; i++)
        rig.hook.postMessage({ type: 'seat', connection: 'x' });
      rig.hook.postMessage({ type: 'session', snapshot: snapshotOf({ connection: 'late' }) });
      await expect.poll(() => rig.clockReads).toBe(MAX_MESSAGES_PER_SECOND + 1);
      expect(rig.snapshots()).toEqual([]);
    }));

  it('says that it dropped messages, and how many it takes', () =>
    withRig(async (rig) => {
      const faults = () => rig.told.filter(({ type }) => type === 'page-fault');
      for (let i = 0; i < MAX_MESSAGES_PER_SECOND + 3; i++) rig.hook.postMessage({ type: 'ready' });
      await expect.poll(() => rig.clockReads).toBe(MAX_MESSAGES_PER_SECOND + 3);
      rig.nowMs += 1000;
      rig.hook.postMessage({ type: 'ready' });
      await expect.poll(() => faults().length).toBe(1);
      const expected = { from: 0, to: MAX_MESSAGES_PER_SECOND, of: 'messages a second' };
      expect(faults()[0]).toMatchObject({ problems: [{ path: 'port', code: 'range', expected }] });
    }));

  it('tells the background what did not decode, each problem once', () =>
    withRig(async (rig) => {
      const faults = () => rig.told.filter(({ type }) => type === 'page-fault');
      rig.hook.postMessage({ type: 'fetch', url: 'https://instrument.example' });
      await expect.poll(() => faults().length).toBe(1);
      rig.hook.postMessage({ type: 'fetch', url: 'https://another.example' });
      rig.hook.postMessage({ type: 'snapshot', snapshot: { ...snapshotOf(), extra: 1 } });
      await expect.poll(() => faults().length).toBe(2);
      expect(faults()[1]).toMatchObject({
        problems: [{ code: 'choice' }, { path: 'snapshot.extra', code: 'unknown-key' }],
      });
    }));

  it('notices that the extension is gone, says so and goes quiet', () =>
    withRig(async (rig) => {
      let tells = 0;
      rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
      await expect.poll(() => rig.snapshots().length).toBe(1);
      rig.link.subscribe(() => tells++);
      const told = rig.told.length;
      rig.alive = false;
      rig.runLater();
      expect(rig.link.detached).toBe(true);
      expect(tells).toBe(2);
      await expect.poll(() => rig.toHook.at(-1)).toEqual({ type: 'detached' });
      rig.hook.postMessage({ type: 'snapshot', snapshot: snapshotOf({ state: 'breakdown' }) });
      await expect.poll(() => tells).toBe(3);
      expect(rig.told).toHaveLength(told);
    }));

  it('carries the lock between a gate and the room, and nothing of it any more once the extension is gone', () =>
    withRig(
      async (rig) => {
        const nothing = { keys: [], buttonMask: 0, x: 0, y: 0 };
        const word = { type: 'renew', epoch: 2, nonce: 8, idleMs: 0, unacknowledged: 0 };
        const said = { type: 'seat', connection: '1', word };
        await expect.poll(() => rig.toHook.length).toBe(SET.length);
        rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
        rig.hook.postMessage({
          type: 'journal',
          connection: '1',
          address: 'lab.example/a',
          journal: nothing,
          hasTaken: false,
        });
        const watch = { type: 'seat', connection: '1', order: { type: 'watch' } };
        await expect.poll(() => rig.toHook.at(-1)).toEqual(watch);
        rig.hook.postMessage(said);
        await expect.poll(() => rig.toHost.at(-1)).toEqual({ type: 'word', connection: '1', word });
        const order = { type: 'renewed', epoch: 2, nonce: 8 };
        rig.sayAsHost({ type: 'order', connection: '1', order });
        await expect.poll(() => rig.toHook.at(-1)).toEqual({ type: 'seat', connection: '1', order });
        rig.hook.postMessage({ type: 'outsider', connection: '1' });
        await expect.poll(() => rig.toHost.at(-1)).toEqual({ type: 'outsider' });
        rig.alive = false;
        rig.runLater();
        const before = rig.toHost.length;
        rig.hook.postMessage(said);
        rig.hook.postMessage({ type: 'snapshot', snapshot: snapshotOf({ state: 'breakdown' }) });
        await expect.poll(() => rig.snapshots()).toMatchObject([{ state: 'breakdown' }]);
        expect(rig.toHost).toHaveLength(before);
      },
      (rig) => {
        const relayHost = 'relay.example';
        rig.answer = () => ({ policy: MEASURE, profiles: [aProfile], problemCount: 0, relayHost });
      },
    ));

  it('gives no control while the background does not say whether there is a room, and gives up waiting for it', () =>
    withRig(
      async (rig) => {
        const seat = (type: string) => ({ type: 'seat', connection: '1', order: { type } });
        const journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
        const said = { type: 'journal', connection: '1', address: 'lab.example/a' };
        rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
        rig.hook.postMessage({ ...said, journal, hasTaken: false });
        await expect.poll(() => rig.toHook).toContainEqual(seat('watch'));
        expect(rig.toHook).not.toContainEqual(seat('solo'));
        await expect
          .poll(() => {
            rig.runLater();
            return rig.toHook;
          })
          .toContainEqual(seat('solo'));
        expect(rig.told.filter(({ type }) => type === 'site-settings').length).toBeGreaterThan(1);
      },
      (rig) => {
        rig.answer = () => {
          throw new Error('Could not establish connection.');
        };
      },
    ));

  it('works alone when what the background says cannot be read', () =>
    withRig(
      async (rig) => {
        const journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
        const said = { type: 'journal', connection: '1', address: 'lab.example/a' };
        rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
        rig.hook.postMessage({ ...said, journal, hasTaken: false });
        rig.hook.postMessage({ type: 'snapshot', snapshot: snapshotOf({ state: 'breakdown' }) });
        await expect.poll(() => rig.snapshots()).toMatchObject([{ state: 'breakdown' }]);
        expect(rig.toHook).not.toContainEqual({ type: 'seat', connection: '1', order: { type: 'watch' } });
      },
      (rig) => {
        rig.answer = () => ({ policy: 'of another release' });
      },
    ));

  it('asks what others left where a new connection leads, hands it to the hook, and answers for the connection', () =>
    withRig(
      async (rig) => {
        const journal = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 1, x: 3, y: 4 };
        const empty = { keys: [], buttonMask: 0, x: 0, y: 0 };
        const said = { type: 'journal', connection: '1', address: 'lab.example/a' };
        rig.answer = (message) => (message.type === 'left-journal' ? { journal } : null);
        rig.hook.postMessage({ type: 'session', snapshot: snapshotOf() });
        rig.hook.postMessage({ ...said, journal: empty, hasTaken: false });
        await expect.poll(() => rig.toHook.at(-1)).toEqual({ type: 'leftover', connection: '1', journal });
        const asked = rig.told.find(({ type }) => type === 'left-journal');
        expect(asked).toEqual({ type: 'left-journal', session: 'session-1', address: 'lab.example/a' });
        rig.hook.postMessage({ ...said, journal, hasTaken: true });
        await expect.poll(() => rig.told.at(-1)).toMatchObject({ type: 'journal', journal, hasTaken: true });
        rig.stored.set(`${JOURNAL_KEY}lab.example/a`, { ...journal, x: 9 });
        rig.link.leaving();
        expect(rig.told.at(-1)).toMatchObject({ type: 'journal', session: 'session-1', journal: { x: 9 } });
        expect(rig.tell({ type: 'is-open', session: 'session-1' })).toEqual({ isOpen: true });
        expect(rig.tell({ type: 'is-open', session: 'session-2' })).toEqual({ isOpen: false });
        expect(rig.tell({ type: 'settings-changed' })).toBeUndefined();
        rig.hook.postMessage({ type: 'snapshot', snapshot: snapshotOf({ guarding: 'closed' }) });
        await expect
          .poll(() => rig.tell({ type: 'is-open', session: 'session-1' }))
          .toEqual({ isOpen: false });
      },
      (rig) => {
        rig.answer = () => ({ policy: MEASURE, profiles: [aProfile], problemCount: 0 });
      },
    ));

  it('passes facts for the record on, and tells of those that cannot be', () =>
    withRig(async (rig) => {
      const facts = (first: number) => ({
        type: 'record',
        connection: '1',
        first,
        entries: [{ atMs: 1, wallMs: 2, event: { type: 're-arm' } }],
      });
      rig.answer = (message) =>
        message.type === 'record'
          ? { next: message.first + message.entries.length }
          : { policy: STRICT_POLICY, problemCount: 0 };
      rig.hook.postMessage(facts(0));
      rig.hook.postMessage(facts(1));
      // Numbers that go back, and a fact that is none.
      rig.hook.postMessage(facts(0));
      rig.hook.postMessage({
        ...facts(2),
        entries: [{ atMs: 1, wallMs: 2, event: { type: 'key', key: 'a' } }],
      });
      await expect
        .poll(() => rig.told.map(({ type }) => type))
        .toEqual(expect.arrayContaining(['record', 'page-fault']));
      await expect.poll(() => rig.told.filter(({ type }) => type === 'page-fault')).toHaveLength(2);
      expect(rig.told.filter(({ type }) => type === 'record')).toEqual([
        { ...facts(0), connection: undefined, session: 'session-1' },
        { ...facts(1), connection: undefined, session: 'session-1' },
      ]);
    }));
});
