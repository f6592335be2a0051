import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../testbed/link/random.ts';
import { EventQueue } from '../../../testbed/loop/event-queue.ts';
import { Way, type WaySettings } from '../../../testbed/loop/way.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';

const MEGABIT: WaySettings = { rateBitsPerSecond: 1e6, delayMs: 20, jitterMs: 0, queueLimitBytes: 10_000 };

function start(settings: WaySettings = MEGABIT) {
  const queue = new EventQueue();
  const arrivals: { name: number; atMs: number }[] = [];
  const way = new Way<number>(queue, settings, seededRandom(3), (name) =>
    arrivals.push({ name, atMs: queue.nowMs }),
  );
  return { queue, way, arrivals };
}

describe('one direction of the simulated network', () => {
  it('takes the time of its rate and its delay: 1250 bytes at 1 Mbit/s are 10 ms', () => {
    const { queue, way, arrivals } = start();
    way.push(1250, 1);
    way.push(1250, 2);
    queue.run(1000);
    expect(arrivals).toEqual([
      { name: 1, atMs: 30 },
      { name: 2, atMs: 40 },
    ]);
  });

  it('goes on at the new rate with what is half served', () => {
    const { queue, way, arrivals } = start();
    way.push(1250, 1);
    queue.at(5, () => way.change({ ...MEGABIT, rateBitsPerSecond: 1e5 }));
    queue.run(1000);
    expect(arrivals[0]?.atMs).toBeCloseTo(5 + 50 + 20, 6);
  });

  it('is full from its limit on, and has room again when bytes have left', () => {
    const { queue, way } = start();
    way.push(10_000, 1);
    expect(way.isFull).toBe(true);
    queue.run(80);
    expect(way.isFull).toBe(false);
  });

  it('holds everything in a stall and goes on at the next retransmission after healing', () => {
    const { queue, way, arrivals } = start();
    queue.at(100, () => way.stall());
    queue.at(110, () => way.push(1250, 1));
    queue.at(1000, () => way.heal());
    queue.run(5000);
    // Retransmissions are due 200, 600 and 1400 ms after the stall began.
    expect(arrivals).toEqual([{ name: 1, atMs: 1500 + 10 + 20 }]);
  });

  it('loses nothing, keeps the order, and knows where every byte is', () => {
    const event = fc.record({
      afterMs: fc.integer({ min: 0, max: 60 }),
      what: fc.oneof(
        fc.integer({ min: 1, max: 20_000 }),
        fc.constant('stall' as const),
        fc.constant('heal' as const),
        fc.constant('change' as const),
      ),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { queue, way, arrivals } = start({ ...MEGABIT, jitterMs: 5 });
        let atMs = 0;
        let pushed = 0;
        let sound = true;
        for (const { afterMs, what } of events) {
          atMs += afterMs;
          queue.at(atMs, () => {
            if (what === 'stall') way.stall();
            else if (what === 'heal') way.heal();
            else if (what === 'change') way.change({ ...MEGABIT, jitterMs: 5, rateBitsPerSecond: 3e6 });
            else way.push(what, pushed++);
            sound &&= way.bytesIn === way.bytesOut + way.queuedBytes + way.flightBytes;
          });
        }
        queue.run(atMs);
        way.heal();
        queue.run(atMs + 100_000);
        const inOrder = arrivals.every(({ name }, index) => name === index);
        return sound && inOrder && arrivals.length === pushed && way.bytesOut === way.bytesIn;
      }),
      { numRuns: SESSION_RUNS },
    );
  });
});
