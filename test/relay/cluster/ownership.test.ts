import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OwnerRecord } from '../../../src/relay/cluster/owner-record.ts';
import {
  type Instant,
  mayAct,
  newOwnership,
  type Ownership,
  ownerOf,
} from '../../../src/relay/cluster/ownership.ts';
import type { OwnershipEffect, OwnershipEvent } from '../../../src/relay/cluster/ownership-event.ts';
import {
  LOOK_MS,
  OWN_LEASE_MS,
  OWN_MARGIN_MS,
  OWN_RENEW_MS,
} from '../../../src/relay/cluster/ownership-times.ts';
import { transition } from '../../../src/relay/cluster/ownership-transition.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';
import { RelayWorld } from '../../support/relay-world.ts';

/** A storm of two minutes costs some 5 ms. */
const WORLD_RUNS = Math.min(Math.ceil(PROPERTY_RUNS / 4), 2000);
const TEST_LIMIT_MS = 180_000;
const TAKE_OVER_MS = OWN_LEASE_MS + OWN_MARGIN_MS;
const STORM_MS = 120_000;
const STRAY_WRITES_MS = 15_000;
/** Lease and margin from the last look, which is a look and two ticks late, by the slowest clock. */
const SERVED_AGAIN_MS = (TAKE_OVER_MS + LOOK_MS + 500) * 1.1;

const at = (nowMs: number): Instant => ({ elapsedMs: nowMs, steadyMs: nowMs });
const recordOf = (owner: string | null, term = 1, state: string | null = null): OwnerRecord => ({
  version: 1,
  owner,
  term,
  state,
});

/** One relay, told event after event; time stands still between them unless it is moved. */
function relay(name = 'a'): {
  tell(event: OwnershipEvent, nowMs: number): readonly OwnershipEffect[];
  state(): Ownership;
} {
  let state = newOwnership(name);
  return {
    tell: (event, nowMs) => {
      const step = transition(state, event, at(nowMs));
      state = step.state;
      return step.effects;
    },
    state: () => state,
  };
}

/** A relay that acts for the room since 0 ms. */
function owner(name = 'a'): ReturnType<typeof relay> {
  const one = relay(name);
  one.tell({ type: 'interest', interest: 'serve' }, 0);
  one.tell({ type: 'read', kept: null }, 0);
  one.tell({ type: 'written', revision: '1' }, 0);
  return one;
}

describe('the ownership of a room', () => {
  it('is taken at once where there is no record, and acted on when the write has succeeded', () => {
    const one = relay();
    expect(one.tell({ type: 'interest', interest: 'serve' }, 0)).toEqual([{ type: 'read' }]);
    expect(one.tell({ type: 'read', kept: null }, 5)).toEqual([
      { type: 'write', record: recordOf('a'), revision: null },
    ]);
    expect(mayAct(one.state(), at(5))).toBe(false);
    expect(one.tell({ type: 'written', revision: '7' }, 10)).toEqual([
      { type: 'begin', term: 1, state: null },
    ]);
    expect(mayAct(one.state(), at(10))).toBe(true);
    expect(ownerOf(one.state())).toBe('a');
  });

  it("ends by the owner's own clock, counted from the sending and not from the answer", () => {
    const one = relay();
    one.tell({ type: 'interest', interest: 'serve' }, 0);
    one.tell({ type: 'read', kept: null }, 0);
    one.tell({ type: 'written', revision: '1' }, 1400);
    expect(mayAct(one.state(), at(3999))).toBe(true);
    expect(mayAct(one.state(), at(4000))).toBe(false);
  });

  it('is not begun with an answer that came after its end', () => {
    const one = relay();
    one.tell({ type: 'interest', interest: 'serve' }, 0);
    one.tell({ type: 'read', kept: null }, 0);
    expect(one.tell({ type: 'written', revision: '1' }, 4000).map(({ type }) => type)).toEqual(['write']);
  });

  it('is renewed under the revision of the last write', () => {
    const one = owner();
    expect(one.tell({ type: 'tick' }, OWN_RENEW_MS - 1)).toEqual([]);
    expect(one.tell({ type: 'tick' }, OWN_RENEW_MS)).toEqual([
      { type: 'write', record: recordOf('a'), revision: '1' },
    ]);
    one.tell({ type: 'written', revision: '2' }, OWN_RENEW_MS + 10);
    expect(mayAct(one.state(), at(OWN_RENEW_MS + 3999))).toBe(true);
  });

  it('ends at its time when the store does not answer, and says so', () => {
    const one = owner();
    one.tell({ type: 'tick' }, 1500);
    one.tell({ type: 'failed' }, 3000);
    one.tell({ type: 'tick' }, 3300);
    expect(one.tell({ type: 'failed' }, 4000)).toContainEqual({ type: 'stop' });
  });

  it("ends at once when the record is another's", () => {
    const one = owner();
    one.tell({ type: 'tick' }, 1500);
    one.tell({ type: 'conflict' }, 1510);
    const kept = { record: recordOf('b', 2), revision: '9' };
    expect(one.tell({ type: 'read', kept }, 1520)).toContainEqual({ type: 'stop' });
    expect(ownerOf(one.state())).toBe('b');
  });

  it('goes on when the answer to its own write was lost', () => {
    const one = owner();
    one.tell({ type: 'tick' }, 1500);
    one.tell({ type: 'failed' }, 3000);
    expect(one.tell({ type: 'tick' }, 3300)).toEqual([{ type: 'read' }]);
    const effects = one.tell({ type: 'read', kept: { record: recordOf('a'), revision: '2' } }, 3310);
    expect(effects).toEqual([{ type: 'write', record: recordOf('a'), revision: '2' }]);
    one.tell({ type: 'written', revision: '3' }, 3320);
    expect(mayAct(one.state(), at(7000))).toBe(true);
  });

  it('is taken over only after its record stood still for lease and margin', () => {
    const one = relay('b');
    one.tell({ type: 'interest', interest: 'serve' }, 0);
    const kept = { record: recordOf('a', 4, 'kept'), revision: '9' };
    const taken: number[] = [];
    let answer: OwnershipEvent = { type: 'read', kept };
    for (let nowMs = 0; nowMs <= TAKE_OVER_MS + LOOK_MS && taken.length === 0; nowMs += 250) {
      for (const effect of one.tell(answer, nowMs)) {
        if (effect.type !== 'write') continue;
        taken.push(nowMs);
        expect(effect).toEqual({ type: 'write', record: recordOf('b', 5, 'kept'), revision: '9' });
      }
      answer = one.state().asking?.type === 'read' ? { type: 'read', kept } : { type: 'tick' };
    }
    expect(taken).toEqual([TAKE_OVER_MS]);
  });

  it('is watched anew from each change', () => {
    const one = relay('b');
    one.tell({ type: 'interest', interest: 'serve' }, 0);
    one.tell({ type: 'read', kept: { record: recordOf('a'), revision: '1' } }, 0);
    one.tell({ type: 'tick' }, 5900);
    one.tell({ type: 'read', kept: { record: recordOf('a'), revision: '2' } }, 5901);
    expect(one.tell({ type: 'tick' }, TAKE_OVER_MS + 1000)).toEqual([{ type: 'read' }]);
  });

  it('is let go at once when the room is left, after the owner has stopped', () => {
    const one = owner();
    expect(one.tell({ type: 'interest', interest: 'none' }, 100)).toEqual([
      { type: 'stop' },
      { type: 'write', record: recordOf(null), revision: '1' },
    ]);
    const other = relay('b');
    other.tell({ type: 'interest', interest: 'serve' }, 0);
    expect(other.tell({ type: 'read', kept: { record: recordOf(null), revision: '2' } }, 1)).toEqual([
      { type: 'write', record: recordOf('b', 2), revision: '2' },
    ]);
  });

  it('waits for its last write before it removes the record of a room that is over', () => {
    const one = owner();
    one.tell({ type: 'tick' }, 1500);
    expect(one.tell({ type: 'over' }, 1600)).toEqual([{ type: 'stop' }]);
    expect(one.tell({ type: 'written', revision: '2' }, 1700)).toEqual([{ type: 'remove', revision: '2' }]);
  });

  it('is not renewed without the bus', () => {
    const one = owner();
    one.tell({ type: 'bus', isUp: false }, 1000);
    expect(one.tell({ type: 'tick' }, 3000)).toEqual([]);
    expect(one.tell({ type: 'tick' }, 4000)).toContainEqual({ type: 'stop' });
  });

  it('is taken over by a relay that only watches, but not begun by it', () => {
    const one = relay('b');
    const kept = { record: recordOf('a'), revision: '9' };
    one.tell({ type: 'interest', interest: 'watch' }, 0);
    one.tell({ type: 'read', kept }, 0);
    expect(one.tell({ type: 'tick' }, TAKE_OVER_MS)).toEqual([
      { type: 'write', record: recordOf('b', 2), revision: '9' },
    ]);
    const other = relay('c');
    other.tell({ type: 'interest', interest: 'watch' }, 0);
    expect(other.tell({ type: 'read', kept: null }, 0)).toEqual([]);
    expect(other.tell({ type: 'interest', interest: 'serve' }, 10)).toEqual([
      { type: 'write', record: recordOf('c'), revision: null },
    ]);
  });

  it('says what is kept when the write that held it has succeeded', () => {
    const one = owner();
    expect(one.tell({ type: 'give', number: 1, state: 'x' }, 100)).toEqual([
      { type: 'write', record: recordOf('a', 1, 'x'), revision: '1' },
    ]);
    expect(one.tell({ type: 'give', number: 2, state: 'y' }, 110)).toEqual([]);
    expect(one.tell({ type: 'written', revision: '2' }, 120)).toEqual([
      { type: 'saved', number: 1 },
      { type: 'write', record: recordOf('a', 1, 'y'), revision: '2' },
    ]);
    expect(one.tell({ type: 'written', revision: '3' }, 130)).toEqual([{ type: 'saved', number: 2 }]);
  });
});

describe('three relays, with a store and clocks that go wrong', () => {
  it(
    'never two of them act, and what was kept is not lost',
    () => {
      let begins = 0;
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const world = new RelayWorld(seed);
          world.storm(STORM_MS);
          begins += world.begins;
          expect(world.broken).toEqual([]);
        }),
        { numRuns: WORLD_RUNS },
      );
      // A world in which nobody ever acts would keep every promise.
      expect(begins / WORLD_RUNS).toBeGreaterThan(3);
    },
    TEST_LIMIT_MS,
  );

  it(
    'one of them acts again soon after the storm, and after the owner is killed',
    () => {
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const world = new RelayWorld(seed);
          world.storm(STORM_MS / 4);
          // What the storm held back still comes to pass; each stray write makes the others wait anew.
          world.calm(STRAY_WRITES_MS);
          world.calm(SERVED_AGAIN_MS);
          expect(world.acting()).toHaveLength(1);
          world.killOwner();
          expect(world.acting()).toHaveLength(0);
          world.calm(SERVED_AGAIN_MS);
          expect(world.acting()).toHaveLength(1);
          expect(world.broken).toEqual([]);
        }),
        { numRuns: Math.ceil(WORLD_RUNS / 4) },
      );
    },
    TEST_LIMIT_MS,
  );

  const brokenIn = (faults: ConstructorParameters<typeof RelayWorld>[1]): number => {
    let broken = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const world = new RelayWorld(seed, faults);
      world.storm(STORM_MS);
      if (world.broken.length > 0) broken += 1;
    }
    return broken;
  };

  it('two of them do act where the store takes blind writes', () => {
    expect(brokenIn({ blindStore: true })).toBeGreaterThan(0);
  });

  it('two of them do act where a challenger does not wait', () => {
    expect(brokenIn({ hastyMs: OWN_LEASE_MS })).toBeGreaterThan(0);
  });
});
