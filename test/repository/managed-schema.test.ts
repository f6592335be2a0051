import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FEATURES, NO_MANAGED_POLICY } from '../../src/model/policy/managed-policy.ts';
import { readManagedPolicy } from '../../src/model/policy/managed-policy-decoder.ts';

interface Schema {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly description?: string;
}

const schema = JSON.parse(readFileSync('managed-schema.json', 'utf8')) as Schema;
const profile = JSON.parse(readFileSync('profiles/demo-instrument.json', 'utf8')) as Record<string, unknown>;

/** Everything a facility can set. */
const WHOLE = {
  portals: { 'lab.example.org': 'guard' },
  profiles: [{ ...profile, thresholds: { maxInputAgeMs: 800, normalCredit: 2, hazardousCredit: 1 } }],
  policy: {
    maxInputAgeMs: 800,
    override: 'forbid',
    whenUnverified: 'block',
    whenUnguarded: 'close',
    quality: { lowest: 4, highest: 9 },
  },
  relays: ['https://relay.example.org'],
  disabled: [...FEATURES],
  skipWelcome: true,
};

const KEYS = ['type', 'properties', 'additionalProperties', 'items', 'title', 'description'];
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'];

function check(node: Schema, place: string): void {
  expect(TYPES, place).toContain(node.type);
  // Bounds and choices are the decoder's: what breaks one here would be dropped whole, and with it what is strict.
  for (const key of Object.keys(node)) expect(KEYS, place).toContain(key);
  expect(node.items !== undefined, place).toBe(node.type === 'array');
  for (const [name, each] of Object.entries(node.properties ?? {})) check(each, `${place}.${name}`);
  if (node.additionalProperties !== undefined) check(node.additionalProperties, `${place}.*`);
  if (node.items !== undefined) check(node.items, `${place}[]`);
}

/** What Chromium would leave of a value: unknown names go, a wrong type is told. */
function through(node: Schema, value: unknown, place: string): unknown {
  if (node.type === 'array' && Array.isArray(value)) {
    return value.map((each) => through(node.items!, each, `${place}[]`));
  }
  if (node.type === 'object' && typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).flatMap(([name, each]: [string, unknown]) => {
      const inner = node.properties?.[name] ?? node.additionalProperties;
      return inner === undefined ? [] : [[name, through(inner, each, `${place}.${name}`)]];
    });
    return Object.fromEntries(entries) as unknown;
  }
  const types = node.type === 'integer' ? ['number'] : [node.type];
  expect(types, place).toContain(typeof value);
  return value;
}

describe('the schema of what a facility can set', () => {
  test('is one that Chromium loads: an object without further names, one type each', () => {
    expect(schema.type).toBe('object');
    expect(schema).not.toHaveProperty('additionalProperties');
    check(schema, '');
  });

  test('lets through all that the decoder reads', () => {
    const { managed, problems } = readManagedPolicy(WHOLE);
    expect(problems).toEqual([]);
    expect(through(schema, WHOLE, '')).toEqual(WHOLE);
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(NO_MANAGED_POLICY));
    expect(managed.profiles).toHaveLength(1);
  });

  test('names every feature that can be switched off', () => {
    expect(schema.properties?.['disabled']?.description).toBe(FEATURES.join(', '));
  });
});
