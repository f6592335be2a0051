import { describe, expect, it } from 'vitest';
import { Retries } from '../../../src/model/gate/retry.ts';

const press = (x: number, buttons = 1) => ({ buttons, x, y: 100 });

/** Presses that were sent: [time, place]; each with its number. Nothing was acknowledged. */
function sent(...presses: readonly (readonly [number, number])[]): Retries {
  const retries = new Retries();
  for (const [index, [atMs, x]] of presses.entries()) {
    retries.isRetry(press(x), 0, atMs);
    retries.sent(press(x), index + 1, atMs);
  }
  return retries;
}

describe('a retry', () => {
  it('is a press at the same place while the one before is unacknowledged', () => {
    expect(sent([0, 50]).isRetry(press(60), 0, 800)).toBe(true);
    expect(sent([0, 50]).isRetry(press(80), 0, 800)).toBe(true);
  });

  it('is not one elsewhere, with another button, later than 4 s, or once the server has read the first', () => {
    expect(sent([0, 50]).isRetry(press(81), 0, 800)).toBe(false);
    expect(sent([0, 50]).isRetry(press(50, 4), 0, 800)).toBe(false);
    expect(sent([0, 50]).isRetry(press(50), 0, 4001)).toBe(false);
    expect(sent([0, 50]).isRetry(press(50), 1, 800)).toBe(false);
    expect(new Retries().isRetry(press(50), -1, 0)).toBe(false);
  });

  it('is not the second press of a double click, but the third of a triple one', () => {
    expect(sent([0, 50]).isRetry(press(54), 0, 500)).toBe(false);
    expect(sent([0, 50]).isRetry(press(54), 0, 501)).toBe(true);
    expect(sent([0, 50]).isRetry(press(56), 0, 300)).toBe(true);
    expect(sent([0, 50], [300, 51]).isRetry(press(51), 0, 600)).toBe(true);
  });

  it('stays one however often it is repeated, counted from the last attempt', () => {
    const retries = sent([0, 50]);
    for (const nowMs of [3000, 6000, 9000]) expect(retries.isRetry(press(50), 0, nowMs)).toBe(true);
    expect(retries.isRetry(press(50), 0, 13_500)).toBe(false);
  });
});
