import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { Experience } from '../../../../src/model/measure/quantities/experience.ts';
import { Presence } from '../../../../src/model/measure/quantities/presence.ts';
import { activityOf, binsOf } from '../../../support/bin-of.ts';

function experienceOf(bins: readonly Bin[]) {
  const presence = new Presence();
  const experience = new Experience();
  bins.forEach((bin, i) => {
    presence.add(bin);
    experience.add(bin);
    if (i % 20 === 19) experience.second(bin, presence);
  });
  return experience.reading;
}

describe('the experience', () => {
  test('of a round trip of 315 ms is 3.03 for tight work and 3.98 for loose', () => {
    const reading = experienceOf(binsOf(400, () => ({ effectiveMs: 315 })));
    expect(reading.tight).toBeCloseTo(3.03, 2);
    expect(reading.loose).toBeCloseTo(3.98, 2);
    expect(reading.delayTerm).toBeCloseTo(265 / 390);
    expect(reading.freezeTerm).toBe(0);
  });

  test('waits for pictures too, though they are no fault of the path', () => {
    // A response of 440 ms each second, on a path of 40.
    const bins = binsOf(400, (i) => (i % 20 === 3 ? { responseMs: 440 } : {}));
    expect(experienceOf(bins).tight).toBeCloseTo(1 + 4 * Math.exp(-1));
  });

  test('is not moved by one slow answer in ten seconds, but by three', () => {
    const slow = (count: number) =>
      experienceOf(
        binsOf(400, (i) => (i % 20 === 3 ? { responseMs: i >= 20 * (20 - count) ? 2000 : 40 } : {})),
      ).tight;
    expect(slow(1)).toBe(5);
    expect(slow(3)).toBeLessThan(4);
  });

  test('takes no picture for an answer where most presses have none', () => {
    // Something moves by itself near every fourth press, a second and a half later.
    const nothing = (answers: number) =>
      experienceOf(
        binsOf(400, (i) => {
          if (i % 20 !== 3) return {};
          return i % 80 < 20 * answers ? { responseMs: 1500 } : { noResponse: 1 };
        }),
      ).tight;
    expect(nothing(1)).toBe(5);
    expect(nothing(3)).toBe(5);
    expect(nothing(4)).toBeLessThan(2);
  });

  test('has no value while nothing is known, and comes back after', () => {
    expect(experienceOf(binsOf(400, () => ({ noData: true }))).tight).toBeNull();
    expect(experienceOf(binsOf(400, (i) => ({ noData: i < 380 }))).tight).toBe(5);
    expect(experienceOf(binsOf(400, () => ({ effectiveMs: null }))).tight).toBeNull();
  });

  test('of a session is that of the time it was used', () => {
    const lunch = binsOf(20 * 200, (i) =>
      i < 20 * 70 ? { activity: [activityOf()], effectiveMs: 315 } : { effectiveMs: 315 },
    );
    expect(experienceOf(lunch).sessionTight).toBeCloseTo(3.03, 1);
    expect(experienceOf(binsOf(20 * 200)).sessionTight).toBeNull();
    // Trouble counts though nobody presses any more.
    const down = binsOf(20 * 200, () => ({ state: 'breakdown', effectiveMs: 5000 }));
    expect(experienceOf(down).sessionTight).toBeLessThan(1.1);
  });
});
