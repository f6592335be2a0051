// npx tsx scripts/draw-pictures/main.ts
// Makes the pictures of docs/drawing.md, each over a made-up micrograph: a mark of each kind, draw mode with its tools, and
// what leaves no mark: somebody's laser pointer, and the eraser over what it takes.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const MARKS = { width: 480, height: 270 };
const MODE = { width: 680, height: 370 };
const HANDS = { width: 680, height: 290 };
/** The laser's trail has its whole length by then. */
const TRAIL_MS = 1200;

const root = new URL('../../', import.meta.url);
/** No badge is here that the tools have to keep clear of. */
const PLACE = '.draw-bar { bottom: 0.9em; }';
const css = (
  await Promise.all(
    ['src/ui/overlay.css', 'src/ui/draw/draw.css'].map((path) => readFile(new URL(path, root), 'utf8')),
  )
)
  .concat(PLACE)
  .join('\n');
const { outputFiles } = await build({
  entryPoints: [new URL('./page.ts', import.meta.url).pathname],
  ...{ bundle: true, write: false, format: 'iife', jsx: 'automatic', jsxImportSource: 'preact' },
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [name, size, begins] of [
  ['draw-marks', MARKS, false],
  ['draw-mode', MODE, true],
] as const) {
  const page = await browser.newPage({ viewport: size });
  await page.setContent('<!doctype html><body style="margin:0;background:#222"></body>');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  const begin = begins ? '.begin()' : '';
  await page.evaluate(`void show(${JSON.stringify(css)}, ${size.width}, ${size.height})${begin}`);
  await page.waitForTimeout(600);
  await page.screenshot({ path: new URL(`docs/${name}.png`, root).pathname });
  await page.close();
}
const page = await browser.newPage({ viewport: HANDS });
await page.setContent('<!doctype html><body style="margin:0;background:#222"></body>');
await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
await page.evaluate(`void showHands(${JSON.stringify(css)}, ${HANDS.width}, ${HANDS.height})`);
await page.waitForTimeout(300);
await page.keyboard.press('x');
await page.mouse.move(462, 62);
await page.waitForTimeout(TRAIL_MS);
await page.screenshot({ path: new URL('docs/draw-hands.png', root).pathname });
await browser.close();
