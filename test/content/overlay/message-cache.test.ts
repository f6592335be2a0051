import { describe, expect, it, vi } from 'vitest';
import { cachedMessages } from '../../../src/content/overlay/message-cache.ts';

/** As browsers do: `$1` and so on are replaced once. */
const browserMessages = (texts: Readonly<Record<string, string>>) =>
  vi.fn((key: string, substitutions: string[]) =>
    (texts[key] ?? '').replace(/\$(\d)/g, (_whole, digit: string) => substitutions[Number(digit) - 1] ?? ''),
  );

describe('cached messages', () => {
  it('replace substitutions themselves', () => {
    const messages = cachedMessages(browserMessages({ both: '$1 of $2', none: 'plain' }));
    expect(messages('both', '3', '7')).toBe('3 of 7');
    expect(messages('both', '$2', '7')).toBe('$2 of 7');
    expect(messages('none')).toBe('plain');
    expect(messages('unknown')).toBe('');
  });

  it('ask once per key', () => {
    const getMessage = browserMessages({ a: 'A' });
    const messages = cachedMessages(getMessage);
    expect([messages('a'), messages('a')]).toEqual(['A', 'A']);
    expect(getMessage).toHaveBeenCalledTimes(1);
  });

  it('still know what was asked before when the extension is gone', () => {
    const getMessage = browserMessages({ early: 'known', late: 'never seen' });
    const messages = cachedMessages(getMessage);
    messages('early');
    getMessage.mockImplementation(() => {
      throw new Error('Extension context invalidated.');
    });
    expect(messages('early')).toBe('known');
    expect(messages('late')).toBe('');
  });
});
