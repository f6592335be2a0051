import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manifestFor } from '../../scripts/manifest.mjs';
import { pngSize } from '../support/png-size.ts';

const files = readdirSync('docs/store');
const languages = readdirSync('_locales');
const read = (language: string) => readFileSync(`docs/store/${language}.md`, 'utf8');
const linesLike = (page: string, pattern: RegExp) => page.match(pattern) ?? [];

/** The text below a heading. */
function part(page: string, heading: string): string {
  return new RegExp(`^## ${heading}\\n\\n(.*?)(?=\\n## |$(?![\\s\\S]))`, 'ms').exec(page)?.[1]?.trim() ?? '';
}

test('the store has a text in every language of the extension, and in no other', () => {
  const pages = files.filter((file) => file.endsWith('.md') && file !== 'README.md');
  expect(pages.sort()).toEqual(languages.map((language) => `${language}.md`).sort());
});

describe.each(languages)('the store’s text in %s', (language) => {
  const page = read(language);
  const english = part(read('en'), 'Description');
  const own = part(page, 'Description');
  const messages = JSON.parse(readFileSync(`_locales/${language}/messages.json`, 'utf8')) as Readonly<
    Record<string, { readonly message: string }>
  >;
  const text = (key: string) => messages[key]?.message ?? `no text for ${key}`;

  test('keeps to what both stores have room for', () => {
    // Chrome Web Store: summary 132; Mozilla: name 50.
    const name = /^# (.*)$/m.exec(page)?.[1] ?? '';
    expect(name.length).toBeLessThanOrEqual(50);
    expect(part(page, 'Summary').length).toBeGreaterThan(0);
    expect(part(page, 'Summary').length).toBeLessThanOrEqual(132);
  });

  test('says as much as English does', () => {
    // What only English has stands behind the description.
    const headings = linesLike(page, /^## .*$/gm);
    expect(headings.slice(0, 2)).toEqual(['## Summary', '## Description']);
    expect(language === 'en' ? 2 : headings.length).toBe(2);
    expect(linesLike(own, /^- /gm)).toHaveLength(linesLike(english, /^- /gm).length);
    expect(own.split('\n\n')).toHaveLength(english.split('\n\n').length);
  });

  test('calls things what the extension calls them', () => {
    expect(page).toContain(`# ${text('extName')}\n`);
    expect(own.toLowerCase()).toContain(text('popupRoom').toLowerCase());
    // The promise that RICE does not make is the same in every place.
    const [disclaimer = ''] = /^.*?[.。]/.exec(text('uiPanelDisclaimer')) ?? [];
    expect(disclaimer).not.toBe('');
    expect(own.replaceAll('\n', ' ')).toContain(disclaimer);
  });
});

test('the store is given a reason for every permission, and for none that is not asked for', () => {
  const rows = readFileSync('docs/store/en.md', 'utf8').matchAll(/^\| (\w+)(?: \(optional\))? \|/gm);
  const { permissions, optional_permissions } = manifestFor('chromium') as unknown as {
    permissions: readonly string[];
    optional_permissions: readonly string[];
  };
  const named = [...rows].map(([, name]) => name).filter((name) => name !== 'permission' && name !== 'hosts');
  expect(named.sort()).toEqual([...permissions, ...optional_permissions].sort());
});

test('the store’s pictures have its size', () => {
  for (const file of files.filter((each) => each.endsWith('.png'))) {
    expect(pngSize(`docs/store/${file}`), file).toEqual({ widthPx: 1280, heightPx: 800 });
  }
});
