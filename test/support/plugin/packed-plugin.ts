import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The npm package as its users get it: built, packed, and unpacked again below node_modules of an empty folder. */
export interface PackedPlugin {
  /** A folder in which `rice-novnc` and `@novnc/novnc` are installed. */
  readonly home: string;
  /** The unpacked package. */
  readonly folder: string;
  readonly tarball: string;
  remove(): Promise<void>;
}

export async function packPlugin(): Promise<PackedPlugin> {
  const home = await mkdtemp(join(tmpdir(), 'rice-plugin-'));
  const built = join(home, 'built');
  await run(process.execPath, ['scripts/build-plugin.mjs', '--out', built], { cwd: root });
  await run('npm', ['pack', '--silent', '--pack-destination', home, built], { cwd: home });
  const name = (await readdir(home)).find((each) => each.endsWith('.tgz'));
  if (name === undefined) throw new Error('[plugin] npm pack gave no tarball');
  const tarball = join(home, name);
  const folder = join(home, 'node_modules/rice-novnc');
  await mkdir(folder, { recursive: true });
  await mkdir(join(home, 'node_modules/@novnc'));
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
  await symlink(join(root, 'node_modules/@novnc/novnc'), join(home, 'node_modules/@novnc/novnc'));
  return { home, folder, tarball, remove: () => rm(home, { recursive: true, force: true }) };
}
