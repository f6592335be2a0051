import { MAX_PROBLEMS, type Problem, type Result, run } from '../decode/decode.ts';
import { traceCallDecoder, traceHeaderDecoder } from './trace-decoder.ts';
import type { TraceCall, TraceHeader } from './trace-line.ts';

/** Characters of a trace's file; what our own limit lets through is shorter. */
export const MAX_FILE_CHARS = 100_000_000;

/** A problem with the number of its line, counted from 1. */
export interface TraceProblem extends Problem {
  readonly line: number;
}

export type TraceFile =
  | { readonly ok: true; readonly header: TraceHeader; readonly calls: readonly TraceCall[] }
  | { readonly ok: false; readonly problems: readonly TraceProblem[] };

/**
 * Reads a trace's file: a header, then one call a line, the beginning first. All problems are told, as far as
 * MAX_PROBLEMS goes.
 */
export function parseTrace(text: string): TraceFile {
  if (text.length > MAX_FILE_CHARS) {
    const expected = { from: 0, to: MAX_FILE_CHARS, of: 'characters' } as const;
    return { ok: false, problems: [{ line: 1, path: '', code: 'size', expected }] };
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const problems: TraceProblem[] = [];
  const header = read(lines[0] ?? '', 1, (json) => run(traceHeaderDecoder, json), problems);
  const calls: TraceCall[] = [];
  for (let index = 1; index < lines.length && problems.length < MAX_PROBLEMS; index += 1) {
    const line = lines[index] ?? '';
    // The last line may end with a newline, or be missing because the page went.
    if (line === '' && index === lines.length - 1) break;
    const call = read(line, index + 1, (json) => run(traceCallDecoder, json), problems);
    if (call === undefined) continue;
    const isBegin = call.type === 'begin';
    if (isBegin !== (calls.length === 0) && call.type !== 'gap') {
      problems.push({ line: index + 1, ...orderProblem(isBegin) });
    }
    calls.push(call);
  }
  if (calls.length === 0 && problems.length === 0) problems.push({ line: 2, ...orderProblem(false) });
  return header === undefined || problems.length > 0 ? { ok: false, problems } : { ok: true, header, calls };
}

function read<T>(
  line: string,
  number: number,
  decode: (json: unknown) => Result<T>,
  problems: TraceProblem[],
): T | undefined {
  const result = decoded(line, decode);
  if (result.ok) return result.value;
  for (const problem of result.problems) {
    if (problems.length < MAX_PROBLEMS) problems.push({ line: number, ...problem });
  }
  return undefined;
}

function decoded<T>(line: string, decode: (json: unknown) => Result<T>): Result<T> {
  try {
    return decode(JSON.parse(line));
  } catch {
    return { ok: false, problems: [{ path: '', code: 'json', expected: ['a line of JSON'] }] };
  }
}

function orderProblem(isBegin: boolean): Problem {
  return {
    path: '[0]',
    code: 'choice',
    expected: [isBegin ? 'one beginning, at the second line' : 'the line of the beginning ("begin") first'],
  };
}
