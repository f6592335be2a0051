import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOCK_TIMES } from '../../src/model/control/lock-times.ts';
import type { ByeReason, FromRelay } from '../../src/model/room/room-message.ts';
import { NO_AUDIT } from '../../src/relay/audit-log.ts';
import { MemoryLockStore, sharedValues } from '../../src/relay/cluster/memory-lock-store.ts';
import type { StoredValue } from '../../src/relay/lock-store.ts';
import { Metrics } from '../../src/relay/metrics.ts';
import type { CheckedHello, ConnectionId } from '../../src/relay/room-port.ts';
import { Rooms } from '../../src/relay/rooms.ts';
import { SECRET_BYTES, tokensOf } from '../../src/relay/tokens.ts';
import { memberId } from '../support/room-rig.ts';

const ROOM = 'r'.repeat(22);
const OTHER = 's'.repeat(22);

let said: { readonly to: ConnectionId; readonly message: FromRelay }[];
let ended: (readonly [ConnectionId, ByeReason])[];
let values: ReturnType<typeof sharedValues>;
let nowMs: number;
let store: SlowStore;
let rooms: Rooms;

/** A memory that can be slow, and fail. */
class SlowStore extends MemoryLockStore {
  isSlow = false;
  /** Reads that wait. */
  readonly waiting: (() => void)[] = [];
  readonly faults: Error[] = [];

  override async read(room: string): Promise<StoredValue | null> {
    const fault = this.faults.shift();
    if (this.isSlow) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (fault !== undefined) throw fault;
    return super.read(room);
  }
}

beforeEach(() => {
  said = [];
  ended = [];
  values = sharedValues();
  store = new SlowStore(values);
  nowMs = 1000;
  rooms = new Rooms({
    delivery: {
      send: (to, message) => said.push(...to.map((each) => ({ to: each, message }))),
      end: (connection, reason) => ended.push([connection, reason]),
    },
    store,
    audit: NO_AUDIT,
    tokens: tokensOf(new Uint8Array(SECRET_BYTES), () => 0),
    metrics: new Metrics(),
    turn: () => null,
    maxRooms: 1,
    maxMembers: 8,
    maxInviteLifeMs: 3_600_000,
    inviteRole: 'owner',
    times: LOCK_TIMES,
    nowMs: () => nowMs,
    wallMs: () => 1_700_000_000_000 + nowMs,
    log: () => {},
  });
});

afterEach(() => rooms.stop());

const token = { jti: 'token-0123456789', exp: 2, uses: 0, lobby: false } as const;

function hello(name: string, more: Partial<CheckedHello> = {}): void {
  rooms.hello(name, {
    room: ROOM,
    member: memberId(name),
    signKey: 'sign',
    wrapKey: 'wrap',
    proof: 'proof',
    card: '',
    hasResumed: false,
    claims: { ...token, room: ROOM, role: 'operator' },
    ...more,
  });
}

const starts = { claims: { ...token, room: null, role: 'owner' } } as const;
const settle = () => new Promise((resolve) => setImmediate(resolve));
const welcomed = () => said.filter(({ message }) => message.type === 'welcome').map(({ to }) => to);

describe('a room that is not here any more', () => {
  test('has ended for who comes back to it', async () => {
    hello('guest', { hasResumed: true });
    await settle();
    expect(ended).toEqual([['guest', 'ended']]);
  });

  test('is begun again by its owner, also if somebody else comes back a moment before', async () => {
    hello('guest', { hasResumed: true });
    hello('owner', { ...starts, hasResumed: true });
    await settle();
    expect(ended).toEqual([['guest', 'ended']]);
    expect(welcomed()).toEqual(['owner']);
  });

  test('is begun again only once, whoever comes meanwhile', async () => {
    store.isSlow = true;
    hello('guest', { hasResumed: true });
    hello('owner', { ...starts, hasResumed: true });
    await settle();
    store.waiting.shift()?.();
    await settle();
    expect(ended).toEqual([['guest', 'ended']]);
    hello('second', { ...starts, hasResumed: true });
    await settle();
    expect(store.waiting).toHaveLength(1);
    store.waiting.shift()?.();
    await settle();
    expect(welcomed()).toEqual(['owner']);
  });

  test('has not ended for who could not have come back to it', async () => {
    hello('guest', { claims: null, hasResumed: true });
    await settle();
    expect(ended).toEqual([['guest', 'token']]);
  });
});

test('a reading that failed keeps out nobody but who it was for', async () => {
  store.faults.push(new Error('no such disk'));
  hello('first', starts);
  hello('second', starts);
  await settle();
  expect(ended).toEqual([['first', 'relay-full']]);
  expect(welcomed()).toEqual(['second']);
});

test('a room that a relay reads while it stops has not ended', async () => {
  store.isSlow = true;
  hello('guest', { hasResumed: true });
  await settle();
  await rooms.stop();
  store.waiting.shift()?.();
  await settle();
  expect(ended).toEqual([['guest', 'shutdown']]);
});

test('a room that cannot be served now has not ended', async () => {
  hello('other', { ...starts, room: OTHER });
  await settle();
  values.values.set(ROOM, { text: values.values.get(OTHER)?.text ?? '', revision: 'first' });
  hello('guest', { hasResumed: true });
  await settle();
  expect(ended).toEqual([['guest', 'relay-full']]);
});

test('a room whose value cannot be read gives nobody control before a forgotten lease is over', async () => {
  values.values.set(ROOM, { text: '{"version":9}', revision: 'of another release' });
  hello('owner', starts);
  await settle();
  rooms.said('owner', { type: 'lock', command: { type: 'request' } });
  await settle();
  const phases = said.flatMap(({ message }) => (message.type === 'lock' ? [message.view.phase.type] : []));
  expect(welcomed()).toEqual(['owner']);
  expect(phases.at(-1)).toBe('free');
});
