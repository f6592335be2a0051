import { describe, expect, it } from 'vitest';
import { plainNumber } from '../../src/ui/plain-number.ts';
import { messagesOf } from './fake-surroundings.ts';

describe('a plain number', () => {
  it('has no separators: several stand in a row, with commas between them', () => {
    expect([0, 640, 1_920, 12_345].map(plainNumber(messagesOf('en')))).toEqual(['0', '640', '1920', '12345']);
    expect(plainNumber(messagesOf('de'))(12_345)).toBe('12345');
  });

  it('is written in the digits of the language', () => {
    expect(plainNumber(() => 'ar-EG')(1_920)).toBe('١٩٢٠');
  });
});
