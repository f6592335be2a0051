// npm run check: everything that needs no browser and no server, one after the other. Prints what failed, at length.
import { spawnSync } from 'node:child_process';
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
    'shared-signals.module.js',
  ],
};

const UNIT_REPORT = 'artifacts/unit.json';

const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args];
const steps = [
  { name: 'types', command: bin('tsc', '-p', '.') },
  { name: 'types of the model', command: bin('tsc', '-p', 'src/model') },
  { name: 'biome', command: bin('biome', 'check', '.') },
  { name: 'eslint', command: bin('eslint', '.') },
  {
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
  },
  { name: 'build', command: ['node', 'scripts/build.mjs'] },
  { name: 'build for tests', command: ['node', 'scripts/build.mjs', '--test'] },
  { name: 'web-ext lint', command: lintOf('firefox'), judge: lintFaults },
  { name: 'sizes', command: ['node', 'scripts/sizes.mjs'], show: true },
  { name: 'knip', command: bin('knip', '--no-progress') },
];

// A report of an earlier run says nothing about this one.
rmSync(UNIT_REPORT, { force: true });
let failed = 0;
for (const { name, command, judge, show } of steps) {
  const startedMs = Date.now();
  const [file, ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  const output = [stdout, stderr, error?.message].filter(Boolean);
  const faults = judge ? judge(stdout, status, output) : status === 0 ? [] : output;
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'}  ${name}  (${seconds} s)`);
  if (faults.length > 0) {
    failed += 1;
    console.log(faults.join('\n').trimEnd());
  } else if (show) console.log(stdout.trimEnd().replace(/^/gm, '      '));
}
console.log(failed === 0 ? 'all checks passed' : `${failed} of ${steps.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;

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
