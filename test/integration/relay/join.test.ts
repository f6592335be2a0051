import { afterEach, describe, expect, test } from 'vitest';
import type { FromMember, FromRelay } from '../../../src/model/room/room-message.ts';
import { type Relay, type RelayOptions, startRelay } from '../../../src/relay/relay.ts';
import { newMemberKeys, RelayMember, roomName, tokenOf } from '../../support/relay-member.ts';

const ROOM = roomName(1);
const relays: Relay[] = [];
const members: RelayMember[] = [];

afterEach(async () => {
  for (const member of members.splice(0)) member.drop();
  for (const relay of relays.splice(0)) await relay.stop();
});

async function aRelay(options: RelayOptions = {}): Promise<Relay> {
  const relay = await startRelay(options);
  relays.push(relay);
  return relay;
}

function aMember(relay: Relay, keys = newMemberKeys(), headers: Record<string, string> = {}): RelayMember {
  const member = new RelayMember(relay.url, keys, headers);
  members.push(member);
  return member;
}

async function anOwner(relay: Relay, room = ROOM): Promise<RelayMember> {
  const owner = aMember(relay);
  await owner.welcomed(room, tokenOf(relay.startLink));
  return owner;
}

async function invite(
  owner: RelayMember,
  asked: Partial<Extract<FromMember, { type: 'invite' }>> = {},
): Promise<string> {
  owner.say({ type: 'invite', role: 'operator', lifeMs: 3_600_000, uses: 0, lobby: false, ...asked });
  return (await owner.next('invited')).token;
}

async function aGuest(relay: Relay, token: string): Promise<RelayMember> {
  const guest = aMember(relay);
  await guest.welcomed(ROOM, token);
  return guest;
}

const isRosterOf = (count: number) => (message: Extract<FromRelay, { type: 'roster' }>) =>
  message.roster.members.length === count;

describe('coming in', () => {
  test('the first hello with a start token begins the room, and its bearer is the owner', async () => {
    const relay = await aRelay();
    const owner = aMember(relay);

    const welcome = await owner.welcomed(ROOM, tokenOf(relay.startLink));

    expect(welcome.self).toBe(owner.id);
    expect(welcome.roster.members).toMatchObject([{ id: owner.id, role: 'owner', isPresent: true }]);
    expect(welcome.lock.phase).toEqual({ type: 'free' });
  });

  test('an invite lets somebody in with its role, and all are told under a newer key', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const token = await invite(owner);
    const before = (await owner.next('lock')).view.epoch;

    const guest = aMember(relay);
    const welcome = await guest.welcomed(ROOM, token);
    const { roster } = await owner.next('roster', isRosterOf(2));

    expect(welcome.roster.members.map(({ role }) => role)).toEqual(['owner', 'operator']);
    expect(roster.keyEpoch).toBe(welcome.roster.keyEpoch);
    expect(welcome.lock.epoch).toBe(before);
  });

  test.each([
    ['with a start token into a room that is there', async (relay: Relay) => tokenOf(relay.startLink)],
    ['with a token that somebody made up', async () => 'abc.def.ghi'],
  ])('nobody comes in %s', async (_name, token) => {
    const relay = await aRelay();
    await anOwner(relay);
    const stranger = aMember(relay);

    await stranger.hello(ROOM, await token(relay));

    expect(await stranger.next('bye')).toEqual({ type: 'bye', reason: 'token' });
  });

  test('an invite of one use brings one member, who may come again', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const token = await invite(owner, { uses: 1 });
    const first = await aGuest(relay, token);
    const second = aMember(relay);

    await second.hello(ROOM, token);
    expect((await second.next('bye')).reason).toBe('token');

    first.say({ type: 'leave' });
    await first.next('bye');
    const again = aMember(relay, first.keys);
    expect((await again.welcomed(ROOM, token)).self).toBe(first.id);
  });

  test('an invite for one room does not open another one', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    await anOwner(relay, roomName(2));
    const token = await invite(owner);
    const guest = aMember(relay);

    await guest.hello(roomName(2), token);

    expect((await guest.next('bye')).reason).toBe('token');
  });

  test('who is to wait in the lobby hears nothing until somebody lets it in', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const token = await invite(owner, { lobby: true });
    const guest = aMember(relay);
    await guest.hello(ROOM, token);
    await guest.next('lobby');
    const { members: waiting } = await owner.next('knocking');

    owner.say({ type: 'say', to: null, keyEpoch: 1, seq: 1, box: 'AAAA' });
    owner.say({ type: 'admit', member: guest.id });
    await guest.next('welcome');

    expect(waiting.map(({ id }) => id)).toEqual([guest.id]);
    expect(guest.heard.some(({ type }) => type === 'said')).toBe(false);
    expect((await owner.next('knocking')).members).toEqual([]);
  });

  test('who is turned away is told so', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const guest = aMember(relay);
    await guest.hello(ROOM, await invite(owner, { lobby: true }));
    await guest.next('lobby');

    owner.say({ type: 'turn-away', member: guest.id });

    expect((await guest.next('bye')).reason).toBe('turned-away');
  });

  test('a room that is full takes nobody more', async () => {
    const relay = await aRelay({ maxMembers: 2 });
    const owner = await anOwner(relay);
    const token = await invite(owner);
    await aGuest(relay, token);
    const third = aMember(relay);

    await third.hello(ROOM, token);

    expect((await third.next('bye')).reason).toBe('room-full');
  });
});

describe('going', () => {
  test('who is sent out does not come back with the same invite', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const token = await invite(owner);
    const guest = await aGuest(relay, token);
    const { roster } = await owner.next('roster', isRosterOf(2));

    owner.say({ type: 'kick', member: guest.id });
    expect((await guest.next('bye')).reason).toBe('kicked');
    const after = await owner.next('roster', isRosterOf(1));
    const again = aMember(relay);
    await again.hello(ROOM, token);

    expect(after.roster.keyEpoch).toBeGreaterThan(roster.keyEpoch);
    expect((await again.next('bye')).reason).toBe('token');
  });

  test('a member sends nobody out', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const guest = await aGuest(relay, await invite(owner));

    guest.say({ type: 'kick', member: owner.id });

    expect(await guest.next('refused')).toEqual({ type: 'refused', request: 'kick', reason: 'role' });
  });

  test('a broken connection leaves its member in the room, and it resumes without a token that counts', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const token = await invite(owner, { uses: 1 });
    const guest = aMember(relay);
    const { resume } = await guest.welcomed(ROOM, token);

    guest.drop();
    const { roster } = await owner.next('roster', ({ roster: { members: all } }) =>
      all.some(({ isPresent }) => !isPresent),
    );
    const again = aMember(relay, guest.keys);
    const welcome = await again.welcomed(ROOM, 'a.b.c', resume);

    expect(roster.members.map(({ isPresent }) => isPresent)).toEqual([true, false]);
    expect(welcome.roster.members.map(({ isPresent }) => isPresent)).toEqual([true, true]);
  });

  test('nobody takes a seat by the keys alone: they are known to all', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const token = await invite(owner);
    const guest = await aGuest(relay, token);
    const thief = aMember(relay, guest.keys);

    await thief.hello(ROOM, token);

    expect((await thief.next('bye')).reason).toBe('token');
    expect(guest.isClosed).toBe(false);
  });

  test('a newer connection of the same member ends the older one', async () => {
    const relay = await aRelay();
    const owner = aMember(relay);
    const { resume } = await owner.welcomed(ROOM, tokenOf(relay.startLink));

    const again = aMember(relay, owner.keys);
    await again.welcomed(ROOM, tokenOf(relay.startLink), resume);

    expect((await owner.next('bye')).reason).toBe('elsewhere');
  });
});

describe('what is passed on', () => {
  test('content reaches the others in order, and oneself only when it is meant for oneself', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const guest = await aGuest(relay, await invite(owner));

    for (let seq = 0; seq < 20; seq += 1) guest.say({ type: 'say', to: null, keyEpoch: 1, seq, box: 'AAAA' });
    guest.say({ type: 'say', to: guest.id, keyEpoch: 1, seq: 20, box: 'BBBB' });
    const echo = await guest.next('said');
    const seqs: number[] = [];
    for (let n = 0; n < 20; n += 1) seqs.push((await owner.next('said')).seq);

    expect(echo).toEqual({ type: 'said', from: guest.id, keyEpoch: 1, seq: 20, box: 'BBBB' });
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, seq) => seq));
  });

  test('control is asked for, held, taken by a trainer and drained', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const guest = await aGuest(relay, await invite(owner));

    guest.say({ type: 'lock', command: { type: 'request' } });
    const { view } = await owner.next('lock', ({ view: { phase } }) => phase.type === 'held');
    guest.say({
      type: 'lock',
      command: { type: 'renew', epoch: view.epoch, nonce: 7, idleMs: 0, unacknowledged: 0 },
    });
    expect(await guest.next('renewed')).toEqual({ type: 'renewed', epoch: view.epoch, nonce: 7 });
    owner.say({ type: 'lock', command: { type: 'take' } });
    await guest.next('lock', ({ view: { phase } }) => phase.type === 'draining');
    guest.say({ type: 'lock', command: { type: 'drained', epoch: view.epoch, unacknowledged: 0 } });
    const taken = await owner.next('lock', ({ view: { epoch } }) => epoch > view.epoch);

    expect(view.phase).toEqual({ type: 'held', holder: guest.id });
    expect(taken.view.phase).toEqual({ type: 'held', holder: owner.id });
  });
});
