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

/** First keysym of the page that holds all named keys (X11 keysymdef.h, "TTY function keys" and on). */
const NAMED = 0xff00;
const FIRST_F = 0xffbe;
const LAST_F = 0xffd5;
const KP_0 = 0xffb0;
const KP_9 = 0xffb9;
/** Keysyms of characters beyond Latin-1 (X11 protocol, appendix A): this plus the code point. */
const UNICODE = 0x0100_0000;
/** Upper and lower case differ by this bit in Latin-1, as in ASCII. */
const LOWER_CASE = 0x20;

/** Names as in X11's keysymdef.h and the last byte of the keysym. Of two names for one key the first is written. */
const NAMES: Readonly<Record<string, number>> = {
  BackSpace: 0x08,
  Tab: 0x09,
  Return: 0x0d,
  Enter: 0x0d,
  Pause: 0x13,
  Escape: 0x1b,
  Home: 0x50,
  Left: 0x51,
  Up: 0x52,
  Right: 0x53,
  Down: 0x54,
  PageUp: 0x55,
  Prior: 0x55,
  PageDown: 0x56,
  Next: 0x56,
  End: 0x57,
  Print: 0x61,
  Insert: 0x63,
  KP_Enter: 0x8d,
  KP_Home: 0x95,
  KP_Left: 0x96,
  KP_Up: 0x97,
  KP_Right: 0x98,
  KP_Down: 0x99,
  KP_Prior: 0x9a,
  KP_Next: 0x9b,
  KP_End: 0x9c,
  KP_Begin: 0x9d,
  KP_Insert: 0x9e,
  KP_Delete: 0x9f,
  KP_Multiply: 0xaa,
  KP_Add: 0xab,
  KP_Separator: 0xac,
  KP_Subtract: 0xad,
  KP_Decimal: 0xae,
  KP_Divide: 0xaf,
  Delete: 0xff,
};

/**
 * Reads a key as profiles write it: modifiers in any order, then a name of keysymdef.h or the character itself.
 * null: it is none.
 * @example parseKey('Ctrl+Shift+s') // { keysym: 0x73, modifiers: MODIFIER.control | MODIFIER.shift }
 */
export function parseKey(text: string): KeyChord | null {
  let rest = text;
  let modifiers = 0;
  for (let found = true; found; ) {
    found = false;
    for (const [word, bit] of WRITTEN) {
      // The last character may be the plus itself: `Ctrl++`.
      if (!rest.startsWith(word) || rest.length === word.length || (modifiers & bit) !== 0) continue;
      rest = rest.slice(word.length);
      modifiers |= bit;
      found = true;
    }
  }
  const keysym = keysymOf(rest);
  return keysym === null ? null : { keysym, modifiers };
}

function keysymOf(name: string): number | null {
  if (name === 'space') return 0x20;
  if (Object.hasOwn(NAMES, name)) return NAMED + (NAMES[name] ?? 0);
  const [, kind, digits] = /^(F|KP_)(\d{1,2})$/.exec(name) ?? [];
  if (kind !== undefined && digits !== undefined && (digits === '0' || digits[0] !== '0')) {
    const keysym = (kind === 'F' ? FIRST_F - 1 : KP_0) + Number(digits);
    const [first, last] = kind === 'F' ? [FIRST_F, LAST_F] : [KP_0, KP_9];
    return keysym >= first && keysym <= last ? keysym : null;
  }
  const point = name.codePointAt(0) ?? 0;
  if (name !== String.fromCodePoint(point) || /[\p{Cc}\p{Cs}]/u.test(name)) return null;
  return point > 0xff ? UNICODE + point : point;
}

/** Writes a key as `parseKey` reads it; modifiers in one order, one name per key. A keysym it cannot name: in hex. */
export function formatKey({ keysym, modifiers }: KeyChord): string {
  const words = WRITTEN.filter(([, bit]) => (modifiers & bit) !== 0).map(([word]) => word);
  return words.join('') + keysymName(keysym);
}

function keysymName(keysym: number): string {
  if (keysym === 0x20) return 'space';
  if (keysym <= 0xff) return String.fromCodePoint(keysym);
  if (keysym > UNICODE && keysym <= UNICODE + 0x10_ffff) return String.fromCodePoint(keysym - UNICODE);
  if (keysym >= FIRST_F && keysym <= LAST_F) return `F${keysym - FIRST_F + 1}`;
  if (keysym >= KP_0 && keysym <= KP_9) return `KP_${keysym - KP_0}`;
  return (
    Object.keys(NAMES).find((name) => NAMED + (NAMES[name] ?? 0) === keysym) ?? `0x${keysym.toString(16)}`
  );
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
