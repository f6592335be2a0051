import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manifestFor } from '../../scripts/manifest.mjs';
import { pngSize } from '../support/png-size.ts';

const files = readdirSync('docs/store');
const languages = files.filter((file) => /^[a-z]{2}\.md$/.test(file));

/** The text below a heading. */
function part(page: string, heading: string): string {
  return new RegExp(`^## ${heading}\\n\\n(.*?)(?=\\n## |$(?![\\s\\S]))`, 'ms').exec(page)?.[1]?.trim() ?? '';
}

describe.each(languages)('the store’s text in %s', (file) => {
  const page = readFileSync(`docs/store/${file}`, 'utf8');

  test('keeps to what both stores have room for', () => {
    // Chrome Web Store: summary 132; Mozilla: name 50.
    const name = /^# (.*)$/m.exec(page)?.[1] ?? '';
    expect(name.length).toBeGreaterThan(0);
    expect(name.length).toBeLessThanOrEqual(50);
    expect(part(page, 'Summary').length).toBeGreaterThan(0);
    expect(part(page, 'Summary').length).toBeLessThanOrEqual(132);
    expect(part(page, 'Description').length).toBeGreaterThan(400);
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
