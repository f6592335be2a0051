import { MAX_TEXT_LENGTH } from './limits.ts';

/**
 * A server's own words for a person to read: UTF-8 if it is, else Latin-1 (older servers), without control and
 * bidirectional-override characters, at most MAX_TEXT_LENGTH long. Line breaks and tabs become spaces.
 *
 * @param truncated the bytes are only the beginning: an unfinished last character is no reason to doubt UTF-8.
 */
export function decodeText(bytes: Uint8Array, truncated: boolean): string {
  return clean(decodeUtf8(bytes, truncated) ?? decodeLatin1(bytes));
}

function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The text, or null if the bytes are not UTF-8 (RFC 3629: no overlong forms, no surrogates). */
function decodeUtf8(bytes: Uint8Array, truncated: boolean): string | null {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const length = sequenceLength(first);
    if (length === 0) return null;
    let codePoint = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i];
      if (byte === undefined) return truncated ? text : null;
      if ((byte & 0xc0) !== 0x80) return null;
      codePoint = (codePoint << 6) | (byte & 0x3f);
    }
    if (codePoint < lowestOf(length) || codePoint > 0x10ffff) return null;
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return null;
    text += String.fromCodePoint(codePoint);
    at += length;
  }
  return text;
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

function lowestOf(length: number): number {
  if (length === 3) return 0x800;
  return length === 4 ? 0x10000 : 0;
}

function clean(text: string): string {
  let cleaned = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const kept = isSpace(codePoint) ? ' ' : isHidden(codePoint) ? '' : character;
    if (cleaned.length + kept.length > MAX_TEXT_LENGTH) break;
    cleaned += kept;
  }
  return cleaned.trim();
}

/** Tab, line feed, carriage return, line and paragraph separator. */
function isSpace(codePoint: number): boolean {
  return (
    codePoint === 9 || codePoint === 10 || codePoint === 13 || codePoint === 0x2028 || codePoint === 0x2029
  );
}

/** Control characters, and those that reorder what stands around them (Unicode Bidi_Control). */
function isHidden(codePoint: number): boolean {
  return (
    codePoint < 0x20 ||
    (codePoint >= 0x7f && codePoint <= 0x9f) ||
    codePoint === 0x061c ||
    codePoint === 0x200e ||
    codePoint === 0x200f ||
    (codePoint >= 0x202a && codePoint <= 0x202e) ||
    (codePoint >= 0x2066 && codePoint <= 0x2069)
  );
}
