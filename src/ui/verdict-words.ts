import { NOTES, type Note, VERDICTS, type VerdictName } from './verdict.ts';

// Keys of _locales are made from the names, which is a kilobyte less than tables; a test holds every name
// against the texts. A key may not contain a hyphen.

/** Key of the one word of a verdict, such as `uiState_no_data`. */
export function verdictWord(name: VerdictName): string {
  return keyOf('uiState', name);
}

/** Key of the few words of a note. */
export function noteWords(note: Note): string {
  return keyOf('uiNote', note);
}

/** Key of what a screen reader says when a verdict begins and no warning says it. */
export function verdictSpoken(name: VerdictName): string {
  return keyOf('uiSay', name);
}

export function keyOf(prefix: string, name: string): string {
  return `${prefix}_${name.replaceAll('-', '_')}`;
}

/** Every key the badge and its spoken form may ever need. */
export function badgeKeys(): readonly string[] {
  return [
    ...VERDICTS.flatMap((name) => [verdictWord(name), verdictSpoken(name)]),
    ...NOTES.map((note) => noteWords(note)),
  ];
}
