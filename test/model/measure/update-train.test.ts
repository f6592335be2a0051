import { describe, expect, test } from 'vitest';
import { UpdateTrain } from '../../../src/model/measure/update-train.ts';

/** Chunks are counted before their messages are known, as the driver does it. */
describe('an update in pieces', () => {
  test('is told by the bytes behind its first piece and the time they took', () => {
    const train = new UpdateTrain();
    train.chunk(10_000, 0);
    train.began(0);
    train.chunk(20_000, 15);
    train.chunk(20_000, 40);
    train.ended(40);
    expect(train.take()).toEqual({ trainBytes: 40_000, trainMs: 40 });
  });

  test('says nothing when it came at once', () => {
    const train = new UpdateTrain();
    train.chunk(10_000, 5);
    train.began(5);
    train.ended(5);
    expect(train.take()).toEqual({ trainBytes: 0, trainMs: 0 });
  });

  test('is forgotten once it was taken', () => {
    const train = new UpdateTrain();
    train.began(0);
    train.chunk(20_000, 15);
    train.ended(15);
    train.take();
    expect(train.take()).toEqual({ trainBytes: 0, trainMs: 0 });
  });

  test('is the largest where there are several', () => {
    const train = new UpdateTrain();
    for (const [atMs, bytes] of [
      [0, 5000],
      [100, 50_000],
      [200, 7000],
    ] as const) {
      train.began(atMs);
      train.chunk(bytes, atMs + 10);
      train.ended(atMs + 10);
    }
    expect(train.take()).toEqual({ trainBytes: 50_000, trainMs: 10 });
  });

  test('may be longer than a bin: it belongs to the bin it ends in', () => {
    const train = new UpdateTrain();
    train.began(0);
    train.chunk(30_000, 40);
    expect(train.take().trainBytes).toBe(0);
    train.chunk(30_000, 90);
    train.ended(90);
    expect(train.take()).toEqual({ trainBytes: 60_000, trainMs: 90 });
  });

  test('does not count what came outside of updates', () => {
    const train = new UpdateTrain();
    train.chunk(90_000, 10);
    train.ended(20);
    expect(train.take().trainBytes).toBe(0);
  });
});
