import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Messages = Readonly<Record<string, { readonly message: string }>>;

const locales = readdirSync('_locales');
function messages(locale: string): Messages {
  return JSON.parse(readFileSync(`_locales/${locale}/messages.json`, 'utf8')) as Messages;
}
const english = messages('en');
const keys = Object.keys(english);

const sources = [...filesUnder('src'), 'manifest.json'].map((path) => readFileSync(path, 'utf8')).join('\n');
/** Keys that stand in the code as they are. */
const named = new Set(
  [...sources.matchAll(/['"`](?:__MSG_)?((?:ext|popup|ui)[A-Z]\w*?)(?:__)?['"`]/g)].map(
    ([, key]) => key ?? '',
  ),
);

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|html)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/** Keys that src/ui puts together in place, such as `uiPlace${edge}`. */
const patterns = [...sources.matchAll(/`(ui[A-Z](?:\w|\$\{[^`]*?\})*)`/g)].map(
  ([, template]) => new RegExp(`^${(template ?? '').replace(/\$\{[^`]*?\}/g, '\\w+')}$`),
);

/** Keys that are put together elsewhere: `uiState` and a verdict, `uiMayExecute` and a plural form. */
const isPutTogether = (key: string) =>
  [...named].some((prefix) => key.startsWith(`${prefix}_`)) || patterns.some((pattern) => pattern.test(key));

describe('the texts', () => {
  test('are there in more than one language', () => {
    expect(locales).toEqual(expect.arrayContaining(['de', 'en']));
  });

  test.each(locales)('of %s have the same keys as English, in the same order', (locale) => {
    expect(Object.keys(messages(locale))).toEqual(keys);
  });

  test.each(locales)('of %s have the same placeholders as English', (locale) => {
    const placeholders = (text: string | undefined) => (text?.match(/\$\d/g) ?? []).sort().join();
    const different = Object.entries(messages(locale)).filter(
      ([key, { message }]) => placeholders(message) !== placeholders(english[key]?.message),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  // "$1$2" is a named placeholder for Chromium, which then refuses the whole extension.
  test.each(locales)('of %s have no placeholders side by side', (locale) => {
    const refused = Object.entries(messages(locale)).filter(([, { message }]) => /\$[\w@]+\$/.test(message));
    expect(refused.map(([key]) => key)).toEqual([]);
  });

  test.each(locales)('of %s are not empty', (locale) => {
    expect(Object.entries(messages(locale)).filter(([, { message }]) => message.trim() === '')).toEqual([]);
  });

  test('that the code names are all there', () => {
    const missing = [...named].filter(
      (key) => !keys.includes(key) && !keys.some((each) => each.startsWith(`${key}_`)),
    );
    expect(missing).toEqual([]);
  });

  test('are all used', () => {
    expect(keys.filter((key) => !named.has(key) && !isPutTogether(key))).toEqual([]);
  });

  test('stand in the order of their places: extension, popup, overlay', () => {
    const places = keys.map((key) => /^(ext|popup|ui)[A-Z]/.exec(key)?.[1]);
    expect(places).toEqual([...places].sort());
  });

  test('fit where the stores and the browsers show them', () => {
    for (const locale of locales) {
      const { extName, extShortName, extDescription } = messages(locale);
      expect(extName?.message.length).toBeLessThanOrEqual(45);
      expect(extShortName?.message.length).toBeLessThanOrEqual(12);
      expect(extDescription?.message.length).toBeLessThanOrEqual(132);
    }
  });
});
