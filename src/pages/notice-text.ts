import type { MessageKey, Text } from '../ui/message-key.ts';

/** What the last click came to, as plain data: stores say what it was, pages say it in the user's language. */
export interface Notice {
  readonly key: MessageKey;
  readonly substitutions: readonly (string | number)[];
}

/** @example noticeText({ key: 'popupTooMany', substitutions: [1000] }, text) // 'The setting was not saved: 1,000 ...' */
export function noticeText({ key, substitutions }: Notice, text: Text): string {
  const numbers = new Intl.NumberFormat(text('uiLanguage') || undefined);
  return text(key, ...substitutions.map((each) => (typeof each === 'number' ? numbers.format(each) : each)));
}
