import { describe, expect, it } from 'vitest';
import { answerWithinMs, type PointerPress, Retries } from '../../../src/model/gate/retry.ts';

/** Whether an attempt is a retry. */
const isRetry = (retries: Retries, press: PointerPress, acknowledged: number, nowMs: number): boolean =>
  retries.attempted(press, acknowledged, nowMs).retryOfMs !== null;

const press = (x: number, buttons = 1) => ({ buttons, x, y: 100 });

/** Presses that were sent: [time, place]; each with its number. Nothing was acknowledged. */
function sent(...presses: readonly (readonly [number, number])[]): Retries {
  const retries = new Retries();
  for (const [index, [atMs, x]] of presses.entries()) {
    retries.attempted(press(x), 0, atMs);
    retries.sent(press(x), index + 1, atMs);
  }
  return retries;
}

describe('a retry', () => {
  it('is a press at the same place while the one before is unacknowledged', () => {
    expect(isRetry(sent([0, 50]), press(60), 0, 800)).toBe(true);
    expect(isRetry(sent([0, 50]), press(80), 0, 800)).toBe(true);
  });

  it('is not one elsewhere, with another button, later than 4 s, or once the server has read the first', () => {
    expect(isRetry(sent([0, 50]), press(81), 0, 800)).toBe(false);
    expect(isRetry(sent([0, 50]), press(50, 4), 0, 800)).toBe(false);
    expect(isRetry(sent([0, 50]), press(50), 0, 4001)).toBe(false);
    expect(isRetry(sent([0, 50]), press(50), 0, 4000)).toBe(true);
    expect(isRetry(sent([0, 50]), press(50), 1, 800)).toBe(false);
    expect(isRetry(new Retries(), press(50), -1, 0)).toBe(false);
  });

  it('is not the second press of a double click, but the third of a triple one', () => {
    expect(isRetry(sent([0, 50]), press(54), 0, 500)).toBe(false);
    expect(isRetry(sent([0, 50]), press(55), 0, 500)).toBe(false);
    expect(isRetry(sent([0, 50]), press(54), 0, 501)).toBe(true);
    expect(isRetry(sent([0, 50]), press(56), 0, 300)).toBe(true);
    expect(isRetry(sent([0, 50], [300, 51]), press(51), 0, 600)).toBe(true);
    expect(sent([0, 50]).attempted(press(54), 0, 500).isSecondClick).toBe(true);
    expect(sent([0, 50], [300, 51]).attempted(press(51), 0, 600).isSecondClick).toBe(false);
  });

  it('is early, and not a retry, when the first was read but its answer cannot have been seen', () => {
    expect(sent([100, 50]).attempted(press(50), 1, 1599, 1500)).toEqual({
      retryOfMs: null,
      earlyAfterMs: 100,
      isSecondClick: false,
    });
    expect(sent([100, 50]).attempted(press(50), 1, 1600, 1500).earlyAfterMs).toBeNull();
    expect(sent([100, 50]).attempted(press(81), 1, 800, 1500).earlyAfterMs).toBeNull();
    expect(sent([100, 50]).attempted(press(50), 0, 800, 1500)).toMatchObject({
      retryOfMs: 100,
      earlyAfterMs: null,
    });
    expect(sent([100, 50]).attempted(press(50), 1, 500, 1500)).toMatchObject({
      earlyAfterMs: null,
      isSecondClick: true,
    });
  });

  it('knows since when its predecessor has been under way', () => {
    expect(sent([100, 50]).attempted(press(50), 0, 900).retryOfMs).toBe(100);
  });

  it('stays one however often it is repeated, counted from the last attempt', () => {
    const retries = sent([0, 50]);
    for (const nowMs of [3000, 6000, 9000]) expect(isRetry(retries, press(50), 0, nowMs)).toBe(true);
    expect(isRetry(retries, press(50), 0, 13_500)).toBe(false);
  });

  it('is told by the distance in both directions', () => {
    const retries = sent([0, 50]);
    expect(isRetry(retries, { buttons: 1, x: 68, y: 124 }, 0, 800)).toBe(true);
    expect(isRetry(retries, { buttons: 1, x: 74, y: 124 }, 0, 800)).toBe(false);
    expect(isRetry(retries, { buttons: 1, x: 32, y: 76 }, 0, 800)).toBe(true);
    expect(isRetry(retries, { buttons: 1, x: 26, y: 76 }, 0, 800)).toBe(false);
  });

  it('is never a second click again after two, and may be one after a pause', () => {
    const retries = sent([0, 50], [300, 50], [2000, 50]);
    expect(retries.attempted(press(50), 0, 2300).isSecondClick).toBe(true);
  });

  it('is forgotten with the oldest of very many buttons', () => {
    const chord = (buttons: number) => press(50, buttons);
    const fill = (count: number) => {
      const retries = new Retries();
      for (let buttons = 1; buttons <= count; buttons++) retries.sent(chord(buttons), buttons, 0);
      return retries;
    };
    expect(isRetry(fill(16), chord(1), 0, 800)).toBe(true);
    expect(isRetry(fill(17), chord(1), 0, 800)).toBe(false);
    expect(isRetry(fill(17), chord(2), 0, 800)).toBe(true);
    const again = fill(16);
    again.sent(chord(1), 17, 100);
    again.sent(chord(17), 18, 100);
    expect(isRetry(again, chord(1), 0, 800)).toBe(true);
    expect(isRetry(again, chord(2), 0, 800)).toBe(false);
  });
});

describe('the time within which a repetition is too early', () => {
  it('is three round trips, and 2 s at most', () => {
    expect(answerWithinMs(300)).toBe(900);
    expect(answerWithinMs(1500)).toBe(2000);
  });

  it('is none where the answer comes within 0.6 s: nobody takes a press for lost that soon', () => {
    expect(answerWithinMs(199)).toBe(0);
    expect(answerWithinMs(200)).toBe(600);
    expect(answerWithinMs(0)).toBe(0);
  });
});
