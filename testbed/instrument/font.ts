import { inflateRawSync } from 'node:zlib';
import packed from './glyphs.json' with { type: 'json' };

/** One letter: alphas of 0 to 15, row by row, `width` by the font's height. */
export interface Glyph {
  readonly width: number;
  readonly alphas: Uint8Array;
}

export interface Font {
  readonly height: number;
  readonly spaceWidth: number;
  readonly glyphs: ReadonlyMap<string, Glyph>;
}

/** The letters of the instrument's screen, drawn by make-glyphs.ts. */
export const fonts: Readonly<Record<'label' | 'value' | 'title', Font>> = {
  label: unpack('label'),
  value: unpack('value'),
  title: unpack('title'),
};

function unpack(name: string): Font {
  const font = packed.fonts.find((candidate) => candidate.name === name);
  if (font === undefined) throw new Error(`no font ${name}`);
  const nibbles = inflateRawSync(Buffer.from(font.alphas, 'base64'));
  const glyphs = new Map<string, Glyph>();
  let at = 0;
  [...packed.characters].forEach((character, i) => {
    const width = font.advances[i] ?? 0;
    const alphas = new Uint8Array(width * font.height);
    for (let pixel = 0; pixel < alphas.length; pixel++, at++) {
      const pair = nibbles[at >> 1] ?? 0;
      alphas[pixel] = at % 2 === 0 ? pair >> 4 : pair & 15;
    }
    glyphs.set(character, { width, alphas });
  });
  return { height: font.height, spaceWidth: font.advances[0] ?? 4, glyphs };
}
