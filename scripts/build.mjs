// npm run build                   dist/chromium and dist/firefox, unpacked
// npm run build -- --test         dist/chromium-test and dist/firefox-test: may run on localhost without a click
// npm run build -- --hosts FILE   may run on a facility's hosts without a click (docs/roll-out.md); --gecko-id ID: its own
//                                 id for Firefox; --out DIRECTORY: in the place of dist
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rollup } from 'rollup';
import configs, { entries } from '../rollup.config.js';
import { facilityHosts } from './facility-hosts.mjs';
import { bundledPackages, thirdPartyText } from './licences.mjs';
import { manifestFor } from './manifest.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const { test, hosts, 'gecko-id': geckoId, out } = options();

const missing = entries.filter((entry) => !existsSync(entry));
if (missing.length > 0) fail(`missing entry ${missing.join(', ')}`);

const startedMs = Date.now();
let packages = [];
const files = new Map([...(await bundles()), ...(await copies())]);
for (const browser of ['chromium', 'firefox']) {
  const manifest = manifestFor(browser, { test, hosts, geckoId });
  const directory = join(out, test ? `${browser}-test` : browser);
  // What a facility may set; Firefox knows no such file.
  const schema =
    browser === 'chromium' ? [['managed-schema.json', await readFile('managed-schema.json')]] : [];
  await place(
    directory,
    new Map([...files, ...schema, ['manifest.json', `${JSON.stringify(manifest, null, 2)}\n`]]),
  );
  console.log(`${directory}  ${manifest.version}`);
}
// For the bill of materials: in no browser's directory.
await writeFile(join(out, 'bundled.json'), `${JSON.stringify(packages, null, 1)}\n`);
console.log(`built in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);

function options() {
  const spec = {
    test: { type: 'boolean', default: false },
    hosts: { type: 'string' },
    'gecko-id': { type: 'string' },
    out: { type: 'string', default: 'dist' },
  };
  try {
    const { values } = parseArgs({ options: spec });
    const hosts = values.hosts === undefined ? [] : facilityHosts(readFileSync(values.hosts, 'utf8'));
    return { ...values, hosts };
  } catch (error) {
    return fail(error.message);
  }
}

/** The same bundles serve both browsers. With them goes what their packages' licences ask for. */
async function bundles() {
  const found = new Map();
  const parts = [];
  for (const { output, ...input } of configs) {
    const bundle = await rollup(input).catch((error) =>
      fail(`${Object.values(input.input)}: ${error.message}`),
    );
    const { output: chunks } = await bundle.generate(output);
    await bundle.close();
    for (const chunk of chunks) {
      if (chunk.type === 'asset') fail(`unexpected asset ${chunk.fileName}`);
      found.set(chunk.fileName, chunk.code);
      parts.push(chunk);
    }
  }
  packages = bundledPackages(parts);
  found.set('THIRD-PARTY.txt', thirdPartyText(packages));
  return found;
}

/** Files that go into the extension as they are. */
async function copies() {
  const found = new Map();
  for (const name of (await readdir('icons')).sort()) {
    if (name.endsWith('.png')) found.set(`icons/${name}`, await readFile(join('icons', name)));
  }
  for (const locale of (await readdir('_locales')).sort()) {
    const path = `_locales/${locale}/messages.json`;
    found.set(path, await readFile(path));
  }
  for (const folder of ['src/pages', 'src/offscreen']) {
    const pages = await readdir(folder, { recursive: true });
    for (const path of pages.sort()) {
      if (/\.(html|css)$/.test(path)) found.set(basename(path), await readFile(join(folder, path)));
    }
  }
  // The room's components bring their own; as a file, because the pages' policy allows no other.
  found.set('room-panel.css', await readFile('src/ui/room/room-panel.css'));
  found.set('LICENSE', await readFile('LICENSE'));
  return found;
}

/**
 * Makes a directory hold exactly these files. Files are replaced one by one and only when they differ, so that a
 * browser that has the directory loaded never meets half a file.
 */
async function place(directory, wanted) {
  await mkdir(directory, { recursive: true });
  const present = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of present) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(directory.length + 1);
    if (!wanted.has(name)) await rm(path, { force: true });
  }
  for (const [name, content] of wanted) {
    const path = join(directory, name);
    const bytes = Buffer.from(content);
    if (existsSync(path) && (await readFile(path)).equals(bytes)) continue;
    await mkdir(dirname(path), { recursive: true });
    const fresh = `${path}.${process.pid}.new`;
    await writeFile(fresh, bytes);
    await rename(fresh, path);
  }
}

function fail(message) {
  console.error(`build: ${message}`);
  process.exit(1);
}
