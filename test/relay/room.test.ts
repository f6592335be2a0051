import { describe, expect, test } from 'vitest';
import type { LockCommand } from '../../src/model/control/lock-command.ts';
import {
  IDLE_WARNING_MS,
  LEASE_MS,
  LOCK_TIMES,
  RESTART_GRACE_MS,
} from '../../src/model/control/lock-times.ts';
import { ABSENT_MS } from '../../src/relay/room.ts';
import { BATCH_MS } from '../../src/relay/show-batch.ts';
import { memberId, RoomRig } from '../support/room-rig.ts';

const lock = (command: LockCommand) => ({ type: 'lock', command }) as const;
const show = (seq: number) => ({ type: 'show', keyEpoch: 1, seq, box: 'AAAA' }) as const;
const REQUEST = lock({ type: 'request' });

describe('who is here', () => {
  test('a member whose connection breaks stays for 30 s and is then gone, under a new key', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    const before = rig.of(owner, 'roster').at(-1)?.roster;

    rig.room.closed(guest);
    await rig.pass(ABSENT_MS - 1);
    const absent = rig.of(owner, 'roster').at(-1)?.roster;
    await rig.pass(1);
    const gone = rig.of(owner, 'roster').at(-1)?.roster;

    expect(absent?.members.map(({ isPresent }) => isPresent)).toEqual([true, false]);
    expect(absent?.keyEpoch).toBe(before?.keyEpoch);
    expect(gone?.members).toHaveLength(1);
    expect(gone?.keyEpoch).toBeGreaterThan(before?.keyEpoch ?? Number.POSITIVE_INFINITY);
  });

  test('who comes back gets a new key with the others, since it may have missed one', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    const before = rig.of(owner, 'roster').at(-1)?.roster.keyEpoch ?? 0;

    rig.room.closed(guest);
    const again = await rig.resume('guest');

    expect(rig.of(again, 'welcome').at(-1)?.roster.keyEpoch).toBe(before + 1);
    expect(rig.of(owner, 'roster').at(-1)?.roster.keyEpoch).toBe(before + 1);
  });

  test('a room ends when nobody is left, for those in its lobby too', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const waiting = rig.hello('waiting', {}, { lobby: true });

    await rig.say(owner, { type: 'leave' });

    expect(rig.isOver).toBe(true);
    expect(rig.ended).toEqual([
      { connection: owner, reason: 'left' },
      { connection: waiting, reason: 'ended' },
    ]);
  });

  test('trainers hear who knocks, others do not', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const trainer = await rig.member('trainer', 'trainer');
    const guest = await rig.member('guest');

    rig.hello('waiting', {}, { lobby: true });

    for (const each of [owner, trainer])
      expect(
        rig
          .of(each, 'knocking')
          .at(-1)
          ?.members.map(({ id }) => id),
      ).toEqual([memberId('waiting')]);
    expect(rig.of(guest, 'knocking')).toEqual([]);
  });

  test('who becomes a trainer hears who is knocking already', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    rig.hello('waiting', {}, { lobby: true });

    await rig.say(owner, { type: 'give-role', member: memberId('guest'), role: 'trainer' });

    expect(rig.of(guest, 'knocking')).toHaveLength(1);
  });

  test.each([
    { type: 'admit', member: memberId('waiting') },
    { type: 'kick', member: memberId('owner') },
    { type: 'give-role', member: memberId('guest'), role: 'owner' },
    { type: 'invite', role: 'observer', lifeMs: 60_000, uses: 0, lobby: false },
    { type: 'end-room' },
  ] as const)('an operator may not $type', async (message) => {
    const rig = new RoomRig();
    await rig.owner();
    rig.hello('waiting', {}, { lobby: true });
    const guest = await rig.member('guest');

    await rig.say(guest, message);

    expect(rig.of(guest, 'refused')).toEqual([{ type: 'refused', request: message.type, reason: 'role' }]);
    expect(rig.ended).toEqual([]);
  });

  test('a trainer sends no owner out', async () => {
    const rig = new RoomRig();
    await rig.owner();
    const trainer = await rig.member('trainer', 'trainer');

    await rig.say(trainer, { type: 'kick', member: memberId('owner') });

    expect(rig.of(trainer, 'refused').at(-1)?.reason).toBe('role');
  });

  test('the owner keeps its role: a room without one gives no roles any more', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();

    await rig.say(owner, { type: 'give-role', member: memberId('owner'), role: 'observer' });

    expect(rig.of(owner, 'refused').at(-1)?.reason).toBe('role');
  });

  test('an invite is for no more than its maker may do, and lasts no longer than the relay allows', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();

    await rig.say(owner, { type: 'invite', role: 'operator', lifeMs: 60_000, uses: 1, lobby: false });

    expect(rig.of(owner, 'invited')).toEqual([
      { type: 'invited', token: 'a.token-id-of-test.c', role: 'operator' },
    ]);
  });
});

describe('a member whose connection broke before its welcome came', () => {
  const once = { role: 'operator', jti: 'once-0123456789a', uses: 1 } as const;

  test('comes in by the same invite, though that is for one', async () => {
    const rig = new RoomRig();
    await rig.owner();
    const first = rig.hello('guest', {}, once);
    rig.room.closed(first);

    const again = rig.hello('guest', {}, once);
    const other = rig.hello('other', {}, once);

    expect(rig.of(again, 'welcome')).toHaveLength(1);
    expect(rig.ended).toEqual([{ connection: other, reason: 'token' }]);
  });

  test('comes in also where the relay has not noticed the break', async () => {
    const rig = new RoomRig();
    await rig.owner();
    const first = rig.hello('guest', {}, once);

    const again = rig.hello('guest', {}, once);

    expect(rig.of(again, 'welcome')).toHaveLength(1);
    expect(rig.ended).toEqual([{ connection: first, reason: 'elsewhere' }]);
  });

  test.each([
    ['other keys', { wrapKey: 'other' }, once],
    ['another invite', {}, { ...once, jti: 'other-0123456789' }],
  ] as const)('does not come in with %s', async (_name, hello, claims) => {
    const rig = new RoomRig();
    await rig.owner();
    rig.room.closed(rig.hello('guest', {}, once));

    const again = rig.hello('guest', hello, claims);

    expect(rig.ended).toEqual([{ connection: again, reason: 'token' }]);
  });

  test('needs its resume secret once it has said something: an invite is for others to see', async () => {
    const rig = new RoomRig();
    await rig.owner();
    const first = await rig.member('guest');
    await rig.say(first, show(0));
    rig.room.closed(first);

    const again = await rig.member('guest');

    expect(rig.ended).toEqual([{ connection: again, reason: 'token' }]);
  });

  test('does not send away one who is here by the same keys and an invite for several', async () => {
    const rig = new RoomRig();
    await rig.owner();
    await rig.member('guest');

    const thief = await rig.member('guest');

    expect(rig.ended).toEqual([{ connection: thief, reason: 'token' }]);
  });

  test('does not come in by an invite that was revoked', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    await rig.member('other');
    rig.room.closed(guest);

    await rig.say(owner, { type: 'kick', member: memberId('other') });
    const again = await rig.member('guest');

    expect(rig.ended.at(-1)).toEqual({ connection: again, reason: 'token' });
  });
});

describe('what is passed on', () => {
  test('nothing of the room goes to who waits in its lobby', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const waiting = rig.hello('waiting', {}, { lobby: true });

    await rig.say(owner, { type: 'say', to: null, keyEpoch: 1, seq: 0, box: 'AAAA' });
    await rig.say(owner, { type: 'say', to: memberId('waiting'), keyEpoch: 1, seq: 1, box: 'AAAA' });
    await rig.say(waiting, { type: 'say', to: null, keyEpoch: 1, seq: 0, box: 'AAAA' });

    expect(
      rig.heard.filter(({ connection }) => connection === waiting).map(({ message }) => message),
    ).toEqual([{ type: 'lobby' }]);
    expect(rig.of(owner, 'said')).toEqual([]);
    expect(rig.of(owner, 'refused').at(-1)?.reason).toBe('no-such-member');
  });

  test('pointers may be left out, words may not, and the lock goes before both', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');

    await rig.say(owner, { type: 'show', keyEpoch: 1, seq: 0, box: 'AAAA' });
    await rig.say(owner, { type: 'say', to: null, keyEpoch: 1, seq: 1, box: 'AAAA' });
    await rig.say(owner, REQUEST);

    const lanes = rig.heard.filter(({ connection }) => connection === guest).slice(-3);
    expect(lanes.map(({ message, lane }) => [message.type, lane])).toEqual([
      ['shown', 'show'],
      ['said', 'content'],
      ['lock', 'control'],
    ]);
  });

  test('pointers go out together, to everybody, twenty times a second', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    const third = await rig.member('third');
    for (const [seq, connection] of [owner, guest, owner].entries()) await rig.say(connection, show(seq));
    const first = rig.of(third, 'shown').map(({ entries }) => entries.map(({ seq }) => seq));

    await rig.pass(BATCH_MS, 1);

    // The first one comes at once, and not to who showed it.
    expect(first).toEqual([[0]]);
    expect(rig.of(third, 'shown').at(-1)?.entries).toEqual([
      { from: memberId('guest'), keyEpoch: 1, seq: 1, box: 'AAAA' },
      { from: memberId('owner'), keyEpoch: 1, seq: 2, box: 'AAAA' },
    ]);
    expect([owner, guest, third].map((each) => rig.of(each, 'shown').length)).toEqual([1, 2, 2]);
  });

  test('words and the lock do not wait for pointers', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    await rig.say(owner, show(0));
    await rig.say(owner, show(1));

    await rig.say(owner, { type: 'say', to: null, keyEpoch: 1, seq: 2, box: 'AAAA' });
    await rig.say(owner, REQUEST);

    const heard = rig.heard.filter(({ connection }) => connection === guest).slice(-3);
    expect(heard.map(({ message }) => message.type)).toEqual(['shown', 'said', 'lock']);
  });

  test('what was shown comes before a roster without who showed it, and never to who comes later', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    await rig.say(guest, show(0));
    await rig.say(guest, show(1));

    await rig.say(guest, { type: 'leave' });
    const late = await rig.member('late');
    await rig.pass(BATCH_MS, 1);

    const heard = rig.heard.filter(({ connection }) => connection === owner).slice(-3);
    expect(heard.map(({ message }) => message.type)).toEqual(['shown', 'roster', 'roster']);
    expect(rig.of(late, 'shown')).toEqual([]);
  });

  test('a room that is over shows nothing any more', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    await rig.say(owner, show(0));
    await rig.say(owner, show(1));

    rig.room.end('shutdown', null);
    await rig.pass(BATCH_MS, 1);

    expect(rig.of(guest, 'shown')).toHaveLength(1);
  });

  test('room keys of an epoch that is over are left out', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    const keyEpoch = rig.of(guest, 'welcome').at(-1)?.roster.keyEpoch ?? 0;

    await rig.say(owner, { type: 'keys', keyEpoch: keyEpoch - 1, wrapped: [], signature: 'AA' });
    await rig.say(owner, { type: 'keys', keyEpoch, wrapped: [], signature: 'AA' });

    expect(rig.of(guest, 'keys').map((keys) => keys.keyEpoch)).toEqual([keyEpoch]);
  });
});

describe('the lock and the disk', () => {
  test('a grant is told when it is on disk, and not before', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    rig.disk = 'slow';

    await rig.say(owner, REQUEST);
    expect(rig.of(owner, 'lock').some(({ view }) => view.phase.type === 'held')).toBe(false);
    await rig.written();

    expect(rig.of(owner, 'lock').at(-1)?.view.phase).toEqual({ type: 'held', holder: memberId('owner') });
    expect(rig.stored()?.lock.holder).toBe(memberId('owner'));
  });

  test('with a broken disk nothing is granted, and whoever asks is told why', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    rig.disk = 'broken';

    await rig.say(owner, REQUEST);
    await rig.say(owner, lock({ type: 'take' }));

    expect(rig.of(owner, 'lock').some(({ view }) => view.phase.type === 'held')).toBe(false);
    expect(rig.of(owner, 'refused').at(-1)).toEqual({ type: 'refused', request: 'lock', reason: 'storage' });
    expect(rig.room.isStoreBroken).toBe(true);
  });

  test('a holder whose grant is on disk keeps it through a broken disk, and lets go', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    await rig.say(owner, REQUEST);
    const epoch = rig.of(owner, 'lock').at(-1)?.view.epoch ?? 0;
    rig.disk = 'broken';
    // Something has to be written for the disk to be found broken.
    await rig.member('guest');

    await rig.say(owner, lock({ type: 'renew', epoch, nonce: 3, idleMs: 0, unacknowledged: 0 }));

    expect(rig.of(owner, 'renewed')).toEqual([{ type: 'renewed', epoch, nonce: 3 }]);
  });

  test('a holder is idle by the time that the relay is set to', async () => {
    for (const [idleMs, idlePassMs] of [
      [60_000, IDLE_WARNING_MS],
      [61_000, null],
    ] as const) {
      const rig = new RoomRig(null, { times: { ...LOCK_TIMES, idleMs } });
      const owner = await rig.owner();
      const guest = await rig.member('guest');
      await rig.say(owner, REQUEST);
      const epoch = rig.of(owner, 'lock').at(-1)?.view.epoch ?? 0;
      await rig.say(guest, REQUEST);

      await rig.say(owner, lock({ type: 'renew', epoch, nonce: 1, idleMs: 60_000, unacknowledged: 0 }));

      expect(rig.of(guest, 'lock').at(-1)?.view.idlePassMs, `${idleMs} ms`).toBe(idlePassMs);
    }
  });

  test('what happened meanwhile is written and told when the disk is back', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    await rig.say(owner, REQUEST);
    rig.disk = 'broken';
    await rig.say(owner, lock({ type: 'release', epoch: rig.of(owner, 'lock').at(-1)?.view.epoch ?? 0 }));
    expect(rig.of(guest, 'lock').at(-1)?.view.phase.type).toBe('held');

    rig.disk = 'fine';
    await rig.pass(1000);

    expect(rig.of(guest, 'lock').at(-1)?.view.phase.type).toBe('draining');
    expect(rig.room.isStoreBroken).toBe(false);
    expect(rig.audited.some((event) => event.type === 'lock' && event.cause === 'released')).toBe(true);
  });

  test('who has control and loses its connection keeps its lease, and no longer', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const guest = await rig.member('guest');
    await rig.say(guest, REQUEST);

    rig.room.closed(guest);
    await rig.pass(LEASE_MS - 250);
    const during = rig.of(owner, 'lock').at(-1)?.view.phase.type;
    await rig.pass(500);

    expect(during).toBe('held');
    expect(rig.of(owner, 'lock').at(-1)?.view.phase).toMatchObject({ type: 'draining', cause: 'expired' });
  });

  test('another relay that has the room by now gets its members', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    rig.disk = 'other-relay';

    await rig.say(owner, REQUEST);

    expect(rig.ended).toEqual([{ connection: owner, reason: 'shutdown' }]);
    expect(rig.isLost).toBe(true);
    expect(rig.of(owner, 'lock').some(({ view }) => view.phase.type === 'held')).toBe(false);
  });

  test('the lock is told again every 5 s: a silent relay is a lost one', async () => {
    const rig = new RoomRig();
    const owner = await rig.owner();
    const before = rig.of(owner, 'lock').length;

    await rig.pass(20_000);

    expect(rig.of(owner, 'lock').length - before).toBe(4);
  });
});

describe('after a restart', () => {
  async function restarted(): Promise<{
    readonly rig: RoomRig;
    readonly epoch: number;
    readonly keyEpoch: number;
  }> {
    const first = new RoomRig();
    const owner = await first.owner();
    const guest = await first.member('guest');
    await first.say(guest, REQUEST);
    const epoch = first.of(owner, 'lock').at(-1)?.view.epoch ?? 0;
    const keyEpoch = first.of(owner, 'roster').at(-1)?.roster.keyEpoch ?? 0;
    return { rig: new RoomRig(first.stored()), epoch, keyEpoch };
  }

  test('members resume, epochs go on, and the former holder alone goes on at once', async () => {
    const { rig, epoch, keyEpoch } = await restarted();

    const owner = await rig.resume('owner');
    const guest = await rig.resume('guest');
    await rig.say(owner, REQUEST);
    await rig.say(guest, lock({ type: 'renew', epoch, nonce: 1, idleMs: 0, unacknowledged: 0 }));

    const welcome = rig.of(owner, 'welcome').at(-1);
    expect(welcome?.lock.epoch).toBe(epoch);
    expect(welcome?.roster.keyEpoch).toBeGreaterThan(keyEpoch);
    expect(rig.of(guest, 'renewed')).toEqual([{ type: 'renewed', epoch, nonce: 1 }]);
    expect(rig.of(owner, 'lock').some(({ view }) => view.epoch > epoch)).toBe(false);
  });

  test('no key epoch comes again, however many came and went before a crash', async () => {
    const first = new RoomRig();
    const owner = await first.owner();
    const told = () => first.of(owner, 'roster').at(-1)?.roster.keyEpoch ?? 0;
    const kept = first.stored();
    first.disk = 'slow';
    for (let n = 0; n < 200; n += 1) {
      const guest = await first.member(`guest-${n}`);
      await first.say(guest, { type: 'leave' });
    }

    // What was on its way to the disk when the relay crashed is lost.
    const restarted = new RoomRig(kept);
    const again = await restarted.resume('owner');

    expect(told()).toBeGreaterThan(first.of(owner, 'welcome').at(-1)?.roster.keyEpoch ?? 0);
    expect(restarted.of(again, 'welcome').at(-1)?.roster.keyEpoch).toBeGreaterThan(told());
    await first.written();
    await first.written();
    expect(new RoomRig(first.stored()).stored()?.keyEpoch).toBeGreaterThan(told());
  });

  test('whoever was sent out stays out', async () => {
    const first = new RoomRig();
    const owner = await first.owner();
    await first.member('guest');
    await first.say(owner, { type: 'kick', member: memberId('guest') });

    const rig = new RoomRig(first.stored());
    await rig.resume('owner');
    const again = await rig.member('guest');

    expect(rig.ended).toEqual([{ connection: again, reason: 'token' }]);
  });

  test('a start token does not open a room that was there before', async () => {
    const { rig } = await restarted();

    const stranger = await rig.owner('stranger');

    expect(rig.ended).toEqual([{ connection: stranger, reason: 'token' }]);
  });

  test('without its file, nobody gets control before a lease that is forgotten must be over', async () => {
    const rig = new RoomRig('lost');
    const owner = await rig.owner();

    await rig.say(owner, REQUEST);
    await rig.pass(RESTART_GRACE_MS - 1);
    const before = rig.of(owner, 'lock').at(-1)?.view.phase.type;
    await rig.pass(250);

    expect(before).toBe('free');
    expect(rig.of(owner, 'lock').at(-1)?.view.phase.type).not.toBe('free');
  });

  test('a room that nobody comes back to ends', async () => {
    const { rig } = await restarted();

    await rig.pass(ABSENT_MS);

    expect(rig.isOver).toBe(true);
  });
});
