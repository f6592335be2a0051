import { anything, assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boolean,
  choice,
  keyOf,
  list,
  MAX_PROBLEMS,
  nullable,
  number,
  object,
  optional,
  record,
  run,
  string,
  tagged,
  version,
} from '../../../src/model/decode/decode.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

type Shape =
  | { readonly type: 'circle'; readonly radiusMm: number }
  | { readonly type: 'label'; readonly text: string | null };

const shape = tagged<Shape>({
  circle: object<Extract<Shape, { type: 'circle' }>>({ type: choice('circle'), radiusMm: number(0, 10) }),
  label: object<Extract<Shape, { type: 'label' }>>({ type: choice('label'), text: nullable(string(5)) }),
});
const everything = object<{
  readonly version: 1;
  readonly shapes: readonly Shape[];
  readonly byName: Readonly<Record<string, boolean>>;
  readonly colour: 'red' | 'blue';
}>({
  version: version(1),
  shapes: list(shape, 3),
  byName: record((name) => /^[a-z_]+$/.test(name), 'text', boolean, 3),
  colour: optional(keyOf<'red' | 'blue'>({ red: true, blue: true }), 'blue'),
});
const valid = { version: 1, shapes: [{ type: 'circle', radiusMm: 1 }], byName: { on: true } };

describe('a decoder', () => {
  test('gives the value, with defaults for what may be absent', () => {
    expect(run(everything, valid)).toEqual({ ok: true, value: { ...valid, colour: 'blue' } });
  });

  test('collects all problems with their places', () => {
    const input = {
      version: 2,
      shapes: [{ type: 'circle', radiusMm: 11 }, { type: 'square' }],
      byName: { A: 1 },
      x: 0,
    };
    const result = run(everything, input);
    expect(result.ok ? [] : result.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'x unknown-key',
      'version version',
      'shapes[0].radiusMm range',
      'shapes[1].type choice',
      'byName.A type',
    ]);
  });

  test('stops collecting at the limit', () => {
    const result = run(
      object<object>({}),
      Object.fromEntries(Array.from({ length: 200 }, (_, key) => [`k${key}`, 0])),
    );
    expect(result.ok ? 0 : result.problems.length).toBe(MAX_PROBLEMS);
  });

  test('never throws, whatever comes', () => {
    assert(
      property(anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }), (input) => {
        const result = run(everything, input);
        return result.ok || result.problems.length > 0;
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  test('takes a type that names an inherited property for an unknown one', () => {
    expect(run(shape, { type: 'toString' }).ok).toBe(false);
    expect(run(shape, { type: '__proto__' }).ok).toBe(false);
  });
});

describe('a record', () => {
  test('keeps a name like __proto__ as a name of its own', () => {
    const input: unknown = JSON.parse('{"__proto__": true}');
    const result = run(
      record(() => true, 'text', boolean, 3),
      input,
    );
    const value = result.ok ? result.value : {};
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
  });

  test('refuses more entries than its limit, unread', () => {
    const input = { a: 'wrong', b: 'wrong', c: 'wrong', d: 'wrong' };
    const result = run(everything, { ...valid, byName: input });
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'byName', code: 'size' }] });
  });
});
