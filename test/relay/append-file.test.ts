import { expect, test } from 'vitest';
import { Batch } from '../../src/relay/append-file.ts';

test('what comes while a write is under way goes into one next write', async () => {
  const writes: (readonly number[])[] = [];
  const batch = new Batch<number>(async (items) => {
    writes.push(items);
    await new Promise((resolve) => setImmediate(resolve));
    if (writes.length === 1) await Promise.all([batch.push([3]), batch.push([4, 5])].slice(2));
  });

  const done = [batch.push([1]), batch.push([2])];
  await Promise.all(done);
  await batch.settled();

  expect(writes).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test('a write that fails fails all who waited for it, and none after it', async () => {
  let isBroken = true;
  const batch = new Batch<number>(async () => {
    if (isBroken) throw new Error('no space left');
  });

  const outcomes = await Promise.allSettled([batch.push([1]), batch.push([2])]);
  isBroken = false;
  await batch.push([3]);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
