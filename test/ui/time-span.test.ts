import { describe, expect, it } from 'vitest';
import { timeSpan } from '../../src/ui/time-span.ts';

describe('a span of time', () => {
  it('is told in hours, minutes and seconds', () => {
    expect([0, 499, 59_600, 3_723_000, 360_000_000].map(timeSpan('en'))).toEqual([
      '0:00:00',
      '0:00:00',
      '0:01:00',
      '1:02:03',
      '100:00:00',
    ]);
  });

  it('is never less than nothing, as clocks are set back', () => {
    expect(timeSpan('en')(-5_000)).toBe('0:00:00');
  });

  it('is written in the digits of the language', () => {
    expect(timeSpan('ar-EG')(3_723_000)).toBe('١:٠٢:٠٣');
  });
});
