import { describe, expect, it } from 'vitest';
import { Motion, motionIntervalMs } from '../../../src/model/gate/motion.ts';

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
  });
});
