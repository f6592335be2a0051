import { randomInt } from 'node:crypto';

/** Something that must not be found, under the name that a failed test shows for it. */
export interface Secret {
  readonly name: string;
  /** Each form it may hide in, in lower case: found whatever the case. */
  readonly words: readonly string[];
  /** The same where the case counts. */
  readonly codes: readonly string[];
}

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/** A word that was never said before: found anywhere, it came from here. @example 'kobazirume' */
export function secretWord(): string {
  const letter = (letters: string): string => letters.charAt(randomInt(letters.length));
  return Array.from({ length: 5 }, () => letter(CONSONANTS) + letter(VOWELS)).join('');
}

/** A text and each of its long words: a part that got out is as bad as the whole. */
export function secretText(name: string, text: string): Secret {
  const parts = [text, ...(text.match(/[\p{L}\d]{8,}/gu) ?? [])];
  const ascii = (part: string): string =>
    part.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    name,
    words: unique(
      parts.flatMap((part) => [
        ...[part, part.normalize('NFD'), ascii(part), encodeURIComponent(part)].map((form) =>
          form.toLowerCase(),
        ),
        // As bytes: in files and on wires, which are read one character a byte.
        Buffer.from(part).toString('latin1').toLowerCase(),
        Buffer.from(part, 'utf16le').toString('latin1').toLowerCase(),
        Buffer.from(part).toString('hex'),
      ]),
    ),
    codes: unique(parts.flatMap((part) => base64Forms(Buffer.from(part)))),
  };
}

/** Bytes that are written in base64url, such as a key or the signature of a token. */
export function secretBytes(name: string, base64url: string): Secret {
  const bytes = Buffer.from(base64url, 'base64url');
  return {
    name,
    words: unique([bytes.toString('hex'), [...bytes].join(',')]),
    codes: unique([
      base64url,
      bytes.toString('latin1'),
      ...base64Forms(bytes),
      ...base64Forms(Buffer.from(base64url)),
    ]),
  };
}

/** Which of the secrets are in a text, as "name: form". */
export function secretsIn(text: string, secrets: readonly Secret[]): readonly string[] {
  const lower = text.toLowerCase();
  return secrets.flatMap(({ name, words, codes }) =>
    [...words.filter((form) => lower.includes(form)), ...codes.filter((form) => text.includes(form))].map(
      (form) => `${name}: ${form}`,
    ),
  );
}

/** At any place of a longer text in base64: the first and the last letter may hold bits of what stands beside it. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = text.replace(/=+$/, '').slice(before === 0 ? 0 : before + 1, -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
