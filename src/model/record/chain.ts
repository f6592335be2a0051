import { type Decoder, type Problem, run } from '../decode/decode.ts';
import {
  type EndLine,
  type EntryLine,
  endDecoder,
  entryLineDecoder,
  type Hash,
  type HeaderLine,
  headerDecoder,
  uncheckedEnd,
  ZERO_HASH,
} from './record-line.ts';

/** What shows that a record was changed, or is not whole. Lines count from 1. */
export type ChainProblem =
  /** Not a line of this format, or a field that this format does not have. */
  | { readonly type: 'unreadable'; readonly line: number; readonly problems: readonly Problem[] }
  /** Lines are missing, doubled or out of order. */
  | { readonly type: 'sequence'; readonly line: number; readonly expected: number; readonly found: number }
  /** The line before this one is not the one that was written. */
  | { readonly type: 'broken'; readonly line: number; readonly seq: number }
  /** The end does not fit what it ends. */
  | { readonly type: 'bad-end'; readonly line: number }
  | { readonly type: 'after-end'; readonly line: number }
  /** The end is missing: cut off, or copied while it was being written. */
  | { readonly type: 'no-end' }
  | { readonly type: 'other-head'; readonly expected: string };

/** Nothing wrong with the record, and worth knowing. */
export type ChainNote =
  /** The user's clock and the monotonic one went apart between two entries. */
  | { readonly type: 'clock'; readonly line: number; readonly seq: number; readonly jumpMs: number }
  | { readonly type: 'lost'; readonly line: number; readonly seq: number; readonly lost: number }
  /** The session went on when this was exported, or its end was never seen. */
  | { readonly type: 'open' };

/** How far a record was read, and what was found. Lines are given one by one to {@link withLine}. */
export interface Chain {
  readonly lines: number;
  /** `seq` of the next line. */
  readonly seq: number;
  /** SHA-256 of the last line read, and what the next one must hold. */
  readonly prev: string;
  readonly header: HeaderLine | null;
  readonly last: EntryLine | null;
  readonly entries: number;
  readonly end: EndLine | null;
  readonly problems: readonly ChainProblem[];
  readonly notes: readonly ChainNote[];
}

/** Problems and notes kept of each; more would only hide the first ones. */
export const MAX_FINDINGS = 100;
/** Wall against monotonic between two entries. A smaller step is a clock being kept right. */
export const CLOCK_JUMP_MS = 1000;

export const EMPTY_CHAIN: Chain = {
  lines: 0,
  seq: 0,
  prev: ZERO_HASH,
  header: null,
  last: null,
  entries: 0,
  end: null,
  problems: [],
  notes: [],
};

/**
 * Takes the next line. What is found wrong is found at this line at the latest one line later, and the lines
 * after it are judged by themselves: one changed line is one problem.
 * @param text the line as it stands, without its newline
 */
export async function withLine(chain: Chain, text: string, hash: Hash): Promise<Chain> {
  const line = chain.lines + 1;
  const next = { ...chain, lines: line, seq: chain.seq + 1, prev: await hash(text) };
  if (chain.end !== null) return withProblem(next, { type: 'after-end', line });
  const read = readLine(text, chain.lines === 0);
  if ('problems' in read) return withProblem(next, { type: 'unreadable', line, problems: read.problems });
  const { seq } = read.value;
  const linked = { ...next, seq: seq + 1 };
  const problem = linkProblem(chain, read.value, line);
  const judged = problem === null ? linked : withProblem(linked, problem);
  switch (read.type) {
    case 'header':
      return { ...judged, header: read.value };
    case 'entry':
      return withNotes({ ...judged, last: read.value, entries: chain.entries + 1 }, chain, read.value);
    case 'end': {
      const ended = { ...judged, end: read.value };
      const { count, head, check } = read.value;
      const fits =
        count === chain.entries && head === chain.prev && check === (await hash(uncheckedEnd(text)));
      const noted = read.value.session === 'open' ? withNote(ended, { type: 'open' }) : ended;
      return fits || problem !== null ? noted : withProblem(noted, { type: 'bad-end', line });
    }
    default:
      return read satisfies never;
  }
}

/**
 * The verdict when there are no more lines.
 * @param head what the last entry's hash is known to be from elsewhere; undefined if nothing is known
 */
export function concluded(chain: Chain, head?: string): Chain {
  const ended = chain.end === null ? withProblem(chain, { type: 'no-end' }) : chain;
  const found = chain.end?.head ?? chain.prev;
  return head === undefined || head === found
    ? ended
    : withProblem(ended, { type: 'other-head', expected: head });
}

export function isIntact(chain: Chain): boolean {
  return chain.problems.length === 0;
}

type Read =
  | { readonly type: 'header'; readonly value: HeaderLine }
  | { readonly type: 'entry'; readonly value: EntryLine }
  | { readonly type: 'end'; readonly value: EndLine }
  | { readonly problems: readonly Problem[] };

function readLine(text: string, isFirst: boolean): Read {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return { problems: [{ path: '', code: 'syntax', expected: ['JSON'] }] };
  }
  if (isFirst) return decoded('header', headerDecoder, input);
  const isEnd = typeof input === 'object' && input !== null && Reflect.get(input, 'type') === 'end';
  return isEnd ? decoded('end', endDecoder, input) : decoded('entry', entryLineDecoder, input);
}

function decoded<T, const K extends string>(type: K, decoder: Decoder<T>, input: unknown) {
  const result = run(decoder, input);
  return result.ok ? { type, value: result.value } : { problems: result.problems };
}

function linkProblem(
  chain: Chain,
  { seq, prev }: { readonly seq: number; readonly prev: string },
  line: number,
): ChainProblem | null {
  if (seq !== chain.seq) return { type: 'sequence', line, expected: chain.seq, found: seq };
  return prev === chain.prev ? null : { type: 'broken', line, seq: Math.max(0, seq - 1) };
}

function withNotes(chain: Chain, before: Chain, { seq, atMs, wallMs, event }: EntryLine): Chain {
  const { lines: line } = chain;
  const noted = event.type === 'gap' ? withNote(chain, { type: 'lost', line, seq, lost: event.lost }) : chain;
  if (before.last === null) return noted;
  const jumpMs = wallMs - before.last.wallMs - (atMs - before.last.atMs);
  return Math.abs(jumpMs) > CLOCK_JUMP_MS ? withNote(noted, { type: 'clock', line, seq, jumpMs }) : noted;
}

function withProblem(chain: Chain, problem: ChainProblem): Chain {
  return chain.problems.length >= MAX_FINDINGS ? chain : { ...chain, problems: [...chain.problems, problem] };
}

function withNote(chain: Chain, note: ChainNote): Chain {
  return chain.notes.length >= MAX_FINDINGS ? chain : { ...chain, notes: [...chain.notes, note] };
}
