import { describe, expect, it } from 'vitest';
import { Motion, MotionRate, motionIntervalMs } from '../../../src/model/gate/motion.ts';

const at = (x: number) => ({ buttonMask: 0, x, y: 0 });

describe('moves', () => {
  it('go out at once when the last one is long enough ago', () => {
    const motion = new Motion();
    expect(motion.offer(at(1), 200, 0)).toBe(true);
    expect(motion.offer(at(2), 200, 199)).toBe(false);
    expect(motion.offer(at(3), 200, 200)).toBe(true);
    expect(motion.take(200, 1000)).toBeNull();
  });

  it('wait as the newest only, and go out when their time comes', () => {
    const motion = new Motion();
    motion.offer(at(1), 200, 0);
    motion.offer(at(2), 200, 50);
    motion.offer(at(3), 200, 60);
    expect(motion.take(200, 150)).toBeNull();
    expect(motion.take(200, 200)).toEqual(at(3));
    expect(motion.take(200, 900)).toBeNull();
  });

  it('do not go out after a message with a position of its own', () => {
    const motion = new Motion();
    motion.offer(at(1), 200, 0);
    motion.offer(at(2), 200, 50);
    motion.forget();
    expect(motion.take(200, 900)).toBeNull();
  });

  it('wait for as long as none may go out at all', () => {
    const motion = new Motion();
    expect(motion.offer(at(7), null, 0)).toBe(false);
    expect(motion.take(null, 5000)).toBeNull();
    expect(motion.take(100, 5000)).toEqual(at(7));
  });

  it('become rarer the worse it gets', () => {
    expect(motionIntervalMs('stable', false, null)).toBe(10);
    expect(motionIntervalMs('stable', true, null)).toBe(50);
    expect(motionIntervalMs('stable', false, 'probe-overdue')).toBe(200);
    expect(motionIntervalMs('unstable', false, null)).toBe(200);
    expect(motionIntervalMs('recovery', true, null)).toBe(100);
    expect(motionIntervalMs('breakdown', false, 'breakdown')).toBeNull();
    expect(motionIntervalMs('idle', false, 'no-data')).toBeNull();
    expect(motionIntervalMs('idle', false, 'closed')).toBeNull();
    expect(motionIntervalMs('unstable', true, 'no-credit')).toBe(200);
  });
});

describe('the rate of moves', () => {
  /** Ticks every 50 ms on a link of this level. */
  const ticks = (rate: MotionRate, level: 'ok' | 'warn' | 'bad' | 'stall', fromMs: number, ms: number) => {
    for (let nowMs = fromMs; nowMs <= fromMs + ms; nowMs += 50) rate.update(level, nowMs);
  };

  it('begins above what any page sends, and does not grow beyond that', () => {
    const rate = new MotionRate();
    expect(rate.intervalMs).toBe(10);
    ticks(rate, 'ok', 0, 60_000);
    expect(rate.intervalMs).toBe(10);
  });

  it('is halved on a bad link, at once and then every half second, and never below 5 a second', () => {
    const rate = new MotionRate();
    rate.update('bad', 1000);
    expect(rate.intervalMs).toBe(20);
    rate.update('stall', 1499);
    expect(rate.intervalMs).toBe(20);
    rate.update('stall', 1500);
    expect(rate.intervalMs).toBe(40);
    ticks(rate, 'bad', 1550, 10_000);
    expect(rate.intervalMs).toBe(200);
  });

  it('stays as it is while the link shows early signs', () => {
    const rate = new MotionRate();
    rate.update('bad', 1000);
    ticks(rate, 'warn', 1050, 5000);
    expect(rate.intervalMs).toBe(20);
  });

  it('grows by 5 a second on a good link, by the time that passed', () => {
    const rate = new MotionRate();
    rate.update('bad', 1000);
    rate.update('ok', 3000);
    expect(rate.intervalMs).toBeCloseTo(1000 / 60);
    ticks(rate, 'ok', 3050, 1950);
    expect(rate.intervalMs).toBeCloseTo(1000 / 70);
  });

  it('does not change by a clock that runs backwards', () => {
    const rate = new MotionRate();
    rate.update('bad', 5000);
    rate.update('ok', 3000);
    expect(rate.intervalMs).toBe(20);
  });
});
