// npm test: set-up, then everything: types, lint, unit and property tests, build, real servers, real browsers.
// Works in a fresh clone. Prints one line a step, and a closing line that counts tests.
import { mkdirSync, rmSync } from 'node:fs';
import { testReport } from './failed-tests.mjs';
import { debian, ensureDebianPackages, ensureNodeModules, root, run, SetupError } from './setup.mjs';

process.chdir(root);
try {
  await ensureDebianPackages(Object.values(debian), { required: true });
  await ensureNodeModules();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
mkdirSync('artifacts', { recursive: true });

const vitest = 'node_modules/.bin/vitest';
const steps = [
  ['unit', 'node', ['scripts/check.mjs']],
  ['integration', vitest, ['run', '--project', 'integration', ...jsonReport('integration')]],
  // The checks have built it.
  ['e2e', 'node', ['scripts/e2e.mjs', '--built', ...jsonReport('e2e')]],
];

const counts = { passed: 0, failed: 0 };
const faults = [];
let broken = false;
for (const [name, program, args] of steps) {
  const startedMs = Date.now();
  rmSync(`artifacts/${name}.json`, { force: true });
  const status = await run(program, args);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
  console.log(`[test] ${name} ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  const report = testReport(`artifacts/${name}.json`);
  counts.passed += report?.passed ?? 0;
  counts.failed += report?.failed ?? 0;
  if (status !== 0)
    faults.push(`[test] ${name} failed; tests that did:`, ...(report?.faults ?? ['    not told']));
  broken ||= status !== 0;
}
// Once more at the end, where it is found.
if (faults.length > 0) console.log(faults.join('\n'));
// The last line is the one to read: whatever failed beside a test counts as one.
if (broken && counts.failed === 0) counts.failed = 1;
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = broken ? 1 : 0;

function jsonReport(name) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=artifacts/${name}.json`];
}
