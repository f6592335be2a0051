import { MAX_PROBLEMS, type Problem, report } from './decode.ts';
import type { Expected } from './expected.ts';

/** Lists and objects within each other; a profile needs three. */
const MAX_DEPTH = 32;

const SPACE = /[ \t\n\r]*/y;
/** RFC 8259 sections 6 and 7. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: just they must be escaped in JSON
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

/**
 * What JSON.parse keeps to itself: where a text stops being JSON, the same in every browser, and names that stand
 * twice in one object, of which it would silently take the last.
 * @returns no problem: JSON.parse takes the text as it is meant
 */
export function scanJson(text: string): readonly Problem[] {
  const scan = new Scan(text);
  scan.whole();
  return scan.problems;
}

class Scan {
  readonly problems: Problem[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): void {
    if (!this.#value('', 0)) return;
    this.#take(SPACE);
    if (this.#at < this.#text.length) this.#fail('the end');
  }

  /** false: the rest cannot be read. */
  #value(path: string, depth: number): boolean {
    this.#take(SPACE);
    const first = this.#text[this.#at];
    if (depth > MAX_DEPTH) return this.#fail({ from: 0, to: MAX_DEPTH, of: 'levels' });
    if (first === '{') return this.#members(path, depth);
    if (first === '[') return this.#elements(path, depth);
    const taken = this.#take(STRING) ?? this.#take(NUMBER) ?? this.#take(WORD);
    return taken !== null || this.#fail('a value');
  }

  #members(path: string, depth: number): boolean {
    const names = new Set<string>();
    return this.#items('}', () => {
      const startedAt = this.#at;
      const quoted = this.#take(STRING);
      if (quoted === null) return this.#fail('a name in double quotes');
      const name = String(JSON.parse(quoted));
      const place = path === '' ? name : `${path}.${name}`;
      if (names.has(name)) report(this.problems, this.#place(startedAt), 'twice', [place]);
      names.add(name);
      this.#take(SPACE);
      if (this.#text[this.#at] !== ':') return this.#fail([':']);
      this.#at += 1;
      return this.#value(place, depth + 1);
    });
  }

  #elements(path: string, depth: number): boolean {
    let index = 0;
    return this.#items(']', () => this.#value(`${path}[${index++}]`, depth + 1));
  }

  /** What stands between a bracket and its end, parted by commas. */
  #items(end: string, item: () => boolean): boolean {
    this.#at += 1;
    this.#take(SPACE);
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return true;
    }
    for (;;) {
      this.#take(SPACE);
      if (!item()) return false;
      this.#take(SPACE);
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) return this.#fail([`, ${end}`]);
      this.#at += 1;
      if (next === end) return true;
    }
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const [taken] = pattern.exec(this.#text) ?? [];
    if (taken === undefined) return null;
    this.#at += taken.length;
    return taken;
  }

  #fail(expected: Expected): false {
    // Names that stand twice must not push the end of the text off the list.
    if (this.problems.length >= MAX_PROBLEMS) this.problems.pop();
    report(this.problems, this.#place(this.#at), 'json', expected);
    return false;
  }

  /** Line and column, counted from 1, columns in UTF-16 units as most editors do. */
  #place(offset: number): string {
    const before = this.#text.slice(0, offset).split(/\r\n?|\n/);
    return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  }
}
