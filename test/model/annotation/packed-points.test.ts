import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_POINTS, type StrokePoint } from '../../../src/model/annotation/mark.ts';
import {
  MAX_MARK_PLACE,
  maxPacked,
  packPoints,
  unpackPoints,
} from '../../../src/model/annotation/packed-points.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const place = fc.double({ min: -MAX_MARK_PLACE, max: MAX_MARK_PLACE, noNaN: true });
const point: fc.Arbitrary<StrokePoint> = fc.record({
  x: place,
  y: place,
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('a packed stroke', () => {
  it('has every place within an eighth of a pixel, and pressure within a 510th', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 50 }), (points) => {
        const read = unpackPoints(packPoints(points));
        expect(read).toHaveLength(points.length);
        points.forEach(({ x, y, pressure }, index) => {
          const got = typeof read === 'string' ? undefined : read[index];
          expect(Math.abs((got?.x ?? Number.NaN) - x)).toBeLessThanOrEqual(0.125);
          expect(Math.abs((got?.y ?? Number.NaN) - y)).toBeLessThanOrEqual(0.125);
          expect(Math.abs((got?.pressure ?? Number.NaN) - pressure)).toBeLessThanOrEqual(1 / 510 + 1e-9);
        });
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  it('packed again is the same text', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 20 }), (points) => {
        const text = packPoints(points);
        const read = unpackPoints(text);
        expect(typeof read === 'string' ? read : packPoints(read)).toBe(text);
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  it('takes four characters a point where a hand draws', () => {
    const points = Array.from({ length: 120 }, (_, index) => ({
      x: 400 + 3 * index,
      y: 300 + 10 * Math.sin(index),
      pressure: 0.5,
    }));
    expect(packPoints(points).length).toBeLessThanOrEqual(120 * 4 + 4);
  });

  it('fits what is read at most, however far its points are apart', () => {
    const points = Array.from({ length: MAX_POINTS }, (_, index) => {
      const far = index % 2 === 0 ? -MAX_MARK_PLACE : MAX_MARK_PLACE;
      return { x: far, y: -far, pressure: 1 };
    });
    expect(packPoints(points).length).toBeLessThanOrEqual(maxPacked(MAX_POINTS));
    expect(unpackPoints(packPoints(points))).toEqual(points);
  });

  it('holds what is no place and no pressure within the world', () => {
    const wild = [{ x: 1e9, y: -1e9, pressure: 7 }];
    expect(unpackPoints(packPoints(wild))).toEqual([{ x: MAX_MARK_PLACE, y: -MAX_MARK_PLACE, pressure: 1 }]);
  });

  it('is read or refused with a reason, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.base64String(), fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]*$/u)),
        (text) => {
          const read = unpackPoints(text, 20);
          if (typeof read === 'string') expect(['syntax', 'size', 'range']).toContain(read);
          else expect(packPoints(read)).toBe(text);
        },
      ),
      { numRuns: DECODER_RUNS },
    );
  });

  it.each([
    ['of one byte', 'AA', 'syntax'],
    ['cut within a number', 'gA', 'syntax'],
    ['of numbers that are longer than they need be', 'gAAAAA', 'syntax'],
    ['in another alphabet', 'AA+A', 'syntax'],
    ['of more points than may be', 'AAAA'.repeat(21), 'size'],
    ['much too long', 'A'.repeat(1_000_000), 'size'],
    ['that leaves the world', '____AAA'.slice(0, 6).padEnd(8, 'A'), 'syntax'],
  ])('%s is refused', (_, text, fault) => {
    expect(unpackPoints(text, 20)).toBe(fault);
  });

  it('that leaves the world step by step is refused', () => {
    const step = packPoints([{ x: MAX_MARK_PLACE, y: 0, pressure: 0 }]);
    expect(unpackPoints(step)).toHaveLength(1);
    // 5 bytes a step: three of them are whole characters.
    const bytes = Buffer.from(step, 'base64url');
    const twice = Buffer.concat([bytes, bytes]).toString('base64url');
    expect(unpackPoints(twice)).toBe('range');
  });
});
