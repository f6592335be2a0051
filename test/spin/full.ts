// npm run spin:full: the larger models of the lock, one JSON object each. Minutes and gigabytes.
// An argument is how many megabytes a search may take, a second one a word that a model has to contain.
import { checkModel, missingForSpin } from '../support/spin-model.ts';

interface FullModel {
  readonly defines: readonly string[];
  /** Two gates open at once, or too soon. */
  readonly breaks: boolean;
}

const THREE = ['CLIENTS=3', 'EPOCHS=3'];
const holds = (...defines: readonly string[]): FullModel => ({ defines, breaks: false });
const breaks = (...defines: readonly string[]): FullModel => ({ defines, breaks: true });

const MODELS: readonly FullModel[] = [
  holds('EPOCHS=3'),
  holds('RESTARTS=1'),
  holds(...THREE),
  ...['NO_DRAIN', 'NO_GUARD', 'NO_WAIT', 'FROM_RECEIPT'].map((rule) => breaks(rule, ...THREE)),
  // What is wrong with it takes three members.
  holds('ONE_BACK', 'EPOCHS=3'),
  breaks('ONE_BACK', 'CALM', ...THREE),
  breaks('FORGETFUL', 'CALM', 'RESTARTS=2', 'EPOCHS=3'),
  holds('RESTARTS=2', 'EPOCHS=3'),
  holds('RESTARTS=1', ...THREE),
];
const memoryMb = Number(process.argv[2] ?? 10_000);
const word = process.argv[3] ?? '';

const missing = missingForSpin();
if (missing !== null) {
  console.error(missing);
  process.exit(1);
}
for (const { defines, breaks: isBroken } of MODELS) {
  const name = defines.join(' ');
  if (!name.includes(word)) continue;
  const startedMs = performance.now();
  const result = await checkModel('test/spin/lock.pml', defines, { memoryMb, first: 'depth' });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const isAsExpected = isBroken ? result.errors > 0 : result.errors === 0 && result.isComplete;
  console.log(JSON.stringify({ model: name, isAsExpected, ...result, seconds }));
  if (!isAsExpected) process.exitCode = 1;
}
