import { describe, expect, test } from 'vitest';
import { coversHost, exactHost, isWebPattern } from '../../../src/model/policy/origin-pattern.ts';

describe('a granted pattern', () => {
  test.each([
    ['https://lab.example/*', 'lab.example', true],
    ['https://lab.example/*', 'sub.lab.example', false],
    ['https://lab.example/*', 'notlab.example', false],
    ['*://*.lab.example/*', 'sub.lab.example', true],
    ['*://*.lab.example/*', 'lab.example', true],
    ['*://*.lab.example/*', 'notlab.example', false],
    ['http://*/*', 'anything.example', true],
    ['<all_urls>', 'anything.example', true],
    ['http://[::1]/*', '[::1]', true],
    ['file:///*', 'lab.example', false],
    ['nonsense', 'lab.example', false],
  ])('%s on %s: %s', (pattern, host, covers) => {
    expect(coversHost(pattern, host)).toBe(covers);
  });

  test('names one host, or none when it is about many', () => {
    expect(exactHost('https://lab.example/*')).toBe('lab.example');
    expect(exactHost('https://*.lab.example/*')).toBeUndefined();
    expect(exactHost('<all_urls>')).toBeUndefined();
  });

  test('of a browser’s own pages is none of ours', () => {
    expect(['file:///*', 'moz-extension://x/*', 'ftp://a/*'].filter(isWebPattern)).toEqual([]);
    expect(['http://a/*', '*://*/*', '<all_urls>'].filter(isWebPattern)).toHaveLength(3);
  });
});
