// npm run verify-record FILE...             checks records that were exported as JSON Lines (docs/record.md)
// npm run -s verify-record -- --json FILE   one JSON object per file
// npm run verify-record -- --head HASH FILE the last entry must have this hash, noted elsewhere at the time
// Exit code 0: all intact; 1: one is not; 2: one could not be read.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Chain,
  type ChainNote,
  type ChainProblem,
  concluded,
  EMPTY_CHAIN,
  isIntact,
  withLine,
} from '../src/model/record/chain.ts';

const USAGE = 'usage: npm run verify-record -- [--json] [--head HASH] FILE...';
/** Findings that are printed of each file. */
const MAX_SHOWN = 20;

const { values, positionals } = options();
let worst = 0;
for (const file of positionals) {
  try {
    const chain = await verified(await readFile(resolve(process.env['INIT_CWD'] ?? '.', file)));
    if (!isIntact(chain)) worst = Math.max(worst, 1);
    console.log(values.json ? JSON.stringify(asJson(file, chain)) : asText(file, chain));
  } catch (error) {
    worst = 2;
    const message = error instanceof Error ? error.message : String(error);
    if (values.json) console.log(JSON.stringify({ file, intact: false, error: message }));
    else console.error(`${file}: cannot be read: ${message}`);
  }
}
process.exitCode = worst;

function options() {
  try {
    const parsed = parseArgs({
      options: { json: { type: 'boolean', default: false }, head: { type: 'string' } },
      allowPositionals: true,
    });
    if (parsed.positionals.length === 0) throw new Error('no file');
    return parsed;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

/** The bytes are what counts: they are split at newlines and nowhere else, and every line has one. */
async function verified(bytes: Buffer): Promise<Chain> {
  let chain = EMPTY_CHAIN;
  let from = 0;
  for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
    const line = bytes.subarray(from, to);
    const digest = createHash('sha256').update(line).digest('hex');
    const text = line.toString('utf8');
    // Of the line itself the bytes are hashed, since invalid UTF-8 has no text; of a part of it, the text.
    chain = await withLine(chain, text, async (hashed) => (hashed === text ? digest : sha256(hashed)));
    from = to + 1;
  }
  // A last line without its newline was cut off, wherever that was.
  if (from < bytes.length) {
    const text = bytes.subarray(from).toString('utf8');
    chain = { ...(await withLine(chain, text, async (hashed) => sha256(hashed))), end: null };
  }
  return concluded(chain, values.head);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function asJson(file: string, chain: Chain): object {
  const { lines, entries, header, end, problems, notes } = chain;
  const first = problems.find((problem) => problem.type !== 'no-end' && problem.type !== 'other-head');
  return {
    file,
    intact: isIntact(chain),
    lines,
    entries,
    session: header?.session ?? null,
    head: end?.head ?? chain.prev,
    firstBroken: first === undefined ? null : brokenAt(first),
    problems,
    notes,
  };
}

function asText(file: string, chain: Chain): string {
  const { lines, entries, header, end, problems, notes } = chain;
  const from = header === null ? '' : `, ${header.origin}, ${new Date(header.wallMs).toISOString()}`;
  const verdict = isIntact(chain) ? 'intact' : 'NOT INTACT';
  return [
    `${file}: ${verdict}: ${lines} lines, ${entries} entries${from}`,
    `  head ${end?.head ?? chain.prev}`,
    ...some(problems.map(problemText)),
    ...some(notes.map(noteText)),
  ].join('\n');
}

function some(texts: readonly string[]): readonly string[] {
  const more = texts.length > MAX_SHOWN ? [`  ... and ${texts.length - MAX_SHOWN} more`] : [];
  return [...texts.slice(0, MAX_SHOWN), ...more];
}

/** A broken link is found one line after the line that was changed. */
function brokenAt(problem: ChainProblem): { readonly line: number; readonly seq: number } | null {
  switch (problem.type) {
    case 'broken':
      return { line: problem.line - 1, seq: problem.seq };
    case 'sequence':
      return { line: problem.line, seq: problem.expected };
    case 'unreadable':
    case 'bad-end':
    case 'after-end':
      return { line: problem.line, seq: problem.line - 1 };
    case 'no-end':
    case 'other-head':
      return null;
    default:
      return problem satisfies never;
  }
}

function problemText(problem: ChainProblem): string {
  switch (problem.type) {
    case 'unreadable': {
      const [first] = problem.problems;
      const where = first === undefined || first.path === '' ? '' : ` at ${first.path}`;
      return `  line ${problem.line}: not a line of a record${where}: ${first?.code ?? ''}`;
    }
    case 'sequence':
      return problem.found > problem.expected
        ? `  line ${problem.line}: seq ${problem.expected} to ${problem.found - 1} missing before seq ${problem.found}`
        : `  line ${problem.line}: seq ${problem.found} again or out of order, ${problem.expected} was due`;
    case 'broken':
      return `  line ${problem.line - 1}: seq ${problem.seq} is not what was written (line ${problem.line} holds another hash)`;
    case 'bad-end':
      return `  line ${problem.line}: the end does not fit the lines before it`;
    case 'after-end':
      return `  line ${problem.line}: something after the end`;
    case 'no-end':
      return '  the end is missing: cut off, or copied while it was being written';
    case 'other-head':
      return `  the last entry is not the one with hash ${problem.expected}`;
    default:
      return problem satisfies never;
  }
}

function noteText(note: ChainNote): string {
  switch (note.type) {
    case 'clock':
      return `  note: line ${note.line}: the clock was set by ${(note.jumpMs / 1000).toFixed(1)} s before seq ${note.seq}`;
    case 'lost':
      return `  note: line ${note.line}: ${note.lost} entries were lost before seq ${note.seq}, and the record says so`;
    case 'open':
      return '  note: the session was open at the export, or its end was never seen';
    default:
      return note satisfies never;
  }
}
