// Draws glyphs.json: the letters of the instrument's screen, rasterised once so that the server needs no
// font. Run with a Chromium and the DejaVu fonts (their licence allows this): npx tsx make-glyphs.ts
import { writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const fonts = [
  { name: 'label', css: '12px "DejaVu Sans"', height: 16, baseline: 12 },
  { name: 'value', css: '15px "DejaVu Sans Mono"', height: 20, baseline: 15 },
  { name: 'title', css: 'bold 17px "DejaVu Sans"', height: 22, baseline: 17 },
];
/** Printable ASCII and what a microscope needs besides. */
const characters = `${String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))}µ×°±−·`;

const { CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
const drawn = await page.evaluate(
  ({ fonts, characters }) =>
    fonts.map((font) => {
      const canvas = document.createElement('canvas');
      canvas.width = 64;
      canvas.height = font.height;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (context === null) throw new Error('no canvas');
      const advances: number[] = [];
      const alphas: number[] = [];
      for (const character of characters) {
        context.clearRect(0, 0, 64, font.height);
        context.font = font.css;
        context.fillText(character, 0, font.baseline);
        const advance = Math.round(context.measureText(character).width);
        advances.push(advance);
        const { data } = context.getImageData(0, 0, advance, font.height);
        for (let i = 3; i < data.length; i += 4) alphas.push(Math.round(((data[i] ?? 0) * 15) / 255));
      }
      return { name: font.name, height: font.height, advances, alphas };
    }),
  { fonts, characters },
);
await browser.close();

const packed = drawn.map(({ name, height, advances, alphas }) => {
  const nibbles = new Uint8Array(Math.ceil(alphas.length / 2));
  alphas.forEach((alpha, i) => {
    nibbles[i >> 1] = (nibbles[i >> 1] ?? 0) | (i % 2 === 0 ? alpha << 4 : alpha);
  });
  return { name, height, advances, alphas: deflateRawSync(nibbles, { level: 9 }).toString('base64') };
});
await writeFile(
  new URL('./glyphs.json', import.meta.url),
  `${JSON.stringify({ characters, fonts: packed })}\n`,
);
