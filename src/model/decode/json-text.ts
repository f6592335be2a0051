import type { Result } from './decode.ts';
import { scanJson } from './json-scan.ts';

/** Reads the text of a file: JSON, perhaps with a byte order mark. What is wrong with it is told with its line. */
export function parseJsonText(text: string, maxCharacters: number): Result<unknown> {
  if (text.length > maxCharacters) {
    const expected = { from: 0, to: maxCharacters, of: 'characters' } as const;
    return { ok: false, problems: [{ path: '', code: 'size', expected }] };
  }
  const json = text.replace(/^\ufeff/, '');
  const problems = scanJson(json);
  if (problems.length > 0) return { ok: false, problems };
  // Own properties only: a name such as __proto__ is a name like any other, and none that our files have.
  const value: unknown = JSON.parse(json);
  return { ok: true, value };
}
