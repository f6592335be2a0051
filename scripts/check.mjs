// npm run check: everything that needs no browser and no server: the unit tests, and beside them, one after the other,
// the rest. Prints what failed, at length.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { testReport } from './failed-tests.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** Preact's own code for dangerouslySetInnerHTML, which we do not use; once in each bundle that holds Preact. */
const KNOWN_WARNINGS = {
  UNSAFE_VAR_ASSIGNMENT: [
    'analyst.js',
    'diagnostics.js',
    'draw.js',
    'editor.js',
    'overlay.js',
    'panel.js',
    'quality.js',
    'room.js',
    'safety.js',
    'shared-jsxRuntime.js',
  ],
};

const UNIT_REPORT = 'artifacts/unit.json';

const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args];
const unitTests = {
  name: 'unit tests',
  command: bin(
    'vitest',
    'run',
    '--project',
    'unit',
    '--reporter=dot',
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${UNIT_REPORT}`,
  ),
  judge: unitFaults,
};
const steps = [
  { name: 'types', command: bin('tsc', '-p', '.') },
  { name: 'types of the model', command: bin('tsc', '-p', 'src/model') },
  { name: 'biome', command: bin('biome', 'check', '.') },
  { name: 'eslint', command: bin('eslint', '.') },
  { name: 'build', command: ['node', 'scripts/build.mjs'] },
  { name: 'build for tests', command: ['node', 'scripts/build.mjs', '--test'] },
  { name: 'web-ext lint', command: lintOf('firefox'), judge: lintFaults },
  { name: 'sizes', command: ['node', 'scripts/sizes.mjs'], show: true },
  { name: 'plugin package', command: ['node', 'scripts/check-plugin.mjs'], show: true },
  { name: 'knip', command: bin('knip', '--no-progress') },
];

// A report of an earlier run says nothing about this one.
rmSync(UNIT_REPORT, { force: true });
const outcomes = await Promise.all([
  check(unitTests),
  (async () => {
    const passed = [];
    for (const step of steps) passed.push(await check(step));
    return passed.every(Boolean);
  })(),
]);
console.log(outcomes.every(Boolean) ? 'all checks passed' : 'some checks FAILED: see above');
process.exitCode = outcomes.every(Boolean) ? 0 : 1;

/** Runs one step and says how it went. Resolves to whether it passed. */
async function check({ name, command, judge, show }) {
  const startedMs = Date.now();
  const { status, stdout, stderr } = await runQuietly(command);
  const output = [stdout, stderr].filter(Boolean);
  const faults = judge ? judge(stdout, status, output) : status === 0 ? [] : output;
  // A fault that left no word is one all the same.
  const passed = faults.length === 0 && (judge === lintFaults || status === 0);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name}  (${seconds} s)`);
  if (!passed) console.log(faults.join('\n').trimEnd());
  else if (show) console.log(stdout.trimEnd().replace(/^/gm, '      '));
  return passed;
}

function runQuietly([file, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        said[stream] += text;
      });
    }
    child.once('error', ({ message }) => resolve({ status: null, stdout: '', stderr: message }));
    child.once('close', (status) => resolve({ status, ...said }));
  });
}

function lintOf(browser) {
  return bin('web-ext', 'lint', '--source-dir', `dist/${browser}`, '--output', 'json', '--boring');
}

/** Which tests failed and how; everything that was said where vitest could not tell. */
function unitFaults(_, status, output) {
  if (status === 0) return [];
  const faults = testReport(UNIT_REPORT)?.faults ?? [];
  return faults.length > 0 ? faults : output;
}

/** No errors, and exactly the warnings that are known: a new one is a fault, and so is one that went away. */
function lintFaults(output) {
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return [`web-ext lint gave no report: ${output}`];
  }
  const found = report.warnings.map(({ code, file }) => `${code} in ${file}`).sort();
  const known = Object.entries(KNOWN_WARNINGS)
    .flatMap(([code, files]) => files.map((file) => `${code} in ${file}`))
    .sort();
  return [
    ...report.errors.map(({ code, message, file }) => `error ${code} in ${file}: ${message}`),
    ...found.filter((each) => !known.includes(each)).map((each) => `new warning ${each}`),
    ...known
      .filter((each) => !found.includes(each))
      .map((each) => `warning is gone, take it off the list: ${each}`),
  ];
}
