// npm run bench: every budget of the design, one JSON object a line.
// Builds the test extension first, because the page benchmark loads it.
import { spawnSync } from 'node:child_process';

const steps = [
  ['node', ['scripts/build.mjs', '--test', '--quiet']],
  ['npx', ['tsx', 'bench/parser.ts']],
  ['npx', ['tsx', 'bench/driver.ts']],
  ['npx', ['tsx', 'bench/page-load.ts', ...process.argv.slice(2)]],
  ['node', ['scripts/sizes.mjs', '--json']],
];
for (const [command, args] of steps) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
