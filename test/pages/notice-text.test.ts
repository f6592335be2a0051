import { describe, expect, it } from 'vitest';
import { noticeText } from '../../src/pages/notice-text.ts';
import { messagesOf } from '../ui/fake-surroundings.ts';

describe('what the last click came to', () => {
  const full = { key: 'popupTooMany', substitutions: [1_000] } as const;

  it('is said with its numbers as the language writes them', () => {
    expect(noticeText(full, messagesOf('en'))).toContain('1,000 sites');
    expect(noticeText(full, messagesOf('de'))).toContain('1.000 Websites');
  });

  it('leaves words as they are', () => {
    const saved = { key: 'uiOptionsExported', substitutions: ['rice-1000.json'] } as const;
    expect(noticeText(saved, messagesOf('en'))).toContain('rice-1000.json');
  });
});
