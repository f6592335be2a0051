// npm run spin:full: the larger models of the lock, one JSON object each. Minutes and gigabytes.
import { checkModel, missingForSpin } from '../support/spin-model.ts';

const MODELS: readonly (readonly string[])[] = [
  ['EPOCHS=3'],
  ['EPOCHS=2', 'RESTARTS=1'],
  ['EPOCHS=3', 'RESTARTS=2'],
  ['CLIENTS=3', 'EPOCHS=2'],
  ['CLIENTS=3', 'EPOCHS=2', 'RESTARTS=1'],
];
const memoryMb = Number(process.argv[2] ?? 12_000);

const missing = missingForSpin();
if (missing !== null) {
  console.error(missing);
  process.exit(1);
}
for (const defines of MODELS) {
  const startedMs = performance.now();
  const result = await checkModel('test/spin/lock.pml', defines, memoryMb);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  console.log(JSON.stringify({ defines, ...result, seconds }));
  if (result.errors > 0 || !result.isComplete) process.exitCode = 1;
}
