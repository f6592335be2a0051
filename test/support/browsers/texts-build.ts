import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserName, testBuild } from './launch.ts';

/** A file of _locales. */
export type LocaleTexts = Readonly<Record<string, { readonly message: string }>>;

export interface TextsBuild {
  readonly path: string;
  /** Its own pages, by their file names. */
  readonly pages: readonly string[];
  remove(): Promise<void>;
}

/** A copy of the test build that has these texts, whatever the browser's language is. */
export async function textsBuild(name: BrowserName, texts: LocaleTexts): Promise<TextsBuild> {
  const path = await mkdtemp(join(tmpdir(), `rice-texts-${name}-`));
  await cp(testBuild(name), path, { recursive: true });
  for (const locale of await readdir(join(path, '_locales'))) {
    await writeFile(join(path, '_locales', locale, 'messages.json'), JSON.stringify(texts));
  }
  const pages = (await readdir(path)).filter((each) => each.endsWith('.html') && each !== 'offscreen.html');
  return { path, pages: pages.sort(), remove: () => rm(path, { recursive: true, force: true }) };
}

export async function textsOf(locale: string): Promise<LocaleTexts> {
  return JSON.parse(await readFile(join('_locales', locale, 'messages.json'), 'utf8')) as LocaleTexts;
}

/**
 * English for somebody who reads from the right. The words stay, so that the tests' own helpers find their way; where
 * they stand is what is looked at.
 */
export async function rightToLeftTexts(): Promise<LocaleTexts> {
  return { ...(await textsOf('en')), uiDirection: { message: 'rtl' } };
}
