import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOMS_FILE } from '../../../src/relay/file-store.ts';
import { type Relay, startRelay } from '../../../src/relay/relay.ts';
import { RelayMember, roomName, tokenOf } from '../../support/relay-member.ts';

const ROOM = roomName(1);
let directory: string;
let relay: Relay | null = null;
const members: RelayMember[] = [];
const logged: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rice-relay-'));
});
afterEach(async () => {
  for (const member of members.splice(0)) member.drop();
  await relay?.stop();
  relay = null;
  await rm(directory, { recursive: true });
});

async function start(): Promise<Relay> {
  const log = (event: string, facts = {}) => logged.push(`${event} ${JSON.stringify(facts)}`);
  relay = await startRelay({ stateDirectory: directory, log });
  return relay;
}

function aMember(url: string, keys?: RelayMember['keys']): RelayMember {
  const member = new RelayMember(url, keys);
  members.push(member);
  return member;
}

/** A room whose guest holds control, and the relay stopped. */
async function heldAndStopped() {
  const first = await start();
  const owner = aMember(first.url);
  const { resume: ownerResume } = await owner.welcomed(ROOM, tokenOf(first.startLink));
  owner.say({ type: 'invite', role: 'operator', lifeMs: 3_600_000, uses: 1, lobby: false });
  const { token } = await owner.next('invited');
  const guest = aMember(first.url);
  const { resume } = await guest.welcomed(ROOM, token);
  guest.say({ type: 'lock', command: { type: 'request' } });
  const { view } = await owner.next('lock', ({ view: { phase } }) => phase.type === 'held');
  await first.stop();
  expect((await owner.next('bye')).reason).toBe('shutdown');
  return { owner, ownerResume, guest, resume, epoch: view.epoch, token };
}

test('members come back to a restarted relay, and the holder goes on under its epoch', async () => {
  const before = await heldAndStopped();
  const second = await start();

  const owner = aMember(second.url, before.owner.keys);
  const welcome = await owner.welcomed(ROOM, 'a.b.c', before.ownerResume);
  const guest = aMember(second.url, before.guest.keys);
  await guest.welcomed(ROOM, 'a.b.c', before.resume);
  owner.say({ type: 'lock', command: { type: 'request' } });
  guest.say({
    type: 'lock',
    command: { type: 'renew', epoch: before.epoch, nonce: 1, idleMs: 0, unacknowledged: 0 },
  });
  await guest.next('renewed');
  await new Promise((resolve) => setTimeout(resolve, 300));

  expect(welcome.lock.epoch).toBe(before.epoch);
  expect(welcome.lock.phase).toEqual({ type: 'held', holder: guest.id });
  expect(owner.heard.some((message) => message.type === 'lock' && message.view.epoch > before.epoch)).toBe(
    false,
  );
});

test('an invite that was used up stays so', async () => {
  const before = await heldAndStopped();
  const second = await start();
  const owner = aMember(second.url, before.owner.keys);
  await owner.welcomed(ROOM, 'a.b.c', before.ownerResume);

  const stranger = aMember(second.url);
  await stranger.hello(ROOM, before.token);

  expect((await stranger.next('bye')).reason).toBe('token');
});

test('a file that was cut off in a write gives what was whole', async () => {
  const before = await heldAndStopped();
  await appendFile(join(directory, ROOMS_FILE), '{"v":1,"room":"');

  const second = await start();
  const owner = aMember(second.url, before.owner.keys);
  const welcome = await owner.welcomed(ROOM, 'a.b.c', before.ownerResume);

  expect(welcome.lock.epoch).toBe(before.epoch);
  expect(logged).toContain('repaired {"file":"rooms","lines":1}');
});

test('a second relay on the same files does not start', async () => {
  const first = await start();
  const { writeFile } = await import('node:fs/promises');
  // A process that lives, and is not this one.
  await writeFile(join(directory, 'relay.pid'), `${process.ppid}\n`);

  await expect(startRelay({ stateDirectory: directory })).rejects.toThrow('used by another relay');

  expect((await fetch(`${first.url}/health`)).status).toBe(200);
});

test('files are for their own user alone, and hold no token, no secret of a link and no content', async () => {
  const first = await start();
  const owner = aMember(first.url);
  const startToken = tokenOf(first.startLink);
  await owner.welcomed(ROOM, startToken);
  owner.say({ type: 'invite', role: 'operator', lifeMs: 3_600_000, uses: 0, lobby: false });
  const { token } = await owner.next('invited');
  owner.say({ type: 'say', to: null, keyEpoch: 1, seq: 1, box: 'CANARYCANARY' });
  const guest = aMember(first.url);
  const { resume } = await guest.welcomed(ROOM, token);
  await first.stop();

  const files = await readdir(directory);
  expect(files.sort()).toEqual(['audit.jsonl', 'rooms.jsonl', 'secret']);
  for (const name of files) {
    const path = join(directory, name);
    expect([name, (await stat(path)).mode & 0o777]).toEqual([name, 0o600]);
    const text = `${await readFile(path, 'utf8')}${logged.join('\n')}`;
    for (const canary of [startToken, token, resume, 'CANARYCANARY', '127.0.0.1'])
      expect([name, text.includes(canary)]).toEqual([name, false]);
  }
});
