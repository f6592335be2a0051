/**
 * Reads the results of the experiments and writes the generated part of docs/experiments.md and its pictures.
 *
 *   npm run -s experiment:report                       of testbed/results
 *   npm run -s experiment:report -- FILE ... --to DIR  of other files, as report.md and pictures in a folder
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunResult } from '../result.ts';
import { readResults } from '../results-file.ts';
import { committedResults, PAGE } from './committed.ts';
import { intoPage, makeReport, PICTURES } from './report.ts';

const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true });
const report = makeReport(positionals.length === 0 ? committedResults() : positionals.flatMap(resultsOf));
const folder = values.to ?? 'docs';
mkdirSync(join(folder, PICTURES), { recursive: true });
for (const { file, svg } of report.figures) writeFileSync(join(folder, PICTURES, file), svg);
if (values.to === undefined) writeFileSync(PAGE, intoPage(readFileSync(PAGE, 'utf8'), report));
else writeFileSync(join(folder, 'report.md'), `${report.text}\n`);
console.error(`[report] ${report.figures.length} pictures, ${folder}`);

function resultsOf(path: string): readonly RunResult[] {
  const { results, bad } = readResults(path.replace(/\.gz$/, ''));
  for (const { line } of bad) console.error(`[report] line ${line} of ${path} is no result`);
  return results;
}
