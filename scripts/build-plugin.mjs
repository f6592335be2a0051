// npm run build:plugin [-- --out DIR]  makes the npm package rice-novnc in dist/plugin, ready for `npm pack` and `npm publish`.
// A package.json of its own: this repository's names what the extension and the relay need, and stays private.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { minify } from 'rollup-plugin-esbuild';
import { onwarn, plugins, target } from '../rollup.config.js';

process.chdir(new URL('..', import.meta.url).pathname);
const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/plugin' } } });
const out = values.out;
const ENTRY = 'src/plugin/index.ts';

/** Texts of what the plugin does not have: rooms, drawing, the region editor, and the extension's own pages. */
const LEFT_OUT = /^(?:ext|popup|uiRoom|uiDraw|uiEntry|uiEditor|uiOptions|uiField|uiWelcome)/;
/** Ways to those, which the plugin's panel does not show. */
const NOT_SHOWN = ['uiRoomOpen', 'uiEditorOpen'];

/** The texts of a language that the plugin can say, without what is written for translators. */
async function textsOf(language) {
  const messages = JSON.parse(await readFile(`_locales/${language}/messages.json`, 'utf8'));
  const wanted = Object.entries(messages).filter(([key]) => !LEFT_OUT.test(key));
  return Object.fromEntries(wanted.map(([key, { message }]) => [key, { message }]));
}

const locales = {
  name: 'locales',
  async load(id) {
    const language = /_locales\/(\w+)\/messages\.json$/.exec(id)?.[1];
    return language === undefined ? null : `export default ${JSON.stringify(await textsOf(language))};`;
  },
};

/** One file cannot load another language when it is spoken, and all of them would double it. */
const onlyEnglish = {
  name: 'only-english',
  load: (id) => (id.endsWith('/src/plugin/languages.ts') ? 'export const LANGUAGES = {};' : null),
};

/** The packages that a bundle holds, for their notices. */
const bundled = new Set();
const noteDependencies = {
  name: 'note-dependencies',
  moduleParsed({ id }) {
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
    if (name !== undefined) bundled.add(name);
  },
};

async function write(input, output) {
  const bundle = await rollup({ onwarn, ...input });
  const written = await bundle.write({ generatedCode: 'es2015', ...output });
  await bundle.close();
  return written.output;
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'locales'), { recursive: true });

const modules = await write(
  { input: { index: ENTRY }, plugins: [locales, noteDependencies, ...plugins] },
  {
    dir: out,
    format: 'es',
    entryFileNames: '[name].js',
    // The entry only leads to it: what the parts share must not show in the package's exports.
    chunkFileNames: ({ name }) => (name === 'index' ? 'core.js' : '[name].js'),
    manualChunks: (id) => {
      const language = /_locales\/(\w+)\/messages\.json$/.exec(id)?.[1];
      return language === undefined || language === 'en' ? undefined : `texts-${language}`;
    },
  },
);
noKeyLeftOut(modules);
await write(
  { input: ENTRY, plugins: [locales, onlyEnglish, ...plugins] },
  {
    file: join(out, 'rice-novnc.min.js'),
    format: 'iife',
    name: 'RiceNovnc',
    inlineDynamicImports: true,
    plugins: [minify({ target, legalComments: 'none' })],
  },
);
await write(
  {
    input: ENTRY,
    plugins: [dts({ compilerOptions: { stripInternal: true } })],
    external: [/\.css\?inline$/, /\.json$/],
  },
  { file: join(out, 'index.d.ts'), format: 'es' },
);
for (const language of (await readdir('_locales')).sort()) {
  await writeFile(
    join(out, `locales/${language}.json`),
    `${JSON.stringify(await textsOf(language), null, 1)}\n`,
  );
}
await cp('LICENSE', join(out, 'LICENSE'));
await cp('docs/plugin.md', join(out, 'README.md'));
await writeFile(join(out, 'THIRD-PARTY.txt'), await notices());
await writeFile(join(out, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`);
console.log(`${out}  ${(await readdir(out)).length} files`);

/** A text that is said and was left out would be an empty place. */
function noKeyLeftOut(chunks) {
  const keys = chunks.flatMap(
    ({ code = '' }) => code.match(/(?<=['"`])(?:ext|popup|ui)[A-Z]\w*(?=['"`])/g) ?? [],
  );
  const missing = keys.filter((key) => LEFT_OUT.test(key) && !NOT_SHOWN.includes(key));
  if (missing.length > 0) throw new Error(`the plugin says what LEFT_OUT leaves out: ${missing.join(', ')}`);
}

async function manifest() {
  const { name, version, license } = JSON.parse(await readFile('package.json', 'utf8'));
  return {
    name,
    version,
    description:
      'Guards noVNC sessions on bad networks: measures the session, warns, and holds back input that would reach an instrument late.',
    keywords: ['novnc', 'vnc', 'rfb', 'remote-control', 'latency', 'instrument'],
    license,
    type: 'module',
    // Importing it does nothing; guard() does.
    sideEffects: false,
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './rice-novnc.min.js': './rice-novnc.min.js',
      './locales/*.json': './locales/*.json',
      './package.json': './package.json',
    },
    types: './index.d.ts',
    unpkg: './rice-novnc.min.js',
    jsdelivr: './rice-novnc.min.js',
    files: ['*.js', 'index.d.ts', 'locales', 'THIRD-PARTY.txt'],
    // The portal's own copy, which it gives us as an object; portals that carry a copy of theirs have no package of it.
    peerDependencies: { '@novnc/novnc': '>=1.3.0' },
    peerDependenciesMeta: { '@novnc/novnc': { optional: true } },
    publishConfig: { access: 'public', provenance: true },
  };
}

/** What the licences of the bundled packages ask for. */
async function notices() {
  const parts = [];
  for (const name of [...bundled].sort()) {
    const folder = join('node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} brings no licence`);
    parts.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`);
  }
  return `The files of this package hold parts of these packages.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}
