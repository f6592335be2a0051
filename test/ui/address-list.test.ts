import { describe, expect, it } from 'vitest';
import { addressList } from '../../src/ui/address-list.ts';
import { messagesOf } from './fake-surroundings.ts';

const addresses = ['http://lab.example/*', 'https://lab.example/*'];

describe('addresses in a row', () => {
  it('are a list of the language', () => {
    expect(addressList(messagesOf('en'), addresses)).toBe('http://lab.example/*, https://lab.example/*');
    expect(addressList(messagesOf('de'), addresses)).toBe('http://lab.example/* und https://lab.example/*');
  });

  it('are each kept from left to right where one reads from the right', () => {
    const hebrew = (key: 'uiLanguage' | 'uiDirection') => (key === 'uiLanguage' ? 'he' : 'rtl');
    expect(addressList(hebrew, addresses.slice(0, 1))).toBe('\u2066http://lab.example/*\u2069');
  });
});
