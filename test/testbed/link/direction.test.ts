import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Direction, RTO_FIRST_MS, retransmissionAfter } from '../../../testbed/link/direction.ts';
import type { DirectionProfile } from '../../../testbed/link/profile.ts';
import { seededRandom } from '../../../testbed/link/random.ts';

const perfect: DirectionProfile = {
  rateBitsPerSecond: Number.POSITIVE_INFINITY,
  delayMs: 0,
  jitterMs: 0,
  queueLimitBytes: 1 << 20,
};
const direction = (profile: Partial<DirectionProfile> = {}) =>
  new Direction({ ...perfect, ...profile }, seededRandom(7));
const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);

describe('one direction of a link', () => {
  it('delivers at once when it has neither delay nor rate', () => {
    const link = direction();
    link.push(bytes(10), 5);
    expect(link.take(5)?.length).toBe(10);
    expect(link.take(5)).toBeNull();
    expect(link.heldBytes).toBe(0);
  });

  it('delays every byte by the one-way delay and says when to look again', () => {
    const link = direction({ delayMs: 300 });
    link.push(bytes(3), 1000);
    expect(link.take(1299)).toBeNull();
    expect(link.nextAtMs(1299)).toBe(1300);
    expect(link.take(1300)?.length).toBe(3);
  });

  it('serves at its rate: 100 kB at 8 Mbit/s take 100 ms', () => {
    const link = direction({ rateBitsPerSecond: 8e6 });
    link.push(bytes(100_000), 0);
    const half = link.take(50)?.length ?? 0;
    expect(half).toBeGreaterThan(48_000);
    expect(half).toBeLessThanOrEqual(50_000);
    expect(link.take(99.9)).not.toBeNull();
    expect(link.take(100)).not.toBeNull();
    expect(link.heldBytes).toBe(0);
  });

  it('is not faster after a pause than its rate allows', () => {
    const link = direction({ rateBitsPerSecond: 8e6 });
    link.push(bytes(1000), 0);
    link.take(10_000);
    link.push(bytes(10_000), 10_000);
    expect(link.take(10_005)?.length ?? 0).toBeLessThanOrEqual(5000);
  });

  it('applies a new rate to what is already waiting', () => {
    const link = direction({ rateBitsPerSecond: 8000 });
    link.push(bytes(14_480), 0);
    link.setProfile(perfect, 1000);
    expect(link.take(1000)?.length).toBe(14_480);
  });

  it('asks the sender to stop when it holds its limit, and to go on when bytes have left', () => {
    const link = direction({ rateBitsPerSecond: 8e6, queueLimitBytes: 10_000 });
    link.push(bytes(10_000), 0);
    expect(link.full).toBe(true);
    link.take(5);
    expect(link.full).toBe(false);
  });

  it('delivers at once what a radio link held through a stall', () => {
    const link = direction();
    link.stall(0);
    link.push(bytes(5), 10);
    link.heal(310, 'held');
    expect(link.take(310)?.length).toBe(5);
  });

  it('holds everything in a stall and delivers it in order after healing, at a retransmission', () => {
    const link = direction({ delayMs: 20 });
    link.stall(1000);
    link.push(bytes(2, 1), 1100);
    link.push(bytes(2, 2), 5000);
    expect(link.take(5900)).toBeNull();
    expect(link.nextAtMs(5900)).toBeNull();
    link.heal(5900);
    // Lost at 1100: sent again at 1300, 1700, 2500, 4100 and 7300.
    expect(link.take(7319)).toBeNull();
    expect(link.take(7320)).toEqual(Uint8Array.of(1, 1, 2, 2));
  });

  it('moves at once after a stall in which nothing was sent', () => {
    const link = direction();
    link.stall(0);
    link.heal(60_000);
    link.push(bytes(1), 60_001);
    expect(link.take(60_001)?.length).toBe(1);
  });

  it('still delivers what was on the wire when the stall began', () => {
    const link = direction({ delayMs: 50 });
    link.push(bytes(4), 0);
    link.stall(10);
    expect(link.take(50)?.length).toBe(4);
  });

  it('keeps a stall through a change of profile', () => {
    const link = direction();
    link.stall(0);
    link.push(bytes(4), 1);
    link.setProfile(perfect, 2);
    expect(link.take(10_000)).toBeNull();
  });

  it('keeps its own copy of what was pushed', () => {
    const link = direction({ delayMs: 10 });
    const buffer = bytes(2, 5);
    link.push(buffer, 0);
    buffer.fill(6);
    expect(link.take(10)).toEqual(Uint8Array.of(5, 5));
  });

  it('retransmits with doubling waits that end at a cap', () => {
    expect(retransmissionAfter(0, 0)).toBe(RTO_FIRST_MS);
    expect(retransmissionAfter(0, 201)).toBe(600);
    expect(retransmissionAfter(0, 6201)).toBe(9400);
    expect(retransmissionAfter(0, 9401)).toBe(12_600);
  });

  it('keeps the stream and its order whatever is done to the link', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('push' as const), length: fc.integer({ min: 0, max: 5000 }) }),
      fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 500 }) }),
      fc.record({ type: fc.constant('stall' as const) }),
      fc.record({ type: fc.constant('heal' as const) }),
      fc.record({
        type: fc.constant('profile' as const),
        profile: fc.record({
          rateBitsPerSecond: fc.constantFrom(64_000, 1e6, Number.POSITIVE_INFINITY),
          delayMs: fc.integer({ min: 0, max: 400 }),
          jitterMs: fc.integer({ min: 0, max: 100 }),
          queueLimitBytes: fc.constant(1 << 20),
        }),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const link = direction();
        let nowMs = 0;
        let sent = 0;
        let received = 0;
        let inOrder = true;
        const take = () => {
          for (const value of link.take(nowMs) ?? []) {
            inOrder &&= value === received % 251;
            received += 1;
          }
        };
        for (const action of steps) {
          if (action.type === 'push') {
            link.push(
              Uint8Array.from({ length: action.length }, (_, i) => (sent + i) % 251),
              nowMs,
            );
            sent += action.length;
          } else if (action.type === 'wait') nowMs += action.ms;
          else if (action.type === 'stall') link.stall(nowMs);
          else if (action.type === 'heal') link.heal(nowMs);
          else link.setProfile(action.profile, nowMs);
          take();
          expect(link.heldBytes).toBe(sent - received);
        }
        link.heal(nowMs);
        nowMs += 1e7;
        take();
        expect(received).toBe(sent);
        expect(inOrder).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
