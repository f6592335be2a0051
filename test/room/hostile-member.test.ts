import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_CHAT } from '../../src/model/room/room-limits.ts';
import { signWrapped, unwrapRoomKey, wrapRoomKey } from '../../src/room/key-wrapping.ts';
import { RoomSeals } from '../../src/room/sealing.ts';
import { comeIn, type Mallory } from '../support/mallory.ts';
import { type BenchMember, RoomBench } from '../support/room-bench.ts';

let bench: RoomBench;
let owner: BenchMember;
let anna: BenchMember;
let mallory: Mallory;

beforeEach(async () => {
  bench = new RoomBench();
  owner = await bench.begin('Olga');
  anna = await bench.join(owner, 'Anna');
  mallory = await comeIn(bench, owner);
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
