import { describe, expect, it } from 'vitest';
import { Congestion } from '../../../../testbed/instrument/rfb/congestion.ts';

/** Sends what fits over a path of this rate and delay for a time; returns the queueing delay at the end. */
function run(
  congestion: Congestion,
  path: { baseMs: number; rateBitsPerSecond: number },
  fromMs: number,
  ms: number,
) {
  const chunkBytes = 8000;
  const out: { number: number; atMs: number }[] = [];
  let busyUntilMs = fromMs;
  let queueMs = 0;
  for (let nowMs = fromMs; nowMs < fromMs + ms; nowMs += 5) {
    while (out[0] !== undefined && out[0].atMs <= nowMs) congestion.acknowledged(out.shift()!.number, nowMs);
    while (congestion.roomBytes > 0) {
      busyUntilMs = Math.max(busyUntilMs, nowMs) + (chunkBytes * 8000) / path.rateBitsPerSecond;
      queueMs = busyUntilMs - nowMs;
      out.push({ number: congestion.sent(chunkBytes, nowMs), atMs: busyUntilMs + path.baseMs });
    }
  }
  for (const { number, atMs } of out) congestion.acknowledged(number, atMs);
  return queueMs;
}

describe('the congestion window', () => {
  it('counts what is on its way and frees it when the fence comes back', () => {
    const congestion = new Congestion();
    const room = congestion.roomBytes;
    const number = congestion.sent(10_000, 0);
    expect(congestion.roomBytes).toBe(room - 10_000);
    expect(congestion.acknowledged(number, 20)).toBe(true);
    expect(congestion.roundTripMs).toBe(20);
    expect(congestion.roomBytes).toBeGreaterThanOrEqual(room);
  });

  it('frees everything up to the fence that came back, and knows no other fence', () => {
    const congestion = new Congestion();
    const room = congestion.roomBytes;
    congestion.sent(1000, 0);
    const second = congestion.sent(1000, 1);
    expect(congestion.acknowledged(second + 9, 5)).toBe(false);
    expect(congestion.acknowledged(second, 5)).toBe(true);
    expect(congestion.roomBytes).toBe(room);
  });

  it('grows on a path that has room', () => {
    const congestion = new Congestion();
    const before = congestion.windowBytes;
    run(congestion, { baseMs: 40, rateBitsPerSecond: 100e6 }, 0, 3000);
    expect(congestion.windowBytes).toBeGreaterThan(before * 2);
  });

  it('does not build a queue of seconds when a good path turns slow', () => {
    const congestion = new Congestion();
    run(congestion, { baseMs: 40, rateBitsPerSecond: 100e6 }, 0, 3000);
    const queueMs = run(congestion, { baseMs: 40, rateBitsPerSecond: 1.5e6 }, 3000, 5000);
    expect(queueMs).toBeLessThan(250);
  });

  it('learns that a path has become longer and uses it fully again', () => {
    const congestion = new Congestion();
    run(congestion, { baseMs: 2, rateBitsPerSecond: 100e6 }, 0, 3000);
    run(congestion, { baseMs: 600, rateBitsPerSecond: 100e6 }, 3000, 30_000);
    expect(congestion.windowBytes).toBeGreaterThan(100_000);
  });
});
