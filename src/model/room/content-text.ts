import { MAX_CHAT, MAX_NAME } from './room-limits.ts';

/** Characters without a shape, those that turn the direction of the text beside them, and halves of pairs. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Co}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\u{e0000}-\u{e0fff}]/gu;
/** The same without line breaks and tabs, which chat may hold. */
const UNSEEN_IN_CHAT = new RegExp(`(?![\\n\\t])(?:${UNSEEN.source})`, 'gu');
/** More marks on one letter than any script needs cover the lines above and below. */
const TOO_MANY_MARKS = /(\p{M}{4})\p{M}+/gu;

/** A name as it is shown: one line, nothing unseen, at most MAX_NAME characters; '' if nothing is left of it. */
export function cleanName(text: string): string {
  const line = text
    .slice(0, 4 * MAX_NAME)
    .replace(/\s/gu, ' ')
    .replace(UNSEEN, '')
    // Now: what was unseen may have stood between two spaces.
    .replace(/ +/gu, ' ')
    .normalize('NFC');
  return [...line.replace(TOO_MANY_MARKS, '$1').trim()].slice(0, MAX_NAME).join('').trim();
}

/** The text of a chat message as it is shown, at most MAX_CHAT characters; '' if nothing is left of it. */
export function cleanChat(text: string): string {
  const lines = text
    .slice(0, 2 * MAX_CHAT)
    .replace(/\r\n?/gu, '\n')
    .replace(UNSEEN_IN_CHAT, '')
    .normalize('NFC');
  const cut = lines.replace(TOO_MANY_MARKS, '$1').trim().slice(0, MAX_CHAT);
  // A pair cut in two leaves a half, which UTF-8 cannot hold.
  return cut.replace(/\p{Cs}/gu, '');
}

/** Scripts whose letters look like each other, and the larger ones beside them. */
const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Cherokee',
  'Coptic',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Thai',
  'Hangul',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }));

/** Written together every day: UTS #39 "Highly Restrictive". */
const TOGETHER: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** Letters of scripts that nobody writes together, so that the name may look like another: Cyrillic "а" in "Anna". */
export function mixesScripts(name: string): boolean {
  const found = new Set<string>();
  for (const letter of name) {
    if (!/\p{L}/u.test(letter) || /\p{Script=Common}/u.test(letter)) continue;
    found.add(SCRIPTS.find(({ pattern }) => pattern.test(letter))?.name ?? 'other');
  }
  if (found.size < 2) return false;
  return !TOGETHER.some((scripts) => [...found].every((script) => scripts.includes(script)));
}

/** What is the same of two names that read the same: without case, width, spaces and punctuation. */
export function nameSkeleton(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{Cf}\p{Mn}]/gu, '');
}

/** Whether a chat message speaks to `name`, as in "@Anna Berg, look". */
export function mentions(text: string, name: string): boolean {
  if (name === '') return false;
  const where = text.toLowerCase();
  const what = `@${name.toLowerCase()}`;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    if (!/^[\p{L}\p{N}]/u.test(where.slice(at + what.length))) return true;
  }
  return false;
}
