import { expect, test } from 'vitest';
import { MAX_OPENED, OpenedSockets } from '../../../src/content/link/opened-sockets.ts';

test('the times of opened sockets are kept one by one', () => {
  const opened = new OpenedSockets();
  opened.add(1, 100);
  opened.add(2, 250);
  expect(opened.timesMs).toEqual([100, 250]);
});

test('a count that jumped, because messages were lost, stands for all of them', () => {
  const opened = new OpenedSockets();
  opened.add(3, 100);
  expect(opened.timesMs).toEqual([100, 100, 100]);
});

test('a count that stands still or falls, as only a page would write it, adds nothing', () => {
  const opened = new OpenedSockets();
  opened.add(2, 100);
  opened.add(2, 200);
  opened.add(1, 300);
  expect(opened.timesMs).toEqual([100, 100]);
});

test('only the newest are kept', () => {
  const opened = new OpenedSockets();
  opened.add(Number.MAX_SAFE_INTEGER, 100);
  for (let index = 1; index <= MAX_OPENED; index++) opened.add(Number.MAX_SAFE_INTEGER - 1 + index, 200);
  expect(opened.timesMs).toHaveLength(MAX_OPENED);
});
