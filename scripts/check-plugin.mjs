// node scripts/check-plugin.mjs  builds the plugin, packs it, and reads the package as npm, bundlers and TypeScript will.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.chdir(new URL('..', import.meta.url).pathname);
const folder = mkdtempSync(join(tmpdir(), 'rice-plugin-check-'));
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' });

/** Everything that is published; the texts of the languages besides. */
const FILES = [
  ...['LICENSE', 'README.md', 'THIRD-PARTY.txt', 'package.json', 'index.d.ts', 'index.js', 'core.js'],
  ...['analyst-part.js', 'panel-part.js', 'rating.js', 'rice-novnc.min.js'],
];
const LANGUAGES = readdirSync('_locales');

try {
  const built = join(folder, 'plugin');
  run(process.execPath, 'scripts/build-plugin.mjs', '--out', built);
  const [{ filename, files }] = JSON.parse(
    run('npm', 'pack', '--json', '--silent', '--pack-destination', folder, built),
  );
  const found = files.map(({ path }) => path).sort();
  const expected = [
    ...FILES,
    ...LANGUAGES.map((language) => `locales/${language}.json`),
    ...LANGUAGES.filter((language) => language !== 'en').map((language) => `texts-${language}.js`),
  ].sort();
  if (String(found) !== String(expected)) {
    throw new Error(
      `the package holds\n  ${found.join('\n  ')}\nand should hold\n  ${expected.join('\n  ')}`,
    );
  }
  const tarball = join(folder, filename);
  run('node_modules/.bin/publint', '--strict', tarball);
  // Its entries that are no modules: the file for a script tag, and texts.
  run(
    ...['node_modules/.bin/attw', '--profile', 'esm-only', '--no-emoji', tarball],
    ...['--exclude-entrypoints', './rice-novnc.min.js', './locales/*.json'],
  );
  console.log(`${filename}: ${found.length} files, as expected; publint and attw find nothing`);
} catch (error) {
  console.log([error.message, error.stdout, error.stderr].filter(Boolean).join('\n'));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
