// npm run explore: properties with values that no run has seen; other arguments go to vitest. Whoever finds a failure
// makes a test of its own out of it: `npm test` always runs the same values (test/support/property-seed.ts).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { RICE_PROPERTY_RUNS: '20000', ...process.env, RICE_PROPERTY_SEED: 'random' },
  },
);
process.exitCode = status ?? 1;
