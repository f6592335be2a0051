import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What `npm run pack` makes for the two browsers. */
export interface Packages {
  /** chromium.zip, unpacked. */
  readonly chromiumDir: string;
  readonly firefoxFile: string;
  remove(): Promise<void>;
}

export async function makePackages(): Promise<Packages> {
  const home = await mkdtemp(join(tmpdir(), 'rice-packages-'));
  await run(process.execPath, ['scripts/pack.mjs', '--out', home], { cwd: root });
  const names = await readdir(home);
  const found = (end: string): string => {
    const name = names.find((each) => each.endsWith(end));
    if (name === undefined) throw new Error(`[desktop] npm run pack made no ${end}`);
    return join(home, name);
  };
  const chromiumDir = join(home, 'chromium');
  await run('python3', ['-m', 'zipfile', '-e', found('-chromium.zip'), chromiumDir]);
  return {
    chromiumDir,
    firefoxFile: found('-firefox.xpi'),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
