import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { playSchedule, profileOf } from '../../../../testbed/experiment/live/stream-schedule.ts';
import type { NetworkStep } from '../../../../testbed/experiment/network.ts';

const way = { rateBitsPerSecond: 10e6, delayMs: 20, jitterMs: 5, queueMs: 500, lossRatio: 0 };

function step(atMs: number, different: Partial<NetworkStep> = {}): NetworkStep {
  return { atMs, up: way, down: way, flows: 0, cut: 'none', ...different };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a schedule of packets, played on a stream of bytes', () => {
  test('a cut stalls its way, and the next step heals it', () => {
    const heard: string[] = [];
    const link = {
      setProfile: () => void heard.push('profile'),
      stall: (side?: string) => void heard.push(`stall ${side}`),
      heal: () => void heard.push('heal'),
    };
    const steps = [step(0), step(1000, { cut: 'up' }), step(3000)];
    const { begin, stop } = playSchedule({ steps }, link);
    expect(heard).toEqual(['profile']);
    begin();
    vi.advanceTimersByTime(999);
    expect(heard).toEqual(['profile', 'profile']);
    vi.advanceTimersByTime(1);
    expect(heard.slice(2)).toEqual(['profile', 'stall up']);
    vi.advanceTimersByTime(2000);
    expect(heard.slice(4)).toEqual(['heal', 'profile']);
    stop();
  });

  test('what is not yet due when a run is over does not happen', () => {
    const changes = vi.fn();
    const link = { setProfile: changes, stall: () => {}, heal: () => {} };
    const { begin, stop } = playSchedule({ steps: [step(0), step(1000)] }, link);
    begin();
    stop();
    vi.advanceTimersByTime(5000);
    expect(changes).toHaveBeenCalledTimes(2);
  });

  test('flows of others take their share of the way down and fill its queue, not the way up', () => {
    const { up, down } = profileOf(step(0, { flows: 4 }));
    expect(down.rateBitsPerSecond).toBe(2e6);
    expect(down.delayMs).toBe(20 + 400);
    expect(up).toMatchObject({ rateBitsPerSecond: 10e6, delayMs: 20 });
    // 0.52 s at the rate.
    expect(up.queueLimitBytes).toBe(650_000);
  });
});
