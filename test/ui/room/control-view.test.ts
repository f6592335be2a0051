import { describe, expect, it } from 'vitest';
import type { LockPhase } from '../../../src/model/control/lock-view.ts';
import type { SeatReading } from '../../../src/model/snapshot.ts';
import { type ControlRights, type ControlView, controlView } from '../../../src/ui/room/control-view.ts';
import { speaker } from '../../../src/ui/room/room-words.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { ADA, BEN, CLEO, personOf, queueOf, type RoomParts, roomOf, SELF } from './room-of.ts';

const OPEN: SeatReading = { state: 'open', leftMs: 4_000 };

function viewOf(parts: RoomParts, sinceMs = 0, seat: SeatReading | null = null): ControlView {
  return controlView(roomOf(parts), sinceMs, seat);
}
/** As people read it, without the marks that keep names apart. */
function words(parts: RoomParts, sinceMs = 0, seat: SeatReading | null = null): string {
  const { headline, countdown } = viewOf(parts, sinceMs, seat);
  const say = speaker(messagesOf('en'), roomOf(parts).people);
  return [headline, ...(countdown === null ? [] : [countdown])].map(say).join(', ').replace(/[⁨⁩]/g, '');
}
function may(parts: RoomParts): readonly string[] {
  const { rights } = viewOf(parts);
  return (Object.keys(rights) as (keyof ControlRights)[]).filter((each) => rights[each]);
}

const held = (holder: string): LockPhase => ({ type: 'held', holder });
const draining = (from: string, to: string | null): LockPhase => ({
  type: 'draining',
  from,
  to,
  cause: 'passed',
  leftMs: 5_000,
});
const offered = (to: string): LockPhase => ({ type: 'offered', to, cause: 'passed', leftMs: 15_000 });

describe('who has control', () => {
  it.each<[string, LockPhase]>([
    ['Nobody has control', { type: 'free' }],
    ['Ada has control', held(ADA)],
    ['You have control', held(SELF)],
    ['Control is being handed over to Ben, 5 s left', draining(ADA, BEN)],
    ['Control is coming to you, 5 s left', draining(ADA, SELF)],
    ['Ada is letting go of control, 5 s left', draining(ADA, null)],
    ['You are letting go of control, 5 s left', draining(SELF, null)],
    ['Control is offered to Ada, 15 s left', offered(ADA)],
    ['Control is offered to you, 15 s left', offered(SELF)],
    ['Frozen by Ben', { type: 'frozen', by: BEN }],
    ['Frozen by you', { type: 'frozen', by: SELF }],
  ])('is always said: %s', (text, phase) => {
    expect(words({ phase })).toBe(text);
  });

  it('is oneself only when the own gate is open', () => {
    expect(viewOf({ phase: held(SELF) }, 0, OPEN).sign).toBe('self');
    for (const state of ['watching', 'opening', 'draining'] as const) {
      const seat = { state, leftMs: 0 };
      expect(viewOf({ phase: held(SELF) }, 0, seat).sign).toBe('handover');
      expect(words({ phase: held(SELF) }, 0, seat)).toContain('waits for the relay');
    }
  });

  it('counts on from when the view of the lock was told', () => {
    expect(words({ phase: offered(SELF), lockAgeMs: 4_000 }, 1_500)).toContain('10 s left');
    expect(words({ phase: offered(SELF), lockAgeMs: 4_000 }, 60_000)).toContain('0 s left');
  });

  it('tells when control goes on for idleness', () => {
    const lock = { idlePassMs: 42_000 };
    expect(words({ phase: held(ADA), lock })).toBe('Ada has control, idle, goes on in 42 s');
    expect(words({ phase: held(SELF), lock }, 2_000)).toContain('You are idle: goes on in 40 s');
  });

  it('tells how long the own gate stays open without the relay', () => {
    expect(words({ phase: held(SELF), lostMs: 900 }, 0, OPEN)).toContain('ends in 4 s');
    expect(words({ phase: held(ADA), lostMs: 900 }, 0, OPEN)).not.toContain('ends in');
  });
});

describe('what one may do', () => {
  it('is to ask, for an operator while somebody else or nobody has control', () => {
    expect(may({ phase: held(ADA) })).toEqual(['ask', 'mode']);
    expect(may({})).toEqual(['ask', 'mode']);
  });

  it('is nothing for an observer', () => {
    expect(may({ phase: held(ADA), me: { role: 'observer' } })).toEqual([]);
  });

  it('is not to ask while one only watches, until one changes to operating', () => {
    expect(may({ phase: held(ADA), me: { mode: 'watch' } })).toEqual(['mode']);
  });

  it('is to withdraw while one waits', () => {
    expect(may({ phase: held(ADA), lock: { queue: queueOf(BEN, SELF) } })).toEqual(['withdraw']);
    expect(viewOf({ phase: held(ADA), lock: { queue: queueOf(BEN, SELF) } }).place).toBe(2);
  });

  it('is to answer an offer, and to give away what one has', () => {
    expect(may({ phase: offered(SELF) })).toEqual(['answer']);
    expect(may({ phase: held(SELF) })).toEqual(['giveAway', 'deny']);
  });

  it('is more for a trainer', () => {
    const me = { role: 'trainer' } as const;
    expect(may({ phase: held(ADA), me })).toEqual(['ask', 'take', 'freeze', 'steer', 'deny', 'mode']);
    expect(may({ phase: { type: 'frozen', by: ADA }, me })).toEqual(['unfreeze', 'steer', 'deny', 'mode']);
    expect(may({ me })).not.toContain('take');
  });
});

describe('the queue', () => {
  it('has places from one on, and ages while it is shown', () => {
    const { queue } = viewOf({ phase: held(ADA), lock: { queue: queueOf(BEN, SELF) } }, 1_000);
    expect(queue.map(({ place, isSelf, waitingMs }) => [place, isSelf, waitingMs])).toEqual([
      [1, false, 31_000],
      [2, true, 21_000],
    ]);
  });

  it('is first among those whom control can be passed to', () => {
    const { candidates } = viewOf({ phase: held(SELF), lock: { queue: queueOf(BEN) } });
    expect(candidates.map(({ id }) => id)).toEqual([BEN, ADA]);
  });

  it('leaves out who cannot take control', () => {
    const people = [
      personOf(ADA, { mode: 'watch' }),
      personOf(BEN, { isPresent: false }),
      personOf(CLEO, { trust: 'unproven' }),
      personOf(SELF),
    ];
    expect(viewOf({ phase: held(SELF), people }).candidates).toEqual([]);
  });
});
