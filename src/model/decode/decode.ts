/**
 * Decoders for everything that comes from outside: `unknown` in, a value or all problems out. Nothing throws and
 * nothing is lost: the caller keeps the input beside the problems.
 */
import type { Expected } from './expected.ts';

/** One thing that is wrong with an input. */
export interface Problem {
  /** Where, as a path such as `sites[2].mode`; empty for the input itself. */
  readonly path: string;
  /** Stable code, the key of the user's text. */
  readonly code:
    | 'type'
    | 'missing'
    | 'unknown-key'
    | 'range'
    | 'choice'
    | 'version'
    | 'size'
    | 'syntax'
    | ProfileProblem
    | FileProblem;
  /** What would have been right. */
  readonly expected: Expected;
}

/**
 * Rules of an instrument profile.
 * - empty, characters: a name that nobody could read
 * - origin, host, key: no web origin, no host of a socket, no key
 * - duplicate: a key that is marked already; `expected` is the place of the first mark
 * - stop-confirm: a stop that would ask first
 */
type ProfileProblem = 'empty' | 'characters' | 'origin' | 'host' | 'key' | 'duplicate' | 'stop-confirm';

/**
 * A file that is no JSON, or holds a name twice; `path` is then the line and column, such as `3:14`, `expected` for
 * `twice` the path of the name.
 */
type FileProblem = 'json' | 'twice';

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A decoder appends its problems and returns undefined when the value is unusable. */
export type Decoder<T> = (input: unknown, path: string, problems: Problem[]) => T | undefined;

/** At most this many problems are collected; more would only hide the first ones. */
export const MAX_PROBLEMS = 50;

/**
 * Runs a decoder over an input.
 * @example run(number(0, 10), 42) // { ok: false, problems: [{ path: '', code: 'range', expected: { from: 0, to: 10 } }] }
 */
export function run<T>(decoder: Decoder<T>, input: unknown): Result<T> {
  const problems: Problem[] = [];
  const value = decoder(input, '', problems);
  return value === undefined || problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

export function report(
  problems: Problem[],
  path: string,
  code: Problem['code'],
  expected: Expected,
): undefined {
  if (problems.length < MAX_PROBLEMS) problems.push({ path, code, expected });
  return undefined;
}

/** A finite number within [min, max]. */
/* @__NO_SIDE_EFFECTS__ */
export function number(min: number, max: number): Decoder<number> {
  return (input, path, problems) => {
    if (typeof input !== 'number' || !Number.isFinite(input))
      return report(problems, path, 'type', 'a number');
    if (input < min || input > max) return report(problems, path, 'range', { from: min, to: max });
    return input;
  };
}

/** A string of at most `maxLength` UTF-16 units. */
/* @__NO_SIDE_EFFECTS__ */
export function string(maxLength: number): Decoder<string> {
  return (input, path, problems) => {
    if (typeof input !== 'string') return report(problems, path, 'type', 'text');
    if (input.length > maxLength)
      return report(problems, path, 'size', { from: 0, to: maxLength, of: 'characters' });
    return input;
  };
}

export const boolean: Decoder<boolean> = (input, path, problems) =>
  typeof input === 'boolean' ? input : report(problems, path, 'type', 'true or false');

/** One of the given strings. */
/* @__NO_SIDE_EFFECTS__ */
export function choice<const T extends string>(...choices: readonly T[]): Decoder<T> {
  return (input, path, problems) =>
    choices.find((each) => each === input) ?? report(problems, path, 'choice', choices);
}

/** One of a table's keys. The table's type makes the compiler complain when a new name is not in it. */
/* @__NO_SIDE_EFFECTS__ */
export function keyOf<T extends string>(table: Readonly<Record<T, true>>): Decoder<T> {
  const names = Object.keys(table);
  // Object.keys forgets the key type that the table's own type has just guaranteed.
  return choice(...(names as T[]));
}

/** A discriminated union on `type`: one decoder per value of it. */
/* @__NO_SIDE_EFFECTS__ */
export function tagged<T extends { readonly type: string }>(
  variants: {
    readonly [K in T['type']]: Decoder<Extract<T, { readonly type: K }>>;
  },
): Decoder<T> {
  const decoders: Readonly<Record<string, Decoder<T>>> = variants;
  const names = Object.keys(variants);
  return (input, path, problems) => {
    if (typeof input !== 'object' || input === null) return report(problems, path, 'type', 'an object');
    const type: unknown = Reflect.get(input, 'type');
    const decoder = typeof type === 'string' && Object.hasOwn(decoders, type) ? decoders[type] : undefined;
    return decoder === undefined
      ? report(problems, joined(path, 'type'), 'choice', names)
      : decoder(input, path, problems);
  };
}

/** The version of a stored shape; anything else was written by another release. */
/* @__NO_SIDE_EFFECTS__ */
export function version<const T extends number>(supported: T): Decoder<T> {
  return (input, path, problems) =>
    input === supported ? supported : report(problems, path, 'version', [String(supported)]);
}

/** null, or what the inner decoder accepts. */
/* @__NO_SIDE_EFFECTS__ */
export function nullable<T>(inner: Decoder<T>): Decoder<T | null> {
  return (input, path, problems) => (input === null ? null : inner(input, path, problems));
}

/** A list of at most `maxLength` elements. */
/* @__NO_SIDE_EFFECTS__ */
export function list<T>(inner: Decoder<T>, maxLength: number): Decoder<readonly T[]> {
  return (input, path, problems) => {
    if (!Array.isArray(input)) return report(problems, path, 'type', 'a list');
    if (input.length > maxLength)
      return report(problems, path, 'size', { from: 0, to: maxLength, of: 'entries' });
    const values: T[] = [];
    input.forEach((element: unknown, index) => {
      const value = inner(element, `${path}[${index}]`, problems);
      if (value !== undefined) values.push(value);
    });
    return values;
  };
}

/** A decoder per field. A field decoded by `optional` may be absent; unknown keys are a problem. */
/* @__NO_SIDE_EFFECTS__ */
export function object<T extends object>(fields: { readonly [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> {
  const names = Object.keys(fields);
  return (input, path, problems) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      return report(problems, path, 'type', 'an object');
    }
    const value: Record<string, unknown> = {};
    for (const key of Object.keys(input)) {
      if (!names.includes(key)) report(problems, joined(path, key), 'unknown-key', names);
    }
    const decoders: Readonly<Record<string, Decoder<unknown>>> = fields;
    for (const name of names) {
      const decoder = decoders[name];
      if (decoder === undefined) continue;
      const present = Object.hasOwn(input, name);
      if (!present && !optionals.has(decoder)) {
        report(problems, joined(path, name), 'missing', 'a value');
        continue;
      }
      const raw: unknown = present ? Reflect.get(input, name) : undefined;
      value[name] = decoder(raw, joined(path, name), problems);
    }
    // The fields were checked one by one just above; this is the one place where that becomes the type.
    return value as T;
  };
}

/** Values by free names, at most `maxEntries` of them; each name passes `isName`. */
/* @__NO_SIDE_EFFECTS__ */
export function record<T>(
  isName: (name: string) => boolean,
  expectedName: Expected,
  inner: Decoder<T>,
  maxEntries: number,
): Decoder<Readonly<Record<string, T>>> {
  return (input, path, problems) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      return report(problems, path, 'type', 'an object');
    }
    const entries: readonly (readonly [string, unknown])[] = Object.entries(input);
    if (entries.length > maxEntries)
      return report(problems, path, 'size', { from: 0, to: maxEntries, of: 'entries' });
    const values: [string, T][] = [];
    for (const [name, element] of entries) {
      if (!isName(name)) {
        report(problems, joined(path, name), 'type', expectedName);
        continue;
      }
      const value = inner(element, joined(path, name), problems);
      if (value !== undefined) values.push([name, value]);
    }
    // fromEntries defines own properties, so a name such as __proto__ is a name like any other.
    return Object.fromEntries(values);
  };
}

const optionals = new WeakSet<object>();

/** The default when the field is absent. */
/* @__NO_SIDE_EFFECTS__ */
export function optional<T>(inner: Decoder<T>, fallback: T): Decoder<T> {
  const decoder: Decoder<T> = (input, path, problems) =>
    input === undefined ? fallback : inner(input, path, problems);
  optionals.add(decoder);
  return decoder;
}

function joined(path: string, key: string): string {
  const shown = key.length > 40 ? `${key.slice(0, 40)}…` : key;
  return path === '' ? shown : `${path}.${shown}`;
}
