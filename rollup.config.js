// What is bundled, and how. scripts/build.mjs turns the bundles and manifest.json into the extensions.
import { readFile } from 'node:fs/promises';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import { minify as terser } from 'terser';

/**
 * Scripts that run in pages: one self-contained IIFE each, because a content script cannot import at
 * document_start. `dependencies: false` also refuses anything from node_modules: the hook runs in the page's own
 * world, where a foreign runtime is a way in, and where webextension-polyfill throws.
 */
const inPages = [
  { name: 'hook', input: 'src/content/hook/main.ts', dependencies: false },
  { name: 'hook-traced', input: 'src/content/hook/main-traced.ts', dependencies: false },
  { name: 'link', input: 'src/content/link/main.ts', dependencies: true },
  { name: 'overlay', input: 'src/content/overlay/main.tsx', dependencies: true },
  { name: 'panel', input: 'src/content/overlay/panel.tsx', dependencies: true },
  { name: 'editor', input: 'src/content/overlay/editor.tsx', dependencies: true },
  { name: 'safety', input: 'src/content/overlay/safety.tsx', dependencies: true },
  { name: 'analyst', input: 'src/content/overlay/analyst.ts', dependencies: true },
  { name: 'quality', input: 'src/content/overlay/quality.tsx', dependencies: true },
  { name: 'room', input: 'src/content/overlay/room.tsx', dependencies: true },
  { name: 'diagnostics', input: 'src/content/overlay/diagnostics.tsx', dependencies: true },
  { name: 'draw', input: 'src/content/overlay/draw.tsx', dependencies: true },
  { name: 'switched-off', input: 'src/content/overlay/switched-off.ts', dependencies: true },
];

/** Of those, the ones that hold decoders of some messages. */
const pureReaders = ['link', 'quality', 'room', 'draw', 'diagnostics'];

/** Scripts of the extension itself: modules that share their chunks. */
const ownPages = {
  background: 'src/background/main.ts',
  popup: 'src/pages/popup/main.tsx',
  records: 'src/pages/records/main.tsx',
  options: 'src/pages/options/main.tsx',
  welcome: 'src/pages/welcome/main.tsx',
  'room-panel': 'src/pages/room/main.tsx',
  offscreen: 'src/offscreen/main.ts',
};

/** Every entry file, for the build's check that they exist. */
export const entries = [...inPages.map((each) => each.input), ...Object.values(ownPages)];

/** The oldest supported browsers: manifest.json's minimum_chrome_version and strict_min_version. */
export const target = ['chrome119', 'firefox140'];

/** `import css from './badge.css?inline'` gives the text of the file, as vitest does, without its comments. */
const inlineCss = {
  name: 'inline-css',
  async load(id) {
    if (!id.endsWith('.css?inline')) return null;
    const path = id.slice(0, -'?inline'.length);
    this.addWatchFile(path);
    const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target });
    return `export default ${JSON.stringify(code.trim())};`;
  },
};

/** `import text from './example.json?raw'` gives the text of the file, as vitest does. */
const rawText = {
  name: 'raw-text',
  async load(id) {
    if (!id.endsWith('?raw')) return null;
    const path = id.slice(0, -'?raw'.length);
    this.addWatchFile(path);
    return `export default ${JSON.stringify(await readFile(path, 'utf8'))};`;
  },
};

const noDependencies = {
  name: 'no-dependencies',
  moduleParsed({ id }) {
    if (id.includes('/node_modules/'))
      this.error(`the hook must not contain a dependency, but imports ${id}`);
  },
};

/** A second minifier behind the first: 8 % less gzip for the hook, which every frame of a portal parses. */
const squeeze = {
  name: 'squeeze',
  async renderChunk(code) {
    const { code: squeezed } = await terser(code, { ecma: 2022, compress: { passes: 3 }, mangle: true });
    return squeezed;
  },
};

export const plugins = [
  inlineCss,
  rawText,
  nodeResolve({ browser: true, extensions: ['.ts', '.tsx', '.mjs', '.js'] }),
  commonjs(),
  esbuild({ target, jsx: 'automatic', jsxImportSource: 'preact', tsconfig: false }),
];

/** A warning is a mistake in waiting: a missing export, a cycle, a name that is not there. */
export function onwarn(warning) {
  throw new Error(`rollup: ${warning.message}`);
}

export default [
  ...inPages.map(({ name, input, dependencies }) => ({
    input: { [name]: input },
    plugins: dependencies ? plugins : [noDependencies, ...plugins],
    // These read no property for what the reading does: without this they hold the decoders of all messages, which are
    // built by spreading. Names of pure functions are no way: `record` in that list took `record.samples.push` away.
    treeshake: { propertyReadSideEffects: !pureReaders.includes(name) },
    onwarn,
    output: {
      format: 'iife',
      entryFileNames: '[name].js',
      generatedCode: 'es2015',
      // Every frame of a portal parses these; the extension's own pages stay readable.
      plugins: [minify({ target, legalComments: 'inline' }), squeeze],
    },
  })),
  {
    input: ownPages,
    plugins,
    onwarn,
    output: {
      format: 'es',
      entryFileNames: '[name].js',
      chunkFileNames: 'shared-[name].js',
      generatedCode: 'es2015',
    },
  },
];
