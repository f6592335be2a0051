import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { browserNames, launch } from '../../support/browsers/launch.ts';
import type { TestBrowser } from '../../support/browsers/test-browser.ts';
import { type TextsBuild, textsBuild, textsOf } from '../../support/browsers/texts-build.ts';

/** Pictures of every page in every language, to look at. */
const PICTURES = 'artifacts/languages';
/** As wide as a popup, or a side panel. */
const NARROW_PX = 380;
const HEIGHT_PX = 900;
/** A busy machine is slow; nothing here measures time. */
const WITHIN_MS = 30_000;

let browser: TestBrowser | undefined;
let build: TextsBuild | undefined;
afterEach(async () => {
  await browser?.stop();
  await build?.remove();
});

describe.each(browserNames)('the extension’s pages, in %s', (name) => {
  test.each(readdirSync('_locales'))('say all in %s, and nothing of it sticks out', async (locale) => {
    mkdirSync(PICTURES, { recursive: true });
    const texts = await textsOf(locale);
    build = await textsBuild(name, texts);
    browser = await launch(name, build.path);
    for (const file of build.pages) {
      const page = await browser.extension?.open(file);
      if (page === undefined) throw new Error('no extension');
      await page.until(
        (language: string | undefined) =>
          document.documentElement.lang === language && (document.body.textContent ?? '').trim() !== '',
        texts['uiLanguage']?.message,
        WITHIN_MS,
      );
      for (const widthPx of [1000, NARROW_PX]) {
        await page.resize(widthPx, HEIGHT_PX);
        await page.screenshot(
          join(PICTURES, `${name}-${locale}-${file.replace('.html', '')}-${widthPx}.png`),
        );
        const tooWidePx = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect([file, widthPx, tooWidePx]).toEqual([file, widthPx, 0]);
      }
      await page.close();
    }
  });
});
