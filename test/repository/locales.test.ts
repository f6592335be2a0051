import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Message {
  readonly message: string;
  readonly description?: string;
  readonly placeholders?: unknown;
}
type Messages = Readonly<Record<string, Message>>;

/** Characters that the stores and the browsers show; the shortest limit of those we know. */
const LIMITS = { extName: 45, extShortName: 12, extDescription: 132 } as const;
/** Scripts that are read from the right, as Intl names them. */
const RTL_SCRIPTS = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg'];

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

/** Plural forms of a language, as far as numbers go that RICE shows: French has another from a million on. */
function pluralForms(locale: string): readonly string[] {
  const rules = new Intl.PluralRules(locale.replace('_', '-'));
  return [...new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))];
}

/** @example pluralOf('uiDropped_other', 'few') // 'uiDropped_few' */
const pluralOf = (key: string, form: string) => key.replace(/_[a-z]+$/, `_${form}`);
const placeholders = (text: string | undefined) => (text?.match(/\$\d/g) ?? []).sort().join(' ');
const wordsOf = (text: string) => text.match(/\p{Letter}+/gu)?.length ?? 0;

/** What there is to do in a language so that it says what English says: one line each, for whoever translates. */
function toDo(locale: string): readonly string[] {
  const own = messages(locale);
  const lines: string[] = [];
  for (const [index, key] of keys.entries()) {
    const [from, to] = [english[key], own[key]];
    if (from === undefined) continue;
    if (to === undefined) {
      lines.push(`translate ${key}, to stand after ${keys[index - 1] ?? 'the beginning'}: ${from.message}`);
      continue;
    }
    const { message } = to;
    if (message.trim() === '') lines.push(`write ${key}, which is empty: ${from.message}`);
    if (placeholders(message) !== placeholders(from.message)) {
      lines.push(`give ${key} the placeholders of English, ${placeholders(from.message)}: ${message}`);
    }
    if (JSON.stringify(to.placeholders) !== JSON.stringify(from.placeholders)) {
      lines.push(`copy the named placeholders of ${key} from English`);
    }
    // "$1$2" is a named placeholder for Chromium, which then refuses the whole extension.
    if (/\$[\w@]+\$/.test(message))
      lines.push(`put something between the placeholders of ${key}: ${message}`);
    if (to.description !== undefined && from.description === undefined) {
      lines.push(`remove the description of ${key}: English has none`);
    }
    if (locale !== 'en' && wordsOf(from.message) > 4 && message === from.message) {
      lines.push(`translate ${key}, which is English still: ${message}`);
    }
  }
  const forms = pluralForms(locale);
  for (const key of keys.filter((each) => each.endsWith('_other') && keys.includes(pluralOf(each, 'one')))) {
    const more = forms.filter((each) => each !== 'one' && !Object.hasOwn(own, pluralOf(key, each)));
    if (more.length > 0) lines.push(`add the plural forms ${more.join(' and ')} of ${key}`);
  }
  for (const [key, { message }] of Object.entries(own)) {
    if (Object.hasOwn(english, key)) continue;
    const form = key.slice(key.lastIndexOf('_') + 1);
    const other = own[pluralOf(key, 'other')];
    if (!forms.includes(form) || other === undefined) lines.push(`remove ${key}: English has no such key`);
    else if (placeholders(message) !== placeholders(other.message)) {
      lines.push(`give ${key} the placeholders of its other forms: ${message}`);
    }
  }
  const shared = keys.filter((key) => Object.hasOwn(own, key));
  const order = Object.keys(own).filter((key) => Object.hasOwn(english, key));
  const misplaced = shared.find((key, index) => order[index] !== key);
  if (misplaced !== undefined) lines.push(`put the keys in the order of English, from ${misplaced} on`);
  return lines;
}

describe.each(locales)('the texts of %s', (locale) => {
  const own = messages(locale);
  const text = (key: string) => own[key]?.message ?? '';

  test('say what English says: the same keys in the same order, the same placeholders, no empty text', () => {
    expect(toDo(locale)).toEqual([]);
  });

  test('name their language as Intl does, and its direction', () => {
    const language = locale.replace('_', '-');
    expect(text('uiLanguage')).toBe(language);
    expect(Intl.NumberFormat.supportedLocalesOf(language)).toEqual([language]);
    const script = new Intl.Locale(language).maximize().script ?? '';
    expect(text('uiDirection')).toBe(RTL_SCRIPTS.includes(script) ? 'rtl' : 'ltr');
  });

  test('say the same for every number where the language has no plural', () => {
    if (pluralForms(locale).includes('one')) return;
    const ones = Object.keys(own).filter((key) => key.endsWith('_one') && own[pluralOf(key, 'other')]);
    expect(ones.length).toBeGreaterThan(0);
    // The form for one is never shown, and must not go out of date.
    expect(ones.filter((key) => text(key) !== text(pluralOf(key, 'other')))).toEqual([]);
  });

  test('fit where the stores and the browsers show them', () => {
    const tooLong = Object.entries(LIMITS)
      .filter(([key, limit]) => [...text(key)].length > limit)
      .map(([key, limit]) => `shorten ${key} to ${limit} characters: it has ${[...text(key)].length}`);
    expect(tooLong).toEqual([]);
  });
});

describe('the texts', () => {
  test('are there in more than one language', () => {
    expect(locales).toEqual(expect.arrayContaining(['de', 'en', 'es', 'fr', 'ja', 'zh_CN']));
  });

  test('that the code names are all there', () => {
    const missing = [...named].filter(
      (key) => !keys.includes(key) && !keys.some((each) => each.startsWith(`${key}_`)),
    );
    expect(missing.map((key) => `add ${key} to en and de: the code asks for it`)).toEqual([]);
  });

  test('are all used', () => {
    const unused = keys.filter((key) => !named.has(key) && !isPutTogether(key));
    expect(unused.map((key) => `remove ${key} from every language: no code asks for it`)).toEqual([]);
  });

  test('stand in the order of their places: extension, popup, overlay', () => {
    const places = keys.map((key) => /^(ext|popup|ui)[A-Z]/.exec(key)?.[1]);
    expect(places).toEqual([...places].sort());
  });
});
