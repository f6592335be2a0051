import type { Amounts } from './amounts.ts';
import type { Messages } from './surroundings.ts';

/** A text of _locales with its numbers, as plain data, so that what is said can be decided apart from how. */
export interface Sentence {
  readonly key: string;
  readonly counts?: readonly number[];
  /** The count that decides between the forms `<key>_one`, `<key>_other`, ... */
  readonly plural?: number;
}

/**
 * @example say({ key: 'uiMayExecute', counts: [2], plural: 2 }, messages, amounts) // '2 actions may still execute.'
 */
export function say(sentence: Sentence, messages: Messages, amounts: Amounts): string {
  const counts = (sentence.counts ?? []).map((each) => amounts.count(each));
  if (sentence.plural === undefined) return messages(sentence.key, ...counts);
  const form = new Intl.PluralRules(messages('uiLanguage') || undefined).select(sentence.plural);
  return messages(`${sentence.key}_${form}`, ...counts) || messages(`${sentence.key}_other`, ...counts);
}
