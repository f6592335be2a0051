// npm run replay FILE                    the state history of a trace (docs/trace.md): the guard runs it again
// npm run -s replay -- --json FILE       the same as JSON Lines: the record's states and permits, as they were told
// npm run replay -- --bins OUT.csv FILE  also writes what happened in every 50 ms as CSV
// Exit code 0: replayed; 1: the file is no trace, or cannot be read; 2: the command line is wrong.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { expectedText } from '../src/model/decode/expected.ts';
import { binsCsv } from '../src/model/trace/bins-csv.ts';
import { type Replayed, replay } from '../src/model/trace/replay.ts';
import { historyOf } from '../src/model/trace/state-history.ts';
import { parseTrace, type TraceProblem } from '../src/model/trace/trace-file.ts';

const USAGE = 'usage: npm run replay -- [--json] [--bins OUT.csv] FILE';
/** Problems that are printed; more would only hide the first ones. */
const MAX_SHOWN = 10;
/** npm runs this where package.json is; a path is meant from where the user stands. */
const from = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

const { file, asJson, binsFile } = options();
const text = await readFile(from(file), 'utf8').catch((error: unknown) =>
  fail([`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`]),
);
const trace = parseTrace(text);
if (!trace.ok) fail(trace.problems.slice(0, MAX_SHOWN).map(problemText));
const replayed = replay(trace.calls);
if (binsFile !== undefined) await writeFile(from(binsFile), binsCsv(replayed.bins));
const history = historyOf(replayed.entries);
console.log((asJson ? history.map((row) => JSON.stringify(row)) : table(replayed)).join('\n'));
if (replayed.lost > 0) {
  console.error(`${replayed.lost} lines are missing from the trace: what follows them may not have happened`);
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean', default: false }, bins: { type: 'string' } },
      allowPositionals: true,
    });
    const [only] = positionals;
    if (only === undefined || positionals.length > 1) throw new Error('one file is wanted');
    return { file: only, asJson: values.json, binsFile: values.bins };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

function fail(lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function problemText({ line, path, code, expected }: TraceProblem): string {
  const wanted = expectedText(expected);
  const place = `${file}: line ${line}${path === '' ? '' : `, at ${path}`}`;
  if (code === 'version') return `${place}: written by another release; this one reads version ${wanted}`;
  if (code === 'json' && line > 1) {
    return `${place}: not JSON; if the file was cut off there, delete this line and replay what is before it`;
  }
  if (line === 1)
    return `${place}: no trace begins like that; expected ${wanted}. Save it anew from the records`;
  return `${place}: expected ${wanted}`;
}

/** Times count from the beginning of the trace. */
function table({ bins, end }: Replayed): readonly string[] {
  const startMs = trace.ok && trace.calls[0]?.type === 'begin' ? trace.calls[0].atMs : 0;
  const rows = history.map(({ atMs, wallMs, type, from: before, to, cause, blocked }) => [
    ((atMs - startMs) / 1000).toFixed(3).padStart(10),
    new Date(wallMs).toISOString(),
    (type === 'state' ? before : '').padEnd(9),
    (type === 'state' ? to : '').padEnd(9),
    (cause ?? '').padEnd(7),
    blocked ?? 'open',
  ]);
  const head = [
    'time/s'.padStart(10),
    'clock'.padEnd(24),
    'from'.padEnd(9),
    'to'.padEnd(9),
    'cause'.padEnd(7),
  ];
  const ends = { closed: 'the connection closed', full: 'the trace was full', open: 'the trace breaks off' };
  return [
    ...[[...head, 'presses'], ...rows].map((row) => row.join('  ')),
    `${history.length} changes, ${bins.length} bins; ${ends[end]}`,
  ];
}
