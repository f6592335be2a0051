import { describe, expect, it } from 'vitest';
import { CubicQueue } from '../../../testbed/loop/cubic-queue.ts';

const CAPACITY = 20e6;

describe('the queue of flows that join', () => {
  it('fills up to the buffer and not beyond, sooner with four flows than with one', () => {
    const fullAfterMs = [1, 4].map((flows) => {
      const queue = new CubicQueue({ capacityBitsPerSecond: CAPACITY, flows, bufferMs: 500 });
      let fullMs = Number.POSITIVE_INFINITY;
      for (let nowMs = 0; nowMs <= 9000; nowMs += 50) {
        const { delayMs } = queue.at(nowMs);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(500);
        if (delayMs >= 499) fullMs = Math.min(fullMs, nowMs);
      }
      return fullMs;
    });
    expect(fullAfterMs[1]).toBeLessThan(fullAfterMs[0] ?? 0);
    expect(fullAfterMs[0]).toBeLessThan(9000);
  });

  it('leaves others the whole link at first and their share once it is full', () => {
    const queue = new CubicQueue({ capacityBitsPerSecond: CAPACITY, flows: 4 });
    expect(queue.at(0).shareForOthersBitsPerSecond).toBeGreaterThan(CAPACITY / 4);
    const { shareForOthersBitsPerSecond } = queue.at(5000);
    expect(shareForOthersBitsPerSecond).toBeGreaterThanOrEqual(CAPACITY / 5);
    expect(shareForOthersBitsPerSecond).toBeLessThan(CAPACITY / 3);
  });
});
