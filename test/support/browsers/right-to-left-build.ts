import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserName, testBuild } from './launch.ts';

export interface RightToLeftBuild {
  readonly path: string;
  /** Its own pages, by their file names. */
  readonly pages: readonly string[];
  remove(): Promise<void>;
}

/**
 * A copy of the test build that takes its texts for ones that are read from the right. The words stay English, so
 * that the tests' own helpers find their way; where they stand is what is looked at.
 */
export async function rightToLeftBuild(name: BrowserName): Promise<RightToLeftBuild> {
  const path = await mkdtemp(join(tmpdir(), `rice-rtl-${name}-`));
  await cp(testBuild(name), path, { recursive: true });
  for (const locale of await readdir(join(path, '_locales'))) {
    const file = join(path, '_locales', locale, 'messages.json');
    const texts = JSON.parse(await readFile(file, 'utf8')) as Record<string, { message: string }>;
    await writeFile(file, JSON.stringify({ ...texts, uiDirection: { message: 'rtl' } }));
  }
  const pages = (await readdir(path)).filter((each) => each.endsWith('.html') && each !== 'offscreen.html');
  return { path, pages: pages.sort(), remove: () => rm(path, { recursive: true, force: true }) };
}
