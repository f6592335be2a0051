import { expect, test, vi } from 'vitest';
import { LatePart } from '../../src/plugin/late-part.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const part = () => ({ toggle: vi.fn(), remove: vi.fn() });

test('a part comes when it is asked for, once, and is opened', async () => {
  const made = part();
  const load = vi.fn(async () => made);
  const late = new LatePart(load, vi.fn());
  late.toggle();
  late.toggle();
  await settled();
  late.toggle();
  expect(load).toHaveBeenCalledTimes(1);
  expect(made.toggle).toHaveBeenCalledTimes(2);
});

test('a part that did not come is asked for again at the next click', async () => {
  const made = part();
  const failed = vi.fn();
  const load = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValueOnce(made);
  const late = new LatePart(load, failed);
  late.toggle();
  await settled();
  expect(failed).toHaveBeenCalledTimes(1);
  late.toggle();
  await settled();
  expect(made.toggle).toHaveBeenCalledTimes(1);
});

test('a part that comes after the overlay went is put away', async () => {
  const made = part();
  const late = new LatePart(async () => made, vi.fn());
  late.toggle();
  late.remove();
  await settled();
  expect(made.toggle).not.toHaveBeenCalled();
  expect(made.remove).toHaveBeenCalledTimes(1);
});
