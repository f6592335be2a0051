import type { RoomPerson } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import { amounts } from '../amounts.ts';
import type { Messages } from '../surroundings.ts';
import { nameOf } from './person.ts';

/** What stands in a sentence: somebody's name, a duration, a number. */
export type Word =
  | { readonly member: MemberId }
  | { readonly ms: number }
  | { readonly count: number }
  | { readonly text: string };

/** A text of _locales with what belongs into it, as plain data. */
export interface Line {
  readonly key: string;
  readonly words?: readonly Word[];
  /** The count that decides between the forms `<key>_one`, `<key>_other`, ... */
  readonly plural?: number;
}

/** @example speaker(messages, people)({ key: 'uiRoomHeld', words: [{ member: id }] }) // 'Ada has control' */
export function speaker(messages: Messages, people: readonly RoomPerson[]): (line: Line) => string {
  const numbers = amounts(messages);
  const textOf = (word: Word): string => {
    if ('member' in word) return nameOf(people, word.member, messages);
    // Counted up, so that the last second is not shown as none.
    if ('ms' in word) return durationOf(Math.ceil(Math.max(0, word.ms) / 1000));
    return 'text' in word ? word.text : numbers.count(word.count);
  };
  const durationOf = (seconds: number): string =>
    seconds < 120
      ? numbers.seconds(seconds * 1000)
      : messages('uiRoomMinutes', numbers.count(Math.floor(seconds / 60)));
  return ({ key, words = [], plural }) => {
    const texts = words.map(textOf);
    if (plural === undefined) return messages(key, ...texts);
    const form = new Intl.PluralRules(messages('uiLanguage') || undefined).select(plural);
    return messages(`${key}_${form}`, ...texts) || messages(`${key}_other`, ...texts);
  };
}
