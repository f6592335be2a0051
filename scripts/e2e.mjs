// npm run e2e              builds the test extension and runs the core of the e2e tests in both browsers
// npm run e2e -- --full    with test/e2e/full as well
// npm run e2e -- NAME      only files whose path holds NAME; other arguments go to vitest
// npm run e2e -- --built   without building: what is in dist/ is tested
// RICE_E2E_BROWSERS=firefox chooses a browser; RICE_E2E_WITHOUT_EXTENSION=1 tests the tests themselves.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const full = args.includes('--full');
const built = args.includes('--built') || process.env.RICE_E2E_WITHOUT_EXTENSION === '1';
const rest = args.filter((each) => each !== '--full' && each !== '--built');

if (!built) run(['scripts/build.mjs', '--test']);
run([join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'e2e*', ...rest]);

function run(command) {
  const env = { ...process.env, ...(full ? { RICE_E2E_FULL: '1' } : {}) };
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
