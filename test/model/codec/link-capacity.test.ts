import { describe, expect, it } from 'vitest';
import { LinkCapacity } from '../../../src/model/codec/link-capacity.ts';

/** Chunks that a link of a rate lets through one behind the other. */
function arrivals(capacity: LinkCapacity, bitsPerSecond: number, forMs: number, fromMs: number): number {
  const chunkBytes = 8192;
  const everyMs = (8000 * chunkBytes) / bitsPerSecond;
  let atMs = fromMs;
  for (; atMs < fromMs + forMs; atMs += everyMs) capacity.chunk(chunkBytes, atMs);
  return atMs;
}

describe('the capacity of a link', () => {
  it('is what arrives while the path is full', () => {
    const capacity = new LinkCapacity();
    capacity.tick(true);
    const atMs = arrivals(capacity, 2_000_000, 2000, 0);
    expect(capacity.bitsPerSecond(atMs)).toBeCloseTo(2_000_000, -4);
  });

  it('is not known while nothing queues, however much arrives', () => {
    const capacity = new LinkCapacity();
    arrivals(capacity, 2_000_000, 2000, 0);
    expect(capacity.bitsPerSecond(2000)).toBeNull();
  });

  it('needs two samples, so that one pause of the server does not pass for a slow link', () => {
    const capacity = new LinkCapacity();
    capacity.tick(true);
    const atMs = arrivals(capacity, 2_000_000, 300, 0);
    expect(capacity.bitsPerSecond(atMs)).toBeNull();
  });

  it('follows a link that becomes slower within two seconds', () => {
    const capacity = new LinkCapacity();
    capacity.tick(true);
    const atMs = arrivals(capacity, 20_000_000, 3000, 0);
    const later = arrivals(capacity, 2_000_000, 2000, atMs);
    expect(capacity.bitsPerSecond(later)).toBeLessThan(2_300_000);
  });

  it('does not count a stall as a slow link', () => {
    const capacity = new LinkCapacity();
    capacity.tick(true);
    const atMs = arrivals(capacity, 2_000_000, 1000, 0);
    const later = arrivals(capacity, 2_000_000, 1000, atMs + 5000);
    expect(capacity.bitsPerSecond(later)).toBeCloseTo(2_000_000, -4);
  });

  it('is forgotten ten seconds after the path was full', () => {
    const capacity = new LinkCapacity();
    capacity.tick(true);
    const atMs = arrivals(capacity, 2_000_000, 2000, 0);
    capacity.tick(false);
    expect(capacity.bitsPerSecond(atMs + 8000)).not.toBeNull();
    expect(capacity.bitsPerSecond(atMs + 11_000)).toBeNull();
  });

  it('does not count what was a reply to us', () => {
    const capacity = new LinkCapacity();
    capacity.tick(true);
    for (let at = 0; at <= 2000; at += 50) {
      capacity.chunk(10_000, at);
      capacity.chunk(5000, at);
      capacity.chunk(-5000, at);
    }
    expect(capacity.bitsPerSecond(2000)).toBeCloseTo((8000 * 10_000) / 50, -5);
  });
});
