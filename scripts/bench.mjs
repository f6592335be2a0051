// npm run bench: every budget of the design, one JSON object a line on standard output.
// npm run bench -- PAIRS SECONDS  for shorter or longer paired runs of the page.
import { spawnSync } from 'node:child_process';

/** Sizes are those of the released bundles; the page is measured with the build that may run on localhost. */
const builds = [['scripts/build.mjs'], ['scripts/build.mjs', '--test']];
const benches = [
  ['node_modules/.bin/tsx', ['bench/parser.ts']],
  ['node_modules/.bin/tsx', ['bench/driver.ts']],
  ['node_modules/.bin/tsx', ['bench/model.ts']],
  ['node_modules/.bin/tsx', ['bench/page-load.ts', ...process.argv.slice(2)]],
  ['node_modules/.bin/tsx', ['bench/draw.ts']],
  [process.execPath, ['scripts/sizes.mjs', '--json']],
];
// What a build says is not a figure: it goes to standard error.
for (const args of builds) run(process.execPath, args, ['ignore', 2, 'inherit']);
for (const [command, args] of benches) run(command, args, 'inherit');

function run(command, args, stdio) {
  const { status } = spawnSync(command, args, { stdio });
  if (status !== 0) process.exit(status ?? 1);
}
