/**
 * Builds the gallery of the overlay's states into artifacts/gallery. With a folder as argument it takes pictures of
 * all parts, light and dark, and checks them with axe:
 *
 *   npx tsx test/ui/gallery-run.ts [folder for pictures]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { chromium, type Page } from 'playwright-core';

const OUT = resolve('artifacts/gallery');
const SHOTS: readonly (readonly [name: string, query: string, scheme: 'light' | 'dark' | 'forced'])[] = [
  ['badges-light', 'part=badges', 'light'],
  ['badges-dark', 'part=badges', 'dark'],
  ['banners-light', 'part=banners', 'light'],
  ['banners-dark', 'part=banners', 'dark'],
  ['safety-light', 'part=safety', 'light'],
  ['safety-dark', 'part=safety', 'dark'],
  ['safety-forced', 'part=safety', 'forced'],
  ['safety-de', 'part=safety&lang=de', 'light'],
  ['panel-safety-light', 'part=panel-safety', 'light'],
  ['panel-safety-de', 'part=panel-safety&lang=de', 'dark'],
  ['quality-light', 'part=quality', 'light'],
  ['quality-dark', 'part=quality', 'dark'],
  ['quality-forced', 'part=quality', 'forced'],
  ['quality-rtl-de', 'part=quality&lang=de&rtl=1', 'light'],
  ['panel-quality-light', 'part=panel-quality', 'light'],
  ['panel-quality-dark-de', 'part=panel-quality&lang=de', 'dark'],
  ['panel-quality-forced', 'part=panel-quality', 'forced'],
  ['panel-quality-rtl', 'part=panel-quality&rtl=1', 'light'],
  ['panel-light', 'part=panel', 'light'],
  ['panel-dark', 'part=panel', 'dark'],
  ['panel-open', 'part=panel&open=1&scroll=1', 'dark'],
  ['panel-phase-light', 'part=panel&at=.phase', 'light'],
  ['panel-phase-dark', 'part=panel&at=.phase', 'dark'],
  ['panel-phase-forced', 'part=panel&at=.phase', 'forced'],
  ['panel-phase-rtl-de', 'part=panel&at=.phase&lang=de&rtl=1', 'light'],
  ['panel-model-light', 'part=panel&open=1&at=.model', 'light'],
  ['panel-functions-dark', 'part=panel&open=1&at=.functions', 'dark'],
  ['panel-bad-light', 'part=panel-bad', 'light'],
  ['small-dark', 'part=small', 'dark'],
  ['badges-forced', 'part=badges', 'forced'],
  ['banners-forced', 'part=banners', 'forced'],
  ['banners-rtl-de', 'part=banners&lang=de&rtl=1', 'light'],
  ...['es', 'fr', 'ja', 'zh_CN'].flatMap((language) =>
    ['badges', 'banners', 'safety', 'quality', 'panel', 'small'].map(
      (part) => [`${part}-${language}`, `part=${part}&lang=${language}`, 'light'] as const,
    ),
  ),
];

const inlineCss: Plugin = {
  name: 'inline-css',
  setup(builder) {
    builder.onResolve({ filter: /\.css\?inline$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?inline'.length)),
      namespace: 'inline-css',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'inline-css' }, ({ path }) => ({
      contents: readFileSync(path, 'utf8'),
      loader: 'text',
    }));
  },
};

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>RICE gallery</title><style>
  :root { color-scheme: light dark; }
  body { margin: 16px; font: 13px system-ui; background: light-dark(#e6e9ec, #000); }
  main { display: flex; flex-wrap: wrap; gap: 16px; }
  figure { margin: 0; } figcaption { margin-bottom: 4px; }
  .cell { position: relative; width: 700px; overflow: hidden; transform: translateZ(0); }
  .cell canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  .host { position: absolute; inset: 0; font-size: 16px; }
</style></head><body><main></main><script src="gallery.js"></script></body></html>`;

async function buildGallery(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  await build({
    entryPoints: ['test/ui/gallery.tsx'],
    outfile: join(OUT, 'gallery.js'),
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [inlineCss],
    logLevel: 'warning',
  });
  writeFileSync(join(OUT, 'index.html'), PAGE);
}

/** Serious findings of axe, as text; the gallery's own page is not what is judged. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(`axe.run('.host', { resultTypes: ['violations'], rules: {
    // Many overlays share the gallery's page; elsewhere there is one.
    'landmark-unique': { enabled: false } } }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) =>
      id + ': ' + html.slice(0, 120) + ' ' + (any[0]?.message ?? ''))))`);
}

async function shoot(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    for (const [name, query, scheme] of SHOTS) {
      const colors =
        scheme === 'forced'
          ? { colorScheme: 'dark' as const, forcedColors: 'active' as const }
          : { colorScheme: scheme };
      const context = await browser.newContext({ ...colors, viewport: { width: 1_460, height: 900 } });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(`[${name}] ${error.message}`));
      await page.goto(`${pathToFileURL(join(OUT, 'index.html')).href}?${query}`);
      await page.waitForSelector('html[data-ready]');
      if (query.includes('safety')) {
        // A button that has just appeared takes no press, and a silent script is told after five seconds.
        await page.waitForTimeout(name.startsWith('safety') ? 6_000 : 800);
        const open = page.locator('.override .press');
        while ((await open.count()) > 0) await open.first().click();
      }
      // The offer waits, and its buttons take no press when they have just appeared.
      if (query.includes('quality')) await page.waitForTimeout(3_500);
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
      for (const finding of await findings(page)) console.log(`[${name}] ${finding}`);
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

await buildGallery();
const [folder] = process.argv.slice(2);
if (folder === undefined) console.log(pathToFileURL(join(OUT, 'index.html')).href);
else await shoot(folder);
