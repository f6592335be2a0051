import { beforeEach, describe, expect, it } from 'vitest';
import { DRAIN_MS, LEASE_MS } from '../../src/model/control/lock-times.ts';
import { MAX_CHAT_ENTRIES, MAX_WAITING_CHAT } from '../../src/room/chat-log.ts';
import { POINTER_STALE_MS } from '../../src/room/pointers.ts';
import { SILENCE_MS, UNREACHABLE_MS } from '../../src/room/standing.ts';
import { BenchMember, RoomBench } from '../support/room-bench.ts';

let bench: RoomBench;
let owner: BenchMember;
let anna: BenchMember;

beforeEach(async () => {
  bench = new RoomBench();
  owner = await bench.begin('Olga');
  anna = await bench.join(owner, 'Anna');
});

const orders = (member: BenchMember) => member.orders.map(({ type }) => type);
const chatOf = (member: BenchMember) => member.state().chat.map(({ text, state }) => `${text}: ${state}`);

async function act(
  member: BenchMember,
  ...acts: Parameters<BenchMember['client']['act']>[0][]
): Promise<void> {
  for (const each of acts) member.client.act(each);
  await bench.settle();
}

/** Anna's gate does what it is told. */
async function givenControl(): Promise<number> {
  await act(anna, { type: 'ask' });
  return anna.room().lock.epoch;
}

describe('who is here', () => {
  it('is the owner alone, after it began the room with a start link', async () => {
    const alone = await new RoomBench().begin('Olga');
    const self = {
      name: 'Olga',
      role: 'owner',
      isSelf: true,
      isPresent: true,
      trust: 'proven',
      nameDoubt: null,
    };
    expect(alone.room().people).toMatchObject([self]);
    expect(alone.room().alarms).toEqual([]);
    expect(alone.bench.urls).toEqual(['wss://relay.example/room']);
  });

  it('is shown to everybody by name, role and mode', async () => {
    const ben = await bench.join(owner, 'Ben', 'observer', { mode: 'watch' });
    for (const member of [owner, anna, ben]) {
      expect(member.room().people.map(({ name, role, mode }) => `${name} ${role} ${mode}`)).toEqual([
        'Olga owner operate',
        'Anna operator operate',
        'Ben observer watch',
      ]);
      expect(member.room().alarms).toEqual([]);
    }
  });

  it('changes when somebody takes another name, mode or role, is away or leaves', async () => {
    await act(anna, { type: 'rename', name: 'Anna B.' }, { type: 'mode', mode: 'watch' });
    await act(owner, { type: 'give-role', member: anna.id, role: 'trainer' });
    expect(owner.room().people[1]).toMatchObject({ name: 'Anna B.', mode: 'watch', role: 'trainer' });
    anna.events?.onClose();
    expect(anna.room().lostMs).toBe(0);
    await bench.settle();
    await bench.pass(2000);
    expect(anna.room().lostMs).toBeNull();
    await act(anna, { type: 'leave' });
    expect(owner.room().people).toHaveLength(1);
  });

  it('says whose names read alike, and whose mix scripts', async () => {
    const other = await bench.join(owner, 'a n n a');
    const mixed = await bench.join(owner, 'Оlga');
    const doubts = owner.room().people.map(({ nameDoubt }) => nameDoubt);
    expect(doubts).toEqual([null, 'taken', 'taken', 'mixed']);
    expect(other.room().people).toHaveLength(4);
    expect(mixed.room().people).toHaveLength(4);
  });
});

describe('the lobby', () => {
  it('shows who waits by name to a trainer alone, and lets in or turns away', async () => {
    const link = await bench.inviteLink(owner, 'operator', true);
    const cleo = new BenchMember(bench, { link, name: 'Cleo' });
    const dan = new BenchMember(bench, { link, name: 'Dan' });
    await bench.settle();
    expect(cleo.state().status).toMatchObject({ type: 'joining', stage: 'lobby' });
    const knocking = owner.room().knocking;
    expect(knocking.map(({ name, trust }) => `${name} ${trust}`).sort()).toEqual([
      'Cleo proven',
      'Dan proven',
    ]);
    expect(anna.room().knocking).toEqual([]);
    for (const { id, name } of knocking) {
      await act(owner, { type: name === 'Cleo' ? 'admit' : 'turn-away', member: id });
    }
    await bench.pass(500);
    expect(cleo.room().people).toHaveLength(3);
    expect(dan.state().status).toMatchObject({ type: 'ended', reason: 'turned-away' });
    expect(dan.orders).toEqual([]);
    expect(owner.room().knocking).toEqual([]);
  });
});

describe('chat', () => {
  it('reaches everybody, is known to have arrived, mentions, and counts as unread until it is read', async () => {
    await act(owner, { type: 'chat', text: 'Hello @anna' }, { type: 'chat', text: 'x@Annabel' });
    expect(anna.state().chat).toMatchObject([
      { name: 'Olga', text: 'Hello @anna', state: 'received', mentionsSelf: true },
      { text: 'x@Annabel', mentionsSelf: false },
    ]);
    expect(chatOf(owner)).toEqual(['Hello @anna: sent', 'x@Annabel: sent']);
    expect(anna.room().unread).toBe(2);
    await act(anna, { type: 'read' });
    expect(anna.room().unread).toBe(0);
  });

  it('waits while the relay is away, goes out once when it is back, and arrives once', async () => {
    bench.isRelayGone = true;
    owner.events?.onClose();
    await act(owner, { type: 'chat', text: 'one' });
    expect(chatOf(owner)).toEqual(['one: unsent']);
    bench.isRelayGone = false;
    await bench.pass(2000);
    expect(chatOf(owner)).toEqual(['one: sent']);
    expect(anna.texts()).toEqual(['one']);
  });

  it('is said again when nothing shows that it arrived, and is still shown once', async () => {
    // The echo is lost with the connection.
    owner.tamper = (message) => (message.type === 'said' ? [] : [message]);
    await act(owner, { type: 'chat', text: 'one' });
    expect(chatOf(owner)).toEqual(['one: unsent']);
    owner.tamper = (message) => [message];
    await bench.pass(12_000);
    expect(chatOf(owner)).toEqual(['one: sent']);
    expect(anna.texts()).toEqual(['one']);
    expect(owner.sent('hello')).toHaveLength(2);
  });

  it('fails beyond what may wait, can be tried again, and fails when the room ends', async () => {
    bench.isRelayGone = true;
    owner.events?.onClose();
    for (let index = 0; index <= MAX_WAITING_CHAT; index += 1)
      owner.client.act({ type: 'chat', text: `${index}` });
    const last = owner.state().chat.at(-1);
    expect(last?.state).toBe('failed');
    bench.isRelayGone = false;
    await bench.pass(30_000);
    expect(anna.texts()).toHaveLength(MAX_WAITING_CHAT);
    await act(owner, { type: 'retry-chat', id: last?.id ?? 0 });
    expect(anna.texts().at(-1)).toBe(`${MAX_WAITING_CHAT}`);
    bench.isRelayGone = true;
    anna.events?.onClose();
    await act(anna, { type: 'chat', text: 'late' }, { type: 'leave' });
    expect(chatOf(anna).at(-1)).toBe('late: failed');
  });

  it('keeps the newest entries and counts those it dropped', async () => {
    for (let index = 0; index < MAX_CHAT_ENTRIES + 3; index += 1)
      anna.client.act({ type: 'chat', text: `${index}` });
    expect(anna.state().chat).toHaveLength(MAX_CHAT_ENTRIES);
    expect(anna.state().droppedChat).toBe(3);
  });
});

describe('pointers', () => {
  it('are told ten times a second at most, the newest place alone, and are gone when stale', async () => {
    for (let x = 0; x < 100; x += 1) {
      owner.client.point({ x, y: 1 });
      await bench.pass(10, 10);
    }
    await bench.pass(100, 50);
    expect(owner.sent('show').length).toBeLessThanOrEqual(11);
    expect(owner.sent('show').length).toBeGreaterThan(8);
    expect(anna.room().pointers).toMatchObject([{ member: owner.id, x: 99, y: 1 }]);
    await bench.pass(POINTER_STALE_MS);
    expect(anna.room().pointers).toEqual([]);
  });

  it('are gone at once when they leave the picture', async () => {
    owner.client.point({ x: 5, y: 6 });
    await bench.pass(200, 50);
    expect(anna.room().pointers).toHaveLength(1);
    owner.client.point(null);
    await bench.pass(200, 50);
    expect(anna.room().pointers).toEqual([]);
  });
});

describe('the gate', () => {
  it('watches in a room, is granted control once per epoch, and gets the answers to its renewals', async () => {
    expect(anna.orders).toEqual([{ type: 'watch' }]);
    const epoch = await givenControl();
    anna.client.seat({ type: 'renew', epoch, nonce: 77, idleMs: 0, unacknowledged: 0 });
    await bench.pass(2000);
    expect(anna.orders.slice(1)).toEqual([
      { type: 'granted', epoch },
      { type: 'renewed', epoch, nonce: 77 },
    ]);
    anna.client.reseat();
    expect(anna.orders.at(-1)).toEqual({ type: 'granted', epoch });
  });

  it('drains when control is passed on, and the next one accepts', async () => {
    const epoch = await givenControl();
    await act(anna, { type: 'pass', to: owner.id });
    expect(anna.orders.at(-1)).toEqual({ type: 'drain', epoch });
    anna.client.seat({ type: 'drained', epoch, unacknowledged: 0 });
    await bench.settle();
    expect(anna.orders.at(-1)).toEqual({ type: 'watch' });
    expect(owner.room().lock.phase).toMatchObject({ type: 'offered', to: owner.id });
    await act(owner, { type: 'accept' });
    expect(owner.orders.at(-1)).toMatchObject({ type: 'granted' });
  });

  it('hears nothing while the relay is lost, and its grant again when the epoch still holds', async () => {
    const epoch = await givenControl();
    const before = anna.orders.length;
    anna.events?.onClose();
    expect(anna.orders).toHaveLength(before);
    await bench.pass(2000);
    expect(anna.orders.slice(before)).toEqual([{ type: 'granted', epoch }]);
  });

  it('is not granted again what went to somebody else meanwhile', async () => {
    await givenControl();
    bench.isRelayGone = true;
    anna.events?.onClose();
    await act(owner, { type: 'ask' });
    await bench.pass(LEASE_MS + DRAIN_MS + 1000);
    bench.isRelayGone = false;
    await act(owner, { type: 'accept' });
    await bench.pass(12_000);
    expect(anna.orders.at(-1)).toEqual({ type: 'watch' });
    expect(orders(anna).filter((type) => type === 'granted')).toHaveLength(1);
  });

  it('stays shut for who was sent out, until they leave', async () => {
    await givenControl();
    await act(owner, { type: 'kick', member: anna.id });
    expect(anna.state().status).toMatchObject({ type: 'ended', reason: 'kicked' });
    expect(anna.orders.at(-1)).toEqual({ type: 'watch' });
    await act(anna, { type: 'leave' });
    expect(anna.orders.at(-1)).toEqual({ type: 'solo' });
    expect(anna.state().status).toMatchObject({ type: 'ended', reason: 'left' });
  });

  it('is free when the owner ended the room, and when somebody leaves', async () => {
    const ben = await bench.join(owner, 'Ben');
    await act(ben, { type: 'leave' });
    expect(ben.orders.at(-1)).toEqual({ type: 'solo' });
    await act(owner, { type: 'end-room' });
    expect(anna.orders.at(-1)).toEqual({ type: 'solo' });
    expect(owner.orders.at(-1)).toEqual({ type: 'solo' });
    expect(anna.state().status).toMatchObject({ type: 'ended', reason: 'ended' });
  });

  it('is given back by who only wants to watch from now on', async () => {
    const epoch = await givenControl();
    await act(anna, { type: 'mode', mode: 'watch' });
    expect(anna.orders.at(-1)).toEqual({ type: 'drain', epoch });
  });
});

describe('an act that makes no sense now', () => {
  it.each([
    [{ type: 'withdraw' } as const, 'stale'],
    [{ type: 'accept' } as const, 'stale'],
    [{ type: 'release' } as const, 'stale'],
    [{ type: 'pass', to: 'x' } as const, 'stale'],
    [{ type: 'take' } as const, 'role'],
    [{ type: 'freeze' } as const, 'role'],
    [{ type: 'deny', member: 'x', reason: 'other' } as const, 'role'],
    [{ type: 'kick', member: 'x' } as const, 'role'],
    [{ type: 'end-room' } as const, 'role'],
    [{ type: 'invite', role: 'operator', lifeMs: 60_000, lobby: false } as const, 'role'],
  ])('is refused with an answer that is shown: %o', async (wrong, reason) => {
    await act(anna, wrong);
    expect(anna.room().answer).toMatchObject({ type: 'refused', reason });
    expect(anna.state().status.type).toBe('in');
  });

  it('is answered "lost" while the relay is away', async () => {
    bench.isRelayGone = true;
    anna.events?.onClose();
    await act(anna, { type: 'ask' });
    expect(anna.room().answer).toMatchObject({ type: 'refused', reason: 'lost' });
  });

  it('shows a denial with who denied and why', async () => {
    await act(owner, { type: 'ask' });
    await act(anna, { type: 'ask' });
    expect(owner.room().lock.queue).toMatchObject([{ member: anna.id }]);
    await act(owner, { type: 'deny', member: anna.id, reason: 'acquiring' });
    expect(anna.room().answer).toMatchObject({ type: 'denied', by: owner.id, reason: 'acquiring', agoMs: 0 });
  });
});

describe('the connection', () => {
  it('comes back as the same member after each break', async () => {
    const { id } = anna;
    for (const _ of [1, 2, 3]) {
      anna.events?.onClose();
      await bench.pass(2000);
    }
    expect(anna.id).toBe(id);
    expect(owner.room().people).toHaveLength(2);
    expect(owner.room().alarms).toEqual([]);
    expect(anna.room().alarms).toEqual([]);
  });

  it('carries nothing but the hello before the relay welcomed', async () => {
    anna.tamper = (message) => (message.type === 'welcome' ? [] : [message]);
    anna.events?.onClose();
    await bench.pass(1000);
    await act(anna, { type: 'chat', text: 'early' }, { type: 'ask' });
    anna.client.seat({ type: 'renew', epoch: 1, nonce: 1, idleMs: 0, unacknowledged: 0 });
    const types = anna.said.map((text) => /"type":"([a-z]+)"/.exec(text)?.[1]);
    expect(types.slice(types.lastIndexOf('hello'))).toEqual(['hello']);
    expect(anna.room().answer).toMatchObject({ reason: 'lost' });
  });

  it('is tried less and less often, and never given up after the room was joined', async () => {
    bench.isRelayGone = true;
    anna.events?.onClose();
    const before = bench.urls.length;
    await bench.pass(600_000, 1000);
    const tries = bench.urls.length - before;
    expect(tries).toBeGreaterThanOrEqual(600 / 30);
    expect(tries).toBeLessThan(60);
    expect(anna.room().lostMs).toBeGreaterThan(590_000);
  });

  it('is tried often enough at first that a relay started again finds the holder within its lease', async () => {
    for (const lostMs of [3000, 9000, 14_000, 20_000, 27_000]) {
      bench.isRelayGone = true;
      anna.events?.onClose();
      await bench.pass(lostMs);
      bench.isRelayGone = false;
      await bench.pass(LEASE_MS - 1000);
      expect(anna.room().lostMs, `after ${lostMs} ms`).toBeNull();
    }
  });

  it('is made anew when the relay is silent although it stands', async () => {
    anna.tamper = (message) => (anna.sent('hello').length < 2 ? [] : [message]);
    await bench.pass(SILENCE_MS + 3000);
    expect(anna.sent('hello')).toHaveLength(2);
    expect(anna.room().lostMs).toBeNull();
  });

  it('counts as unreachable when nothing ever answered', async () => {
    const link = await bench.inviteLink(owner, 'operator');
    bench.isRelayGone = true;
    const eve = new BenchMember(bench, { link, name: 'Eve' });
    await bench.settle();
    await bench.pass(UNREACHABLE_MS + 2000);
    expect(eve.state().status).toMatchObject({ type: 'ended', reason: 'unreachable' });
    expect(eve.orders).toEqual([]);
  });

  it('survives a restart of the relay: the same members, talk and lock', async () => {
    const epoch = await givenControl();
    bench.relay.restart();
    await bench.pass(3000);
    expect(anna.orders.at(-1)).toEqual({ type: 'granted', epoch });
    await act(owner, { type: 'chat', text: 'back' });
    expect(anna.texts()).toEqual(['back']);
    expect(owner.room().alarms).toEqual([]);
    expect(anna.room().alarms).toEqual([]);
  });

  it('leaves no timer behind when it is stopped', async () => {
    const ben = await bench.join(owner, 'Ben');
    const before = bench.clock.timerCount;
    ben.client.point({ x: 1, y: 1 });
    ben.client.stop();
    await bench.settle();
    expect(bench.clock.timerCount).toBeLessThan(before);
    const heard = ben.changes;
    await bench.pass(60_000, 1000);
    expect(ben.changes).toBe(heard);
  });

  it('tells of changes at most ten times a second', async () => {
    const before = anna.changes;
    for (let index = 0; index < 40; index += 1) {
      owner.client.act({ type: 'rename', name: `Olga ${index}` });
      await bench.pass(25, 25);
    }
    expect(anna.changes - before).toBeLessThanOrEqual(11);
  });
});
