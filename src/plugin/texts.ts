import english from '../../_locales/en/messages.json';
import type { Messages } from '../ui/surroundings.ts';
import { LANGUAGES } from './languages.ts';

/** Texts by key, in the form of the files in `_locales`; `$1`, `$2` stand for what is put in. */
export type TextTable = Readonly<Record<string, { readonly message: string }>>;

/** The texts of a table; what it lacks is said in English. */
export function messagesFrom(table: TextTable): Messages {
  const fallback: TextTable = english;
  return (key, ...substitutions) =>
    (table[key] ?? fallback[key])?.message.replace(
      /\$([1-9])/g,
      (_whole, digit: string) => substitutions[Number(digit) - 1] ?? '',
    ) ?? '';
}

/**
 * Chooses among the languages there are: the first wish that one of them fulfils, wholly or but for its region. Chinese in
 * traditional characters is not served by simplified ones.
 *
 * @param wishes BCP 47 tags, the dearest first
 * @example chooseLanguage(['de-AT', 'fr'], ['de', 'fr']) // 'de'
 */
export function chooseLanguage(wishes: readonly string[], there: readonly string[]): string {
  for (const wish of wishes) {
    const { language, script } = localeOf(wish);
    for (const each of [wish.replace('-', '_'), language]) if (there.includes(each)) return each;
    const near = there.find((each) => each.startsWith(`${language}_`));
    if (near !== undefined && script !== 'Hant') return near;
  }
  return 'en';
}

/** Loads the texts of the wished language; rejects if they do not come. */
export async function loadTexts(wishes: readonly string[]): Promise<Messages> {
  const language = chooseLanguage(wishes, ['en', ...Object.keys(LANGUAGES)]);
  const load = LANGUAGES[language];
  return messagesFrom(load === undefined ? english : (await load()).default);
}

function localeOf(tag: string): { readonly language: string; readonly script: string | undefined } {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return { language, script };
  } catch {
    return { language: tag, script: undefined };
  }
}
