import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Problem, run } from '../../src/model/decode/decode.ts';
import { keyOf } from './plan.ts';
import type { RunResult } from './result.ts';
import { resultDecoder } from './result-decoder.ts';

/** A line that is no result: kept as it is, beside what is wrong with it. */
export interface BadLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly problems: readonly Problem[];
}

export interface ResultsText {
  readonly results: readonly RunResult[];
  readonly bad: readonly BadLine[];
}

/** Reads JSON Lines. A line that cannot be read costs no other one; the same run twice counts once, the later one. */
export function parseResults(text: string): ResultsText {
  const results = new Map<string, RunResult>();
  const bad: BadLine[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const decoded = decodeLine(line);
    if (decoded.ok) results.set(keyOf(decoded.value), decoded.value);
    else bad.push({ line: index + 1, text: line, problems: decoded.problems });
  });
  return { results: [...results.values()], bad };
}

/** All results of a file and of its compressed part, `FILE.gz`; neither needs to be there. */
export function readResults(path: string): ResultsText {
  const packed = existsSync(`${path}.gz`) ? gunzipSync(readFileSync(`${path}.gz`)).toString('utf8') : '';
  const [older, newer] = [packed, existsSync(path) ? readFileSync(path, 'utf8') : ''].map(parseResults);
  const results = new Map<string, RunResult>();
  for (const part of [older, newer]) for (const each of part?.results ?? []) results.set(keyOf(each), each);
  return { results: [...results.values()], bad: [...(older?.bad ?? []), ...(newer?.bad ?? [])] };
}

/** Adds a result. A line that was cut off before, when the machine stopped, stays a line of its own. */
export function appendResult(path: string, result: RunResult): void {
  mkdirSync(dirname(path), { recursive: true });
  const isCut = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8').slice(-1));
  appendFileSync(path, `${isCut ? '\n' : ''}${JSON.stringify(result)}\n`);
}

function decodeLine(line: string): ReturnType<typeof run<RunResult>> {
  try {
    return run(resultDecoder, JSON.parse(line));
  } catch {
    return { ok: false, problems: [{ path: '', code: 'json', expected: ['a line of JSON'] }] };
  }
}
