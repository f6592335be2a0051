/**
 * Runs the experiments and adds a JSON line per run to a file. What the file holds already is left out, so it can be
 * ended (Ctrl-C: after the runs that are under way) and taken up again. Definitions: docs/experiments.md.
 *
 *   npm run -s experiment -- --quick
 *   npm run -s experiment -- --profile wan,fault --user expert --arm plain,guarded --seeds 30
 *   npm run -s experiment -- --grid --jobs 2
 *   npm run -s experiment -- --realm live --quick
 */
import { keyOf } from './plan.ts';
import { appendResult, readResults } from './results-file.ts';
import { childWorker } from './runner/child-worker.ts';
import { workThrough } from './runner/crew.ts';
import { type Options, readOptions, USAGE } from './runner/options.ts';
import { plansOf } from './runner/plans.ts';
import { ProgressView } from './runner/progress.ts';

const CHILD = new URL('./runner/run-child.ts', import.meta.url);
const SAME_INTERRUPT_MS = 1000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  const { results, bad } = readResults(options.out);
  for (const { line, problems } of bad) {
    console.error(`[experiment] line ${line} of ${options.out} is no result: ${JSON.stringify(problems[0])}`);
  }
  const isDone = new Set(results.map(keyOf));
  const wanted = plansOf(options);
  const plans = wanted.filter((plan) => !isDone.has(keyOf(plan)));
  console.error(`[experiment] ${plans.length} runs, ${wanted.length - plans.length} are there already`);
  if (plans.length === 0) return 0;

  const workers = Array.from({ length: Math.min(options.jobs, plans.length) }, () => childWorker(CHILD));
  const ending = new AbortController();
  let interruptedMs = 0;
  const onInterrupt = (): void => {
    // npm passes on a Ctrl-C that the terminal has sent to us as well.
    if (ending.signal.aborted && Date.now() - interruptedMs < SAME_INTERRUPT_MS) return;
    if (ending.signal.aborted) {
      for (const worker of workers) worker.kill();
      process.exit(130);
    }
    interruptedMs = Date.now();
    console.error('\n[experiment] ends after the runs under way; again: at once, they are lost');
    ending.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  const view = new ProgressView(plans.length, process.stderr);
  const report = await workThrough(
    plans,
    workers,
    {
      done: (result) => {
        appendResult(options.out, result);
        view.done();
      },
      failed: (plan, error) => view.failed(keyOf(plan), error),
    },
    ending.signal,
  );
  view.end();
  console.error(
    `[experiment] ${report.done} done, ${report.failed} failed, ${report.left} left: ${options.out}`,
  );
  return report.failed > 0 || report.left > 0 ? 1 : 0;
}
