import type { Messages } from '../../ui/surroundings.ts';

/** More placeholders than any text has. */
const PLACEHOLDERS = ['$1', '$2', '$3', '$4'];
/** Texts are few, hundreds; beyond this the cache begins anew. */
const MAX_TEXTS = 1_000;

/**
 * Looks texts up once and keeps them: when the extension is updated under the page, Chrome throws "Extension context
 * invalidated" from i18n too, and that is when the overlay has something to say.
 */
export function cachedMessages(getMessage: (key: string, substitutions: string[]) => string): Messages {
  const texts = new Map<string, string>();
  const find = (key: string): string => {
    const known = texts.get(key);
    if (known !== undefined) return known;
    if (texts.size >= MAX_TEXTS) texts.clear();
    try {
      const text = getMessage(key, PLACEHOLDERS);
      texts.set(key, text);
      return text;
    } catch {
      return '';
    }
  };
  return (key, ...substitutions) =>
    find(key).replace(/\$([1-4])/g, (_whole, digit: string) => substitutions[Number(digit) - 1] ?? '');
}
