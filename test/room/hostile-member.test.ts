import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_CHAT } from '../../src/model/room/room-limits.ts';
import { BATCH_MS } from '../../src/relay/show-batch.ts';
import { InviteSecret } from '../../src/room/invite-secret.ts';
import { signWrapped, unwrapRoomKey, wrapRoomKey } from '../../src/room/key-wrapping.ts';
import { type MemberKeys, makeMemberKeys } from '../../src/room/member-keys.ts';
import { Members } from '../../src/room/members.ts';
import { RoomSeals } from '../../src/room/sealing.ts';
import { type BenchMember, RoomBench } from '../support/room-bench.ts';

let bench: RoomBench;
let owner: BenchMember;
let anna: BenchMember;
let mallory: Mallory;

/** A member with right keys that keeps to no rule. */
class Mallory {
  readonly keys: MemberKeys;
  readonly seals: RoomSeals;
  readonly members: Members;
  readonly send: (message: unknown) => void;

  constructor(keys: MemberKeys, seals: RoomSeals, members: Members, send: (message: unknown) => void) {
    this.keys = keys;
    this.seals = seals;
    this.members = members;
    this.send = send;
  }

  async says(content: unknown, change: object = {}): Promise<void> {
    await this.#seals('say', JSON.stringify(content), change);
  }

  async shows(content: unknown): Promise<void> {
    await this.#seals('show', JSON.stringify(content), {});
    await bench.pass(BATCH_MS);
  }

  async saysText(text: string): Promise<void> {
    await this.#seals('say', text, {});
  }

  async #seals(lane: 'say' | 'show', text: string, change: object): Promise<void> {
    const sealed = await this.seals.seal(lane, null, text, this.members.audience());
    this.send({ type: lane, ...(lane === 'say' ? { to: null } : {}), ...sealed, ...change });
    await bench.settle();
  }
}

/** Comes into the room with a true invite. */
async function comeIn(): Promise<Mallory> {
  const { crypto } = bench.crypto;
  const link = await bench.inviteLink(owner, 'operator');
  if (link.type !== 'join') throw new Error('no invite');
  const { room } = link;
  const keys = await makeMemberKeys(crypto);
  const secret = await InviteSecret.open(crypto, room, link.key);
  const seals = new RoomSeals(crypto, room, keys);
  const members = new Members(crypto, secret);
  const work: Promise<unknown>[] = [];
  const line = bench.relay.connect({
    say: (message) => {
      if (message.type === 'welcome' || message.type === 'roster') {
        seals.begin(message.roster.keyEpoch, 0);
        work.push(members.take(message.roster.members));
      }
      if (message.type !== 'keys') return;
      const { from: maker, keyEpoch, wrapped } = message;
      const box = wrapped.find(({ to }) => to === keys.id)?.box ?? '';
      const taken = unwrapRoomKey(crypto, { room, keyEpoch, maker }, keys, box).then(
        (bytes) =>
          bytes && seals.addKey(maker, keyEpoch, bytes, new Set([maker, ...wrapped.map(({ to }) => to)])),
      );
      work.push(taken);
    },
    close: () => {},
  });
  const send = (message: unknown) => line.hear(JSON.stringify(message));
  const proof = await secret.prove(keys);
  const { signKey, wrapKey } = keys;
  send({
    type: 'hello',
    version: 1,
    room,
    token: link.token,
    signKey,
    wrapKey,
    proof,
    card: '',
    resume: null,
  });
  await bench.settle();
  await bench.pass(500);
  await Promise.all(work);
  return new Mallory(keys, seals, members, send);
}

beforeEach(async () => {
  bench = new RoomBench();
  owner = await bench.begin('Olga');
  anna = await bench.join(owner, 'Anna');
  mallory = await comeIn();
});

const chat = (text: unknown) => ({ type: 'chat', key: 'AAAAAAAAAAA', text });

describe('a hostile member', () => {
  it('is heard as itself when it keeps to the rules', async () => {
    await mallory.says({ type: 'about', name: 'Mal', mode: 'operate' });
    await mallory.says(chat('hello'));
    expect(anna.state().chat).toMatchObject([{ from: mallory.keys.id, name: 'Mal', text: 'hello' }]);
    expect(anna.room().alarms).toEqual([]);
  });

  it('is shown without what would turn, hide or cover text', async () => {
    await mallory.says({ type: 'about', name: '\u202eaglO\u0000\n\u200b', mode: 'operate' });
    expect(anna.room().people[2]?.name).toBe('aglO');
    await mallory.says({ type: 'about', name: 'n'.repeat(500), mode: 'operate' });
    expect(anna.room().people[2]?.name).toHaveLength(64);
    await mallory.says({ type: 'about', name: `Z${'\u0335'.repeat(100)}`, mode: 'operate' });
    expect(anna.room().people[2]?.name.length).toBeLessThan(8);
    await mallory.says(chat('a\u202eb\u2066c\u0007d'));
    expect(anna.texts()).toEqual(['abcd']);
  });

  it('is counted for what is too long, empty, unknown or of a wrong type', async () => {
    const wrong = [
      chat('x'.repeat(MAX_CHAT + 1)),
      chat(''),
      chat('\u202e'),
      chat(7),
      { type: 'chat', key: 'short', text: 'x' },
      { type: 'about', name: 'M', mode: 'owner' },
      { type: 'about', name: 'M', mode: 'watch', role: 'owner' },
      { type: 'lock-claim', seq: -1, epoch: 0, holder: null },
      { type: 'lock-grant', epoch: 99 },
      { type: 'echo', count: 1 },
      null,
      [],
    ];
    for (const content of wrong) await mallory.says(content);
    await mallory.saysText('{');
    await mallory.saysText('['.repeat(20_000));
    expect(anna.texts()).toEqual([]);
    expect(anna.room().people[2]).toMatchObject({ name: '', mode: 'watch' });
    const alarm = { type: 'bad-messages', from: mallory.keys.id, count: wrong.length + 2 };
    expect(anna.room().alarms).toEqual([alarm]);
  });

  it('points nowhere with what is no place', async () => {
    const places = [{ x: 'NaN', y: 0 }, { x: null, y: 0 }, { x: 1e9, y: 0 }, { x: -1, y: 0 }, { x: 1 }];
    for (const place of places) await mallory.shows({ type: 'pointer', place });
    await mallory.shows('{"type":"pointer","place":{"x":1e999,"y":0}}');
    expect(anna.room().pointers).toEqual([]);
    expect(anna.badCount()).toBe(places.length + 1);
  });

  it('floods with pointers in vain: one is kept', async () => {
    for (let x = 0; x < 30; x += 1) {
      const sealed = await mallory.seals.seal(
        'show',
        null,
        JSON.stringify({ type: 'pointer', place: { x, y: 0 } }),
        mallory.members.audience(),
      );
      anna.hears({ type: 'shown', entries: [{ from: mallory.keys.id, ...sealed }] });
    }
    await bench.settle();
    expect(anna.room().pointers).toMatchObject([{ x: 29 }]);
    expect(anna.badCount()).toBe(0);
  });

  it('cannot speak as another, with the relay helping it', async () => {
    // It has the room key, so it can seal as anybody; it cannot sign.
    const sealed = await mallory.seals.seal(
      'say',
      null,
      JSON.stringify(chat('I resign')),
      mallory.members.audience(),
    );
    anna.hears({ type: 'said', from: owner.id, ...sealed });
    await bench.settle();
    const asOwner = new RoomSeals(bench.crypto.crypto, roomOf(mallory), { ...mallory.keys, id: owner.id });
    await lendKey(asOwner);
    let forged = null;
    // Beyond all numbers that the owner has used.
    for (let seq = 0; seq < 100; seq += 1) {
      forged = await asOwner.seal('say', null, JSON.stringify(chat('I resign')), mallory.members.audience());
    }
    expect(forged?.seq).toBe(100);
    anna.hears({ type: 'said', from: owner.id, ...forged, seq: 99 });
    anna.hears({ type: 'said', from: owner.id, ...forged });
    await bench.settle();
    expect(anna.texts()).toEqual([]);
    expect(anna.badCount()).toBe(3);
  });

  it('is named when it lies about the lock', async () => {
    anna.client.act({ type: 'ask' });
    await bench.settle();
    const { epoch, seq } = anna.room().lock;
    await mallory.says({ type: 'lock-claim', seq: seq + 1000, epoch, holder: mallory.keys.id });
    expect(owner.room().alarms).toEqual([{ type: 'lock-mismatch', by: mallory.keys.id }]);
    expect(owner.room().lock.phase).toEqual({ type: 'held', holder: anna.id });
  });

  it('gets nothing sealed with a key of its own that leaves somebody out', async () => {
    const { crypto } = bench.crypto;
    const keyEpoch = mallory.seals.keyEpoch;
    const place = { room: roomOf(mallory), keyEpoch, maker: mallory.keys.id };
    const recipients = mallory.members.readers().filter(({ id }) => id === anna.id);
    const wrapped = await wrapRoomKey(crypto, place, new Uint8Array(32).fill(9), recipients);
    const signature = await signWrapped(crypto, place, mallory.keys, wrapped);
    mallory.send({ type: 'keys', keyEpoch, wrapped, signature });
    await bench.settle();
    anna.client.act({ type: 'chat', text: 'to all' });
    await bench.settle();
    expect(owner.texts()).toEqual(['to all']);
  });
});

function roomOf({ keys }: Mallory): string {
  const hello = owner.sent('hello')[0];
  if (hello === undefined || keys.id === '') throw new Error('no room');
  return hello.room;
}

/** The room key of now, as Mallory has it. */
async function lendKey(seals: RoomSeals): Promise<void> {
  const keys = anna.told('keys').at(-1);
  const box = keys?.wrapped.find(({ to }) => to === mallory.keys.id)?.box ?? '';
  const place = { room: roomOf(mallory), keyEpoch: keys?.keyEpoch ?? 0, maker: owner.id };
  const bytes = await unwrapRoomKey(bench.crypto.crypto, place, mallory.keys, box);
  if (bytes === null) throw new Error('no key');
  seals.begin(place.keyEpoch, 0);
  await seals.addKey(owner.id, place.keyEpoch, bytes, new Set(mallory.members.audience().members));
}
