// npm run pack                  the packages of a release, in artifacts/: for the two stores, for Mozilla's reviewers, for npm
// npm run pack -- --hosts FILE  those of a facility: its hosts are required, so that a managed install asks for nothing
//                               (docs/roll-out.md); --gecko-id ID: the id its package for Firefox is signed under
// --out DIRECTORY: in the place of artifacts
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { described } from './licences.mjs';
import { sbom } from './sbom.mjs';
import { zip } from './zip.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
const { values } = parseArgs({
  options: {
    hosts: { type: 'string' },
    'gecko-id': { type: 'string' },
    out: { type: 'string', default: 'artifacts' },
  },
});
const isFacility = values.hosts !== undefined;
const release = JSON.parse(readFileSync('package.json', 'utf8'));
const name = `rice-novnc-${release.version}`;
// Not in dist/: what is unpacked there may be loaded in a browser or be tested meanwhile.
const built = mkdtempSync(join(tmpdir(), 'rice-pack-'));
try {
  mkdirSync(values.out, { recursive: true });
  extensions();
  if (!isFacility) {
    source();
    npmPackage();
    bill();
  }
} catch (error) {
  // A script that failed has said why.
  if (!Number.isInteger(error.status)) throw error;
  process.exitCode = 1;
} finally {
  rmSync(built, { recursive: true, force: true });
}

function extensions() {
  const { hosts, 'gecko-id': geckoId } = values;
  const choices = [...(hosts ? ['--hosts', hosts] : []), ...(geckoId ? ['--gecko-id', geckoId] : [])];
  node('scripts/build.mjs', '--out', built, ...choices);
  const chromium = filesOf(join(built, 'chromium'));
  // The key makes the id of an unpacked extension stable; the store has its own and refuses ours.
  const { key: _, ...manifest } = JSON.parse(chromium.get('manifest.json').toString());
  chromium.set('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  const kind = isFacility ? '-facility' : '';
  write(`${name}${kind}-chromium.zip`, zip(chromium), `${chromium.size} files`);
  const firefox = filesOf(join(built, 'firefox'));
  write(`${name}${kind}-firefox.xpi`, zip(firefox), `${firefox.size} files`);
}

/** The plugin for portals and the command rice-relay, as one package. */
function npmPackage() {
  const directory = join(built, 'plugin');
  node('scripts/build-plugin.mjs', '--out', directory);
  node('scripts/build-relay.mjs', '--out', join(directory, 'rice-relay.mjs'));
  const file = join(directory, 'package.json');
  const plugin = JSON.parse(readFileSync(file, 'utf8'));
  const { ws, jose } = release.dependencies;
  const whole = {
    ...plugin,
    bin: { 'rice-relay': 'rice-relay.mjs' },
    engines: release.engines,
    files: [...plugin.files, 'rice-relay.mjs'],
    // The relay's; the plugin itself brings all that it needs.
    dependencies: { jose, ws },
    peerDependencies: { ...plugin.peerDependencies, ...release.peerDependencies },
    peerDependenciesMeta: { ...plugin.peerDependenciesMeta, ...release.peerDependenciesMeta },
  };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  // npm packs a file's mode, which hangs on the umask of whoever builds.
  for (const each of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const isProgram = each.name === 'rice-relay.mjs';
    chmodSync(join(each.parentPath, each.name), each.isDirectory() || isProgram ? 0o755 : 0o644);
  }
  const options = ['--ignore-scripts', '--json', '--pack-destination', built];
  const said = execFileSync('npm', ['pack', directory, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename, entryCount }] = JSON.parse(said.toString());
  write(`${name}-npm.tgz`, readFileSync(join(built, filename)), `${entryCount} files`);
}

/** What of others is in all of it. */
function bill() {
  const extension = JSON.parse(readFileSync(join(built, 'bundled.json'), 'utf8'));
  const relay = ['jose', 'ws'].map((each) => described(join('node_modules', each)));
  const text = sbom(release, [
    { place: 'extension', packages: extension },
    { place: 'npm: installed beside the relay', packages: relay },
  ]);
  write(`${name}-sbom.cdx.json`, Buffer.from(text), `${extension.length + relay.length} packages`);
}

function node(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function write(file, content, what) {
  writeFileSync(join(values.out, file), content);
  const digest = createHash('sha256').update(content).digest('hex');
  console.log(
    `${join(values.out, file)}  ${what}  ${(content.length / 1000).toFixed(0)} kB  sha256 ${digest}`,
  );
}

function filesOf(directory) {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  return new Map(names.map((each) => [each, readFileSync(join(directory, each))]));
}

/** Everything a build needs, what says how, and no pictures: the recordings of real servers alone are many times its size. */
function source() {
  const wanted = /^(?:[^/]+|(?:_locales|icons|profiles|scripts|src)\/.+|docs\/[^/]+\.md)$/;
  const names = tracked().filter((each) => wanted.test(each));
  const file = `${name}-source.zip`;
  if (names.length > 0) {
    write(file, zip(new Map(names.map((each) => [each, readFileSync(each)]))), 'for review');
    return;
  }
  console.error(
    `[pack] no ${file}: git knows no files here. Make it from a clone, or commit first; the rest is made.`,
  );
  process.exitCode = 1;
}

/** The files under version control; none where there is no git, as in what was unpacked for a review. */
function tracked() {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['ls-files', '-z'], options).split('\0').filter(Boolean);
  } catch {
    return [];
  }
}
