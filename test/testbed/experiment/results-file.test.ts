import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendResult, parseResults, readResults } from '../../../testbed/experiment/results-file.ts';
import { score } from '../../../testbed/experiment/score.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';
import { resultOf } from '../../support/result-of.ts';
import { anyRun } from './any-run.ts';

const line = (seed: number) => JSON.stringify(resultOf({ seed }));

describe('a file of results', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'results-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was added', () => {
    const path = join(folder, 'deep', 'virtual.jsonl');
    appendResult(path, resultOf({ seed: 1 }));
    appendResult(path, resultOf({ seed: 2 }));
    expect(readResults(path)).toEqual({ results: [resultOf({ seed: 1 }), resultOf({ seed: 2 })], bad: [] });
  });

  it('has an older, compressed part, which newer lines replace', () => {
    const path = join(folder, 'virtual.jsonl');
    writeFileSync(`${path}.gz`, gzipSync(`${line(1)}\n${line(2)}\n`));
    appendResult(path, resultOf({ seed: 2, retries: 7 }));
    const { results } = readResults(path);
    expect(results.map(({ seed, retries }) => [seed, retries])).toEqual([
      [1, 0],
      [2, 7],
    ]);
  });

  it('loses nothing but the line that was cut off when the machine stopped', () => {
    const path = join(folder, 'virtual.jsonl');
    appendResult(path, resultOf({ seed: 1 }));
    appendFileSync(path, line(2).slice(0, 40));
    appendResult(path, resultOf({ seed: 3 }));
    const { results, bad } = readResults(path);
    expect(results.map(({ seed }) => seed)).toEqual([1, 3]);
    expect(bad).toMatchObject([{ line: 2, text: line(2).slice(0, 40), problems: [{ code: 'json' }] }]);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
  });

  it('may not be there', () => {
    expect(readResults(join(folder, 'none.jsonl'))).toEqual({ results: [], bad: [] });
  });

  it('tells everything that is wrong with a line', () => {
    const wrong = JSON.stringify({ ...resultOf(), arm: 'none', retries: -1, more: 1 });
    const { results, bad } = parseResults(`${line(1)}\n${wrong}`);
    expect(results).toHaveLength(1);
    expect(bad[0]?.problems.map(({ path, code }) => [path, code]).sort()).toEqual([
      ['arm', 'choice'],
      ['more', 'unknown-key'],
      ['retries', 'range'],
    ]);
  });

  it('holds any result there can be', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const result = score(run);
        expect(parseResults(JSON.stringify(result))).toEqual({ results: [result], bad: [] });
      }),
      { numRuns: Math.min(DECODER_RUNS, 1000) },
    );
  });
});
