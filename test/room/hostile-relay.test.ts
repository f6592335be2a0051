import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_SHOWN, MAX_SHOWN_OF_ONE } from '../../src/model/room/room-limits.ts';
import type { FromRelay, ShownEntry } from '../../src/model/room/room-message.ts';
import { KEY_OVERLAP_MS } from '../../src/room/sealing.ts';
import { PROPERTY_RUNS } from '../support/property-runs.ts';
import { type BenchMember, RoomBench } from '../support/room-bench.ts';

let bench: RoomBench;
let owner: BenchMember;
let anna: BenchMember;

beforeEach(async () => {
  bench = new RoomBench();
  owner = await bench.begin('Olga');
  anna = await bench.join(owner, 'Anna');
});

async function says(member: BenchMember, text: string): Promise<void> {
  member.client.act({ type: 'chat', text });
  await bench.settle();
}

async function hears(member: BenchMember, ...messages: readonly unknown[]): Promise<void> {
  for (const message of messages) member.hears(message);
  await bench.settle();
}

type Said = Extract<FromRelay, { type: 'said' }>;
const lastSaid = (member: BenchMember): Said => {
  const said = member.told('said').at(-1);
  if (said === undefined) throw new Error('nothing was said');
  return said;
};
const flipped = (box: string, at: number) => {
  const other = box[at] === 'A' ? 'B' : 'A';
  return box.slice(0, at) + other + box.slice(at + 1);
};

/** As if it had been shown. */
function shownOf({ from, keyEpoch, seq, box }: Said): Extract<FromRelay, { type: 'shown' }> {
  return { type: 'shown', entries: [{ from, keyEpoch, seq, box }] };
}

describe('a relay that lies about what was said', () => {
  it('is counted and shows nothing when it changes, replays or moves a message', async () => {
    await says(owner, 'true');
    const said = lastSaid(anna);
    const ben = await bench.join(owner, 'Ben');
    await says(owner, 'true too');
    const newer = lastSaid(anna);
    const lies: readonly unknown[] = [
      said,
      newer,
      { ...newer, box: flipped(newer.box, 0), seq: newer.seq + 1 },
      { ...newer, seq: newer.seq + 1 },
      { ...newer, from: ben.id },
      { ...newer, from: anna.id },
      { ...newer, from: 'x'.repeat(22) },
      shownOf({ ...newer, seq: newer.seq + 1 }),
      { ...newer, keyEpoch: said.keyEpoch, seq: newer.seq + 1 },
    ];
    await hears(anna, ...lies);
    expect(anna.texts()).toEqual(['true', 'true too']);
    expect(anna.badCount()).toBe(lies.length);
    expect(anna.room().pointers).toEqual([]);
  });

  it('cannot change one character of a box without being noticed', async () => {
    anna.tamper = (message) =>
      message.type === 'said'
        ? [{ ...message, box: flipped(message.box, message.box.length >> 1) }]
        : [message];
    await says(owner, 'never');
    expect(anna.texts()).toEqual([]);
    expect(anna.badCount()).toBeGreaterThan(0);
  });

  it('shows nothing out of order: what comes after its successor is dropped and counted', async () => {
    const held: FromRelay[] = [];
    anna.tamper = (message) => {
      if (message.type !== 'said') return [message];
      held.push(message);
      return [];
    };
    await says(owner, 'one');
    await says(owner, 'two');
    anna.tamper = (message) => [message];
    await hears(anna, ...held.reverse());
    expect(anna.texts()).toEqual(['two']);
    expect(anna.badCount()).toBe(1);
  });

  it('does not make a member believe its own words sent back', async () => {
    await says(anna, 'mine');
    const own = anna.sent('say').filter(({ to }) => to === null);
    await hears(
      anna,
      ...own.map(({ keyEpoch, seq, box }) => ({ type: 'said', from: anna.id, keyEpoch, seq, box })),
    );
    expect(anna.texts()).toEqual(['mine']);
    expect(anna.badCount()).toBeGreaterThan(0);
  });
});

describe('a relay that is late with a key', () => {
  it('is believed: of an epoch that is over it does no harm, and of one that has not begun it is a lie', async () => {
    const held: Extract<FromRelay, { type: 'keys' }>[] = [];
    anna.tamper = (message) => {
      if (message.type !== 'keys') return [message];
      held.push(message);
      return [];
    };
    await bench.join(owner, 'Ben');
    await bench.join(owner, 'Carl');
    const [bens, carls] = held;
    if (bens === undefined || carls === undefined) throw new Error('no keys were made');
    await hears(anna, bens);
    expect(anna.badCount()).toBe(0);
    await hears(anna, { ...carls, keyEpoch: carls.keyEpoch + 1 });
    expect(anna.badCount()).toBe(1);
  });
});

describe('a relay that lies about what was shown', () => {
  /** What the owner showed at these places, as the relay got it. */
  async function shown(...places: readonly number[]): Promise<readonly ShownEntry[]> {
    anna.tamper = (message) => (message.type === 'shown' ? [] : [message]);
    const before = owner.sent('show').length;
    for (const x of places) {
      owner.client.point({ x, y: 0 });
      await bench.pass(150, 50);
    }
    anna.tamper = (message) => [message];
    const sent = owner.sent('show').slice(before);
    expect(sent).toHaveLength(places.length);
    return sent.map(({ keyEpoch, seq, box }) => ({ from: owner.id, keyEpoch, seq, box }));
  }
  const xs = (member: BenchMember) => member.room().pointers.map(({ x }) => x);

  it('is believed when it passes on several at once in their order', async () => {
    const entries = await shown(1, 2, 3);
    await hears(anna, { type: 'shown', entries });
    expect(xs(anna)).toEqual([3]);
    expect(anna.badCount()).toBe(0);
  });

  it('is counted for each entry that it replays or turns round, in one batch or in two', async () => {
    const [first, second, third] = await shown(1, 2, 3);
    await hears(anna, { type: 'shown', entries: [first, second, first, second] });
    expect(xs(anna)).toEqual([2]);
    expect(anna.badCount()).toBe(2);
    await hears(anna, { type: 'shown', entries: [third, second] }, { type: 'shown', entries: [third] });
    expect(xs(anna)).toEqual([3]);
    expect(anna.badCount()).toBe(4);
  });

  it('shows nothing of what it changes, and all of what it leaves as it was beside it', async () => {
    const [first, second, third] = await shown(1, 2, 3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('not shown');
    const ben = await bench.join(owner, 'Ben');
    const lies = [
      { ...second, box: flipped(second.box, 0) },
      { ...second, seq: second.seq + 50 },
      { ...second, from: ben.id },
      { ...second, from: 'x'.repeat(22) },
      { ...second, keyEpoch: second.keyEpoch - 1_000_000 },
    ];
    await hears(anna, { type: 'shown', entries: [first, ...lies, third] });
    expect(xs(anna)).toEqual([3]);
    // Of an epoch before anna came she was not meant to read anything: that is no lie.
    expect(anna.badCount()).toBe(lies.length - 1);
  });

  it('gets a whole batch refused, and counted once, when one entry of it cannot be read', async () => {
    const [first, second] = await shown(1, 2);
    await hears(anna, { type: 'shown', entries: [first, { ...second, seq: -1 }] });
    expect(xs(anna)).toEqual([]);
    expect(anna.badCount()).toBe(1);
    await hears(anna, { type: 'shown', entries: Array.from({ length: MAX_SHOWN + 1 }, () => first) });
    expect(xs(anna)).toEqual([]);
    expect(anna.badCount()).toBe(2);
  });

  it('does not make a member see its own pointer, nor count it', async () => {
    const entries = await shown(1);
    await hears(owner, { type: 'shown', entries: [...entries, ...entries] });
    expect(owner.room().pointers).toEqual([]);
    expect(owner.badCount()).toBe(0);
  });

  it('makes little work with a batch of forgeries', async () => {
    const [first] = await shown(1);
    const forged = Array.from({ length: MAX_SHOWN }, (_, index) => ({ ...first, seq: 1000 + index }));
    for (let n = 0; n < 5; n += 1) anna.hears({ type: 'shown', entries: forged });
    await bench.settle();
    expect(xs(anna)).toEqual([]);
    // One was being opened when the others came.
    expect(anna.badCount()).toBe(1 + MAX_SHOWN_OF_ONE);
  });
});

describe('a relay that lies about who is here', () => {
  const withMembers = (
    member: BenchMember,
    change: (members: Extract<FromRelay, { type: 'roster' }>['roster']['members']) => readonly unknown[],
    grows = 1,
  ) => {
    const { roster } = member.told('roster').at(-1) ?? member.told('welcome').at(-1) ?? { roster: null };
    if (roster === null) throw new Error('no roster');
    return { type: 'roster', roster: { keyEpoch: roster.keyEpoch + grows, members: change(roster.members) } };
  };

  it('adds a ghost in vain: it is shown as unproven, raises an alarm and gets no key', async () => {
    const stranger = await new RoomBench().begin('Ghost');
    const ghost = { ...stranger.told('welcome')[0]?.roster.members[0], order: 0 };
    const before = owner.sent('keys').length;
    await hears(
      owner,
      withMembers(owner, (members) => [ghost, ...members]),
    );
    expect(owner.room().people.find(({ id }) => id === ghost.id)).toMatchObject({
      trust: 'unproven',
      name: '',
    });
    expect(owner.room().alarms).toContainEqual({ type: 'unproven', member: ghost.id });
    const keys = owner.sent('keys').slice(before);
    expect(keys).toHaveLength(1);
    expect(keys.flatMap(({ wrapped }) => wrapped.map(({ to }) => to))).toEqual([anna.id]);
  });

  it.each(['signKey', 'wrapKey', 'proof'] as const)('swaps a %s in vain', async (name) => {
    const stranger = (await new RoomBench().begin('Ghost')).told('welcome')[0]?.roster.members[0];
    await hears(
      owner,
      withMembers(owner, (members) =>
        members.map((member) => (member.id === anna.id ? { ...member, [name]: stranger?.[name] } : member)),
      ),
    );
    expect(owner.room().people.find(({ id }) => id === anna.id)).toMatchObject({ trust: 'unproven' });
    expect(owner.sent('keys').at(-1)?.keyEpoch).toBe(owner.told('roster').at(-1)?.roster.keyEpoch);
  });

  it('cannot bring back an epoch that is over', async () => {
    await hears(
      owner,
      withMembers(owner, (members) => members, -1),
    );
    expect(owner.badCount()).toBe(1);
  });

  it('gets nothing sealed when it hides that somebody is gone behind the old key', async () => {
    await hears(
      owner,
      withMembers(owner, (members) => members.filter(({ id }) => id !== anna.id), 0),
    );
    const before = owner.sent('say').length;
    await says(owner, 'not for Anna');
    expect(owner.sent('say')).toHaveLength(before);
    expect(owner.state().chat).toMatchObject([{ state: 'unsent' }]);
  });

  it('lets nobody read who was sent out, even when it goes on delivering all of it', async () => {
    const ben = await bench.join(owner, 'Ben');
    // It keeps the bye to itself, and tells Anna that she is here.
    anna.isHeld = true;
    anna.tamper = (message) => (message.type === 'bye' ? [] : [message]);
    const members = anna.told('roster').at(-1)?.roster.members ?? anna.told('welcome')[0]?.roster.members;
    owner.client.act({ type: 'kick', member: anna.id });
    await bench.settle();
    expect(anna.state().status.type).toBe('in');
    const keys = { ...owner.sent('keys').at(-1), from: owner.id };
    const heardBefore = ben.heard.length;
    await says(owner, 'secret');
    await hears(anna, ...ben.heard.slice(heardBefore));
    const roster = { keyEpoch: ben.told('roster').at(-1)?.roster.keyEpoch, members };
    await hears(anna, { type: 'roster', roster }, keys, ...ben.heard.slice(heardBefore));
    await says(ben, 'secret too');
    await hears(anna, ...owner.heard.slice(-3));
    expect(owner.texts()).toEqual(['secret', 'secret too']);
    expect(ben.texts()).toEqual(['secret', 'secret too']);
    expect(anna.texts()).toEqual([]);
  });

  it('is not believed when it welcomes somebody else', async () => {
    const [welcome] = anna.told('welcome');
    await hears(anna, { ...welcome, self: owner.id });
    expect(anna.badCount()).toBe(1);
    expect(anna.room().self).not.toBe(owner.id);
  });
});

describe('a relay that lies about keys', () => {
  it('cannot forge, change or replay them', async () => {
    const ben = await bench.join(owner, 'Ben');
    const keys = ben.told('keys').at(-1);
    const [wrapped] = keys?.wrapped ?? [];
    const before = ben.badCount();
    const lies = [
      { ...keys, wrapped: [] },
      { ...keys, wrapped: [{ ...wrapped, box: flipped(wrapped?.box ?? '', 100) }] },
      { ...keys, from: anna.id },
      { ...keys, from: ben.id },
      { ...keys, signature: flipped(keys?.signature ?? '', 3) },
      { ...keys, keyEpoch: (keys?.keyEpoch ?? 0) + 1 },
    ];
    await hears(ben, ...lies);
    expect(ben.badCount() - before).toBe(lies.length);
    await says(owner, 'still');
    expect(ben.texts()).toEqual(['still']);
  });

  it('stops nothing by keeping the keys of the first member: the next one makes them', async () => {
    const ben = await bench.join(owner, 'Ben');
    for (const member of [anna, ben]) {
      member.tamper = (message) => (message.type === 'keys' && message.from === owner.id ? [] : [message]);
    }
    const cleo = await bench.join(owner, 'Cleo');
    await bench.pass(4000);
    await says(anna, 'hello');
    expect(ben.texts()).toEqual(['hello']);
    expect(owner.texts()).toEqual(['hello']);
    expect(cleo.texts()).toEqual(['hello']);
  });

  it('keeps the old key for messages under way alone, and then drops it', async () => {
    const held: FromRelay[] = [];
    anna.tamper = (message) => {
      if (message.type !== 'said') return [message];
      held.push(message);
      return [];
    };
    await says(owner, 'under way');
    await says(owner, 'too late');
    const [underWay, tooLate] = held.filter((message) => JSON.stringify(message).length > 100).slice(-2);
    anna.tamper = (message) => [message];
    await bench.join(owner, 'Ben');
    await hears(anna, underWay);
    expect(anna.texts()).toEqual(['under way']);
    await bench.pass(KEY_OVERLAP_MS);
    await hears(anna, tooLate);
    expect(anna.texts()).toEqual(['under way']);
  });
});

describe('a relay that lies about the lock', () => {
  it('is found out when it tells two members of two holders in one epoch', async () => {
    const ben = await bench.join(owner, 'Ben');
    ben.tamper = (message) =>
      message.type === 'lock' && message.view.phase.type === 'held'
        ? [{ ...message, view: { ...message.view, phase: { type: 'held', holder: ben.id } } }]
        : [message];
    anna.client.act({ type: 'ask' });
    await bench.settle();
    expect(ben.orders.at(-1)).toMatchObject({ type: 'granted' });
    const mismatches = (member: BenchMember) =>
      member.room().alarms.flatMap((alarm) => (alarm.type === 'lock-mismatch' ? [alarm.by] : []));
    expect(mismatches(anna)).toEqual([ben.id]);
    expect(mismatches(owner)).toEqual([ben.id]);
    expect(mismatches(ben).sort()).toEqual([anna.id, owner.id].sort());
  });

  it('is found out when it names another holder in an epoch to the same member', async () => {
    anna.client.act({ type: 'ask' });
    await bench.settle();
    const { view } = owner.told('lock').at(-1) ?? { view: null };
    await hears(owner, {
      type: 'lock',
      view: { ...view, seq: (view?.seq ?? 0) + 1, phase: { type: 'held', holder: owner.id } },
    });
    expect(owner.room().alarms).toContainEqual({ type: 'lock-mismatch', by: owner.id });
  });

  it('changes nothing with a view that is older, or whose epoch falls', async () => {
    anna.client.act({ type: 'ask' });
    await bench.settle();
    const views = anna.told('lock').map(({ view }) => view);
    const newest = views.at(-1);
    const { lock } = anna.room();
    await hears(anna, {
      type: 'lock',
      view: { ...newest, seq: (newest?.seq ?? 0) - 1, phase: { type: 'free' } },
    });
    expect(anna.room().lock).toEqual(lock);
    expect(anna.badCount()).toBe(0);
    await hears(anna, {
      type: 'lock',
      view: { ...newest, seq: (newest?.seq ?? 0) + 9, epoch: lock.epoch - 1 },
    });
    expect(anna.room().lock).toEqual(lock);
    expect(anna.badCount()).toBe(1);
  });

  it('gives no control by an answer to a renewal of another epoch', async () => {
    const before = anna.orders.length;
    await hears(anna, { type: 'renewed', epoch: 1, nonce: 1 });
    expect(anna.orders).toHaveLength(before);
  });
});

describe('a relay that says anything at all', () => {
  it('is counted for each message that cannot be read', async () => {
    const lies = [
      '',
      '{',
      'null',
      '[]',
      '{"type":"constructor"}',
      '{"type":"lock"}',
      `"${'x'.repeat(70_000)}"`,
    ];
    await hears(anna, ...lies);
    expect(anna.badCount()).toBe(lies.length);
    await hears(anna, '['.repeat(30_000));
    expect(anna.badCount()).toBe(lies.length + 1);
  });

  it('makes nothing throw, and shows nothing, whatever JSON it sends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        anna.hears(text);
      }),
      { numRuns: PROPERTY_RUNS },
    );
    await bench.settle();
    expect(anna.texts()).toEqual([]);
    expect(anna.room().people).toHaveLength(2);
  });

  it('makes nothing throw, and shows nothing, with well-formed messages of any content', async () => {
    const id = fc.constantFrom('x'.repeat(22), owner.id, anna.id);
    const small = fc.nat(5);
    const box = fc.base64String({ minLength: 4, maxLength: 400 }).map((text) => text.replace(/[+/=]/g, 'A'));
    const epoch = fc.constantFrom(0, 1, anna.told('welcome')[0]?.roster.keyEpoch ?? 0);
    const sealed = { from: id, keyEpoch: epoch, seq: fc.nat(), box };
    const message = fc.oneof(
      fc.record({ type: fc.constant('said'), ...sealed }),
      fc.record({ type: fc.constant('shown'), entries: fc.array(fc.record(sealed), { maxLength: 4 }) }),
      fc.record({
        type: fc.constant('keys'),
        from: id,
        keyEpoch: epoch,
        wrapped: fc.array(fc.record({ to: id, box }), { maxLength: 3 }),
        signature: box.map((text) => text.slice(0, 100)),
      }),
      fc.record({ type: fc.constant('renewed'), epoch: small, nonce: small }),
      fc.record({ type: fc.constant('denied'), by: id, reason: fc.constantFrom('other', 'not-now') }),
      fc.record({
        type: fc.constant('refused'),
        request: fc.constantFrom('say', 'keys', 'kick'),
        reason: fc.constant('role'),
      }),
    );
    const batches = Math.ceil(PROPERTY_RUNS / 20);
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 20 }), async (messages) => {
        await hears(anna, ...messages);
        expect(anna.texts()).toEqual([]);
        expect(anna.room().pointers).toEqual([]);
      }),
      { numRuns: batches },
    );
    await says(owner, 'still here');
    expect(anna.texts()).toEqual(['still here']);
  });
});
