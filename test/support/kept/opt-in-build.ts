import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOOK_PERMISSION } from '../browsers/look.ts';

export interface BuildVariant {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * A copy of the test build. In a browser's toolbar the popup learns the page's address by activeTab; a popup in a
 * tab does not, so the copy may see addresses; in Firefox it may also change the theme of all pages. `hosts: 'asked'` takes the granted hosts out: every site must be
 * asked for, as in the published extension.
 */
export async function copyTestBuild(
  name: 'chromium' | 'firefox',
  hosts: 'asked' | 'granted',
): Promise<BuildVariant> {
  const source = fileURLToPath(new URL(`../../../dist/${name}-test`, import.meta.url));
  const path = await mkdtemp(join(tmpdir(), `rice-${name}-`));
  await cp(source, path, { recursive: true });
  const file = join(path, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    permissions: string[];
    host_permissions?: string[];
  };
  manifest.permissions.push('tabs', ...(name === 'firefox' ? [LOOK_PERMISSION] : []));
  if (hosts === 'asked') delete manifest.host_permissions;
  await writeFile(file, JSON.stringify(manifest));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
