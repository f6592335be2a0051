import type { RoomPerson } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { Messages } from '../surroundings.ts';

/** Hues that people are told apart by; their initials and names say the same without colour. */
export const HUES = 8;
/** Characters of a member's id that tell two people of similar names apart. */
const TAIL = 4;

/**
 * A name as one may put it into a sentence: whatever its direction, the words around it stay in order.
 * @example isolated('Ada') // '\u2068Ada\u2069'
 */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/**
 * What a member is called here. Names are what people call themselves: who has none, or one that may be taken for
 * another's, is told apart by the beginning of their id, which nobody can choose.
 */
export function nameOf(people: readonly RoomPerson[], id: MemberId, messages: Messages): string {
  const person = people.find((each) => each.id === id);
  const tail = id.slice(0, TAIL);
  if (person === undefined || person.name === '') return messages('uiRoomNameless', tail);
  const name = isolated(person.name);
  return person.nameDoubt === null ? name : messages('uiRoomDoubtedName', name, tail);
}

/** One or two capital letters of a name; '?' when it has none. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const first = letterOf(words[0]);
  return first === '' ? '?' : first + (words.length > 1 ? letterOf(words.at(-1)) : '');
}

/** A hue of 0 to HUES - 1 of each: by their id, and another while somebody before them has it. */
export function huesOf(people: readonly RoomPerson[]): ReadonlyMap<MemberId, number> {
  const hues = new Map<MemberId, number>();
  const taken = new Set<number>();
  for (const { id } of people) {
    let hue = hashOf(id) % HUES;
    if (taken.size < HUES) while (taken.has(hue)) hue = (hue + 1) % HUES;
    taken.add(hue);
    hues.set(id, hue);
  }
  return hues;
}

function letterOf(word: string | undefined): string {
  return [...(word ?? '')][0]?.toUpperCase() ?? '';
}

function hashOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}
