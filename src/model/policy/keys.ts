/** A key as a profile marks it. */
export interface KeyChord {
  /** X11 keysym; of a Latin letter that of the case in which it was written, see `isChord`. */
  readonly keysym: number;
  /** Sum of `MODIFIER` bits. */
  readonly modifiers: number;
}

/** The modifiers that tell two functions of one key apart. AltGr and the locks only choose the character. */
export const MODIFIER = { shift: 1, control: 2, alt: 4, meta: 8 } as const;

/** In the order in which they are written. */
const WRITTEN: readonly (readonly [string, number])[] = [
  ['Ctrl+', MODIFIER.control],
  ['Shift+', MODIFIER.shift],
  ['Alt+', MODIFIER.alt],
  ['Meta+', MODIFIER.meta],
];

/** Keysyms of characters beyond Latin-1 (X11 protocol, appendix A): this plus the code point. */
const UNICODE = 0x0100_0000;
/** Named keys have keysyms from here to 0xffff. */
const NAMED = 0xff00;
/** Upper and lower case differ by this bit in Latin-1, as in ASCII. */
const LOWER_CASE = 0x20;

/**
 * Runs of names as in X11's keysymdef.h, each with its first keysym and what all its names begin with. Of two names
 * for one key the first is written.
 */
const RUNS: readonly (readonly [number, string, string?])[] = [
  [0x20, 'space'],
  [0xff08, 'BackSpace Tab'],
  [0xff0d, 'Return'],
  [0xff0d, 'Enter'],
  [0xff13, 'Pause'],
  [0xff1b, 'Escape'],
  [0xff50, 'Home Left Up Right Down PageUp PageDown End'],
  [0xff55, 'Prior Next'],
  [0xff61, 'Print'],
  [0xff63, 'Insert'],
  [0xff8d, 'Enter', 'KP_'],
  [0xff95, 'Home Left Up Right Down Prior Next End Begin Insert Delete', 'KP_'],
  [0xffaa, 'Multiply Add Separator Subtract Decimal Divide', 'KP_'],
  [0xffb0, '0 1 2 3 4 5 6 7 8 9', 'KP_'],
  [0xffbe, '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24', 'F'],
  [0xffff, 'Delete'],
];

const NAMES = RUNS.flatMap(([first, names, start = '']) =>
  names.split(' ').map((name, index) => ({ name: start + name, keysym: first + index })),
);

/**
 * Reads a key as profiles write it: modifiers in any order, then a name of keysymdef.h or the character itself.
 * null: it is none.
 * @example parseKey('Ctrl+Shift+s') // { keysym: 0x73, modifiers: MODIFIER.control | MODIFIER.shift }
 */
export function parseKey(text: string): KeyChord | null {
  // The last character may be the plus itself: `Ctrl++`.
  const [, held = '', name = ''] = /^((?:(?:Ctrl|Shift|Alt|Meta)\+)*)(.+)$/su.exec(text) ?? [];
  const keysym = keysymOf(name);
  if (keysym === null) return null;
  let modifiers = 0;
  for (const [word, bit] of WRITTEN) if (held.includes(word)) modifiers |= bit;
  return { keysym, modifiers };
}

function keysymOf(text: string): number | null {
  const named = NAMES.find(({ name }) => name === text);
  if (named !== undefined) return named.keysym;
  const point = text.codePointAt(0) ?? 0;
  if (text !== String.fromCodePoint(point) || /[\p{Cc}\p{Cs}]/u.test(text)) return null;
  return point > 0xff ? UNICODE + point : point;
}

/** Writes a key as `parseKey` reads it; modifiers in one order, one name per key. A keysym it cannot name: in hex. */
export function formatKey({ keysym, modifiers }: KeyChord): string {
  const words = WRITTEN.filter(([, bit]) => (modifiers & bit) !== 0).map(([word]) => word);
  return words.join('') + keysymName(keysym);
}

function keysymName(keysym: number): string {
  const named = NAMES.find((each) => each.keysym === keysym);
  if (named !== undefined) return named.name;
  if (keysym <= 0xff) return String.fromCodePoint(keysym);
  if (keysym > UNICODE && keysym <= UNICODE + 0x10_ffff) return String.fromCodePoint(keysym - UNICODE);
  return `0x${keysym.toString(16)}`;
}

/**
 * Whether a key that goes down, with the modifiers that are held, is the marked one. The case of a Latin letter does
 * not count, because Caps Lock turns it; `Shift+s` is told from `s` by the held Shift. Of other characters Shift does
 * not count: which need it is up to the keyboard's layout, so `?` is written as `?`.
 */
export function isChord(chord: KeyChord, keysym: number, modifiers: number): boolean {
  const wanted = lowerCase(chord.keysym);
  const isSymbol = wanted > 0x20 && (wanted < NAMED || wanted > UNICODE) && !isLowerCase(wanted);
  const ignored = isSymbol ? MODIFIER.shift : 0;
  return lowerCase(keysym) === wanted && (chord.modifiers | ignored) === (modifiers | ignored);
}

/** The keysym of a Latin-1 letter in lower case; any other as it is. */
function lowerCase(keysym: number): number {
  const lower = keysym | LOWER_CASE;
  return keysym <= 0xff && isLowerCase(lower) ? lower : keysym;
}

/** a to z, and U+00E0 to U+00FE without the division sign. */
function isLowerCase(keysym: number): boolean {
  return (keysym >= 0x61 && keysym <= 0x7a) || (keysym >= 0xe0 && keysym <= 0xfe && keysym !== 0xf7);
}
