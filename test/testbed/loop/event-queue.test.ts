import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../testbed/loop/event-queue.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';

describe('virtual time', () => {
  it('lets everything happen in the order of its time, and of its making where times are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (times) => {
        const queue = new EventQueue();
        const seen: { atMs: number; order: number }[] = [];
        times.forEach((atMs, order) => {
          queue.at(atMs, () => seen.push({ atMs: queue.nowMs, order }));
        });
        queue.run(100);
        const expected = times
          .map((atMs, order) => ({ atMs, order }))
          .sort((a, b) => a.atMs - b.atMs || a.order - b.order);
        return JSON.stringify(seen) === JSON.stringify(expected);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('stands where it was told to, and leaves what comes later', () => {
    const queue = new EventQueue();
    const seen: string[] = [];
    queue.at(10, () => seen.push('early'));
    queue.at(11, () => seen.push('late'));
    queue.run(10);
    expect(seen).toEqual(['early']);
    expect(queue.nowMs).toBe(10);
    expect(queue.size).toBe(1);
  });

  it('takes what an event asks for in the same run, never in the past', () => {
    const queue = new EventQueue();
    const seen: number[] = [];
    queue.at(5, () => queue.at(1, () => seen.push(queue.nowMs)));
    queue.run(6);
    expect(seen).toEqual([5]);
  });

  it('does not do what was called off', () => {
    const queue = new EventQueue();
    let done = false;
    const callOff = queue.after(5, () => {
      done = true;
    });
    callOff();
    queue.run(10);
    expect(done).toBe(false);
  });
});
