import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FEATURES, NO_MANAGED_POLICY } from '../../src/model/policy/managed-policy.ts';
import { readManagedPolicy } from '../../src/model/policy/managed-policy-decoder.ts';

const page = readFileSync('docs/roll-out.md', 'utf8');
const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(
  ([, text = '']) => JSON.parse(text) as unknown,
);

/** The managed part of a browser's policies; of ours alone, the whole. */
function managedPart(example: unknown): unknown {
  const found = /"3rdparty":\{"extensions":\{"[^"]+":(.*)\}\}/i.exec(JSON.stringify(example))?.[1];
  if (found === undefined) return example;
  // What is left behind it closes the policies around it.
  for (let end = found.length; end > 0; end -= 1) {
    try {
      return JSON.parse(found.slice(0, end));
    } catch {
      // One brace less.
    }
  }
  return undefined;
}

describe('the page about rolling out', () => {
  test('has policies that can be pasted: each is read without a problem', () => {
    expect(examples).toHaveLength(3);
    for (const example of examples) {
      const { isManaged, problems } = readManagedPolicy(managedPart(example));
      expect(problems).toEqual([]);
      expect(isManaged).toBe(true);
    }
  });

  test('shows everything that can be set', () => {
    const [whole = {}] = examples as readonly object[];
    expect(Object.keys(whole).sort()).toEqual(Object.keys(NO_MANAGED_POLICY).sort());
    for (const name of Object.keys(NO_MANAGED_POLICY))
      expect(page).toMatch(new RegExp(`^\\| \`${name}\\b`, 'm'));
    for (const feature of FEATURES) expect(page).toMatch(new RegExp(`^\\| \`${feature}\``, 'm'));
  });
});
