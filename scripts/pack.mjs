// npm run pack: the archives for the two stores and the source archive that Mozilla's reviewers rebuild from.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from './zip.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const chromium = filesOf('dist/chromium');
// The key makes the id of an unpacked extension stable; the store has its own and refuses ours.
const { key: _, ...manifest } = JSON.parse(chromium.get('manifest.json').toString());
chromium.set('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

mkdirSync('artifacts', { recursive: true });
write(`rice-novnc-${version}-chromium.zip`, chromium);
write(`rice-novnc-${version}-firefox.zip`, filesOf('dist/firefox'));
write(`rice-novnc-${version}-source.zip`, sources());

function write(name, files) {
  const archive = zip(files);
  writeFileSync(join('artifacts', name), archive);
  const digest = createHash('sha256').update(archive).digest('hex');
  console.log(
    `artifacts/${name}  ${files.size} files  ${(archive.length / 1000).toFixed(0)} kB  sha256 ${digest}`,
  );
}

function filesOf(directory) {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  return new Map(names.map((name) => [name, readFileSync(join(directory, name))]));
}

/** Everything a build needs and nothing else: the recordings of real servers alone are many times its size. */
function sources() {
  const wanted = /^(?:[^/]+|(?:_locales|icons|scripts|src|docs)\/.+)$/;
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
  return new Map(tracked.filter((name) => wanted.test(name)).map((name) => [name, readFileSync(name)]));
}
