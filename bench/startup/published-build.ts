import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserName, testBuild } from '../../test/support/browsers/launch.ts';

export interface PublishedBuild {
  readonly path: string;
  remove(): Promise<void>;
}

/** The test build without the hosts that it may run on unasked: the manifest of the extension as it is published. */
export async function publishedBuild(name: BrowserName): Promise<PublishedBuild> {
  const path = await mkdtemp(join(tmpdir(), `rice-${name}-`));
  await cp(testBuild(name), path, { recursive: true });
  const file = join(path, 'manifest.json');
  const manifest: unknown = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...Object(manifest), host_permissions: undefined }));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
