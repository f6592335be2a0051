import { connect } from 'node:net';
import { assert, asyncProperty, json, oneof, string, uint8Array } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { ROOM_PATH } from '../../../src/model/room/room-message.ts';
import { HELLO_MS } from '../../../src/relay/connection.ts';
import { type Relay, type RelayOptions, startRelay } from '../../../src/relay/relay.ts';
import { helloOf, newMemberKeys, RelayMember, roomName, tokenOf } from '../../support/relay-member.ts';

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

function aMember(relay: Relay, headers: Record<string, string> = {}): RelayMember {
  const member = new RelayMember(relay.url, newMemberKeys(), headers);
  members.push(member);
  return member;
}

async function anOwner(relay: Relay): Promise<RelayMember> {
  const owner = aMember(relay);
  await owner.welcomed(ROOM, tokenOf(relay.startLink));
  return owner;
}

async function aGuest(relay: Relay, owner: RelayMember): Promise<RelayMember> {
  owner.say({ type: 'invite', role: 'operator', lifeMs: 3_600_000, uses: 0, lobby: false });
  const { token } = await owner.next('invited');
  const guest = aMember(relay);
  await guest.welcomed(ROOM, token);
  return guest;
}

async function metric(relay: Relay, name: string): Promise<number> {
  const text = await (await fetch(`${relay.url}/metrics`)).text();
  return Number(new RegExp(`^rice_relay_${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

describe('a member who does harm', () => {
  test('is cut within a second when it floods, and the others stay', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const flooder = await aGuest(relay, owner);
    const startedAt = performance.now();
    let seq = 0;
    const timer = setInterval(() => {
      for (let n = 0; n < 10 && !flooder.isClosed; n += 1) {
        flooder.say({ type: 'say', to: null, keyEpoch: 1, seq, box: 'AAAA' });
        seq += 1;
      }
    }, 10);

    await flooder.closed;
    clearInterval(timer);

    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(await metric(relay, 'cut_flood_total')).toBe(1);
    expect(owner.isClosed).toBe(false);
  });

  test('is cut when it does not read what it is sent, and those who read get all', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const slow = await aGuest(relay, owner);
    const reader = await aGuest(relay, owner);
    slow.socket.pause();
    const box = 'A'.repeat(60_000);

    let seq = 0;
    const timer = setInterval(() => {
      owner.say({ type: 'say', to: null, keyEpoch: 1, seq, box });
      seq += 1;
    }, 110);
    const { roster } = await owner.next('roster', ({ roster: { members: all } }) =>
      all.some(({ isPresent }) => !isPresent),
    );
    clearInterval(timer);
    owner.say({ type: 'say', to: null, keyEpoch: 1, seq, box: 'LAST' });
    await reader.next('said', (said) => said.box === 'LAST');

    expect(roster.members.find(({ isPresent }) => !isPresent)?.id).toBe(slow.id);
    expect(await metric(relay, 'cut_slow_total')).toBe(1);
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['another type', '{"type":"shout"}'],
    ['bytes', new Uint8Array([1, 2, 3])],
    ['too much', JSON.stringify({ type: 'leave', more: 'x'.repeat(70_000) })],
    ['what is deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['another name of its own', JSON.stringify(helloOf(newMemberKeys(), ROOM, 'a.b.c'))],
  ])('is cut, and counted, when it says %s', async (_name, data) => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    const before = await metric(relay, 'bad_messages_total');

    owner.socket.send(data);

    expect((await owner.next('bye')).reason).toBe('malformed');
    await owner.closed;
    expect(await metric(relay, 'bad_messages_total')).toBe(before + 1);
  });

  test('is cut without a word when it sends far too much at once', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);

    owner.socket.send('x'.repeat(1_000_000));

    await owner.closed;
    expect(await metric(relay, 'bad_messages_total')).toBe(1);
  });

  test('crashes nothing with bytes and JSON of any kind, and each is counted', async () => {
    const relay = await aRelay();
    const owner = await anOwner(relay);
    let sent = 0;

    await assert(
      asyncProperty(oneof(string(), json(), uint8Array()), async (data) => {
        const stranger = aMember(relay);
        await stranger.opened();
        stranger.socket.send(data);
        sent += 1;
        await stranger.closed;
      }),
      { numRuns: 60 },
    );

    expect(await metric(relay, 'bad_messages_total')).toBe(sent);
    expect(await metric(relay, 'faults_total')).toBe(0);
    expect(owner.isClosed).toBe(false);
  });
});

describe('a stranger', () => {
  test('who says nothing is sent away after 5 s', async () => {
    const relay = await aRelay();
    const silent = aMember(relay);
    await silent.opened();
    const startedAt = performance.now();

    expect((await silent.next('bye')).reason).toBe('slow');

    expect(performance.now() - startedAt).toBeGreaterThan(HELLO_MS - 500);
  });

  test('of another version is told so', async () => {
    const relay = await aRelay();
    const newer = aMember(relay);
    await newer.opened();

    newer.socket.send(JSON.stringify({ type: 'hello', version: 2, more: true }));

    expect((await newer.next('bye')).reason).toBe('version');
  });

  test.each([
    ['a page', { origin: 'https://portal.example.org' }],
    ['a page of this machine', { origin: 'http://localhost' }],
  ])('from %s is not let in', async (_name, headers) => {
    const relay = await aRelay();
    const page = aMember(relay, headers);

    await expect(page.opened()).rejects.toThrow('403');

    expect(await metric(relay, 'refused_origins_total')).toBe(1);
  });

  test('from an extension is let in', async () => {
    const relay = await aRelay();
    const extension = aMember(relay, { origin: 'chrome-extension://abcdefghijklmnop' });

    await extension.welcomed(ROOM, tokenOf(relay.startLink));
  });

  test('beyond what the relay takes is not let in', async () => {
    const relay = await aRelay({ maxConnections: 1 });
    await anOwner(relay);

    await expect(aMember(relay).opened()).rejects.toThrow('503');
  });

  test('who speaks no HTTP, or upgrades elsewhere, does no harm', async () => {
    const relay = await aRelay();
    const { port } = new URL(relay.url);
    for (const text of [
      '\u0000\u0001garbage\r\n\r\n',
      `GET ${ROOM_PATH}x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(text);
      await new Promise((resolve) => socket.on('close', resolve).resume());
    }

    expect((await fetch(`${relay.url}/health`)).status).toBe(200);
  });
});

describe('the pages of a relay', () => {
  test('say that it is well, in numbers', async () => {
    const relay = await aRelay();
    await anOwner(relay);

    expect(await (await fetch(`${relay.url}/health`)).json()).toEqual({
      ok: true,
      problems: [],
      rooms: 1,
      members: 1,
    });
    const text = await (await fetch(`${relay.url}/metrics`)).text();
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) rice_relay_|rice_relay_\w+ \d+$)/);
  });

  test('tell what a link is, and run nothing', async () => {
    const relay = await aRelay();
    const response = await fetch(`${relay.url}/j`);

    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/<script|src=|href=/);
  });
});
