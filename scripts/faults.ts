/**
 * Runs faults against real servers and browsers in both arms, without RICE and with it, and prints one JSON object
 * per arm and case on standard output; progress goes to standard error.
 *
 *   npm run -s faults -- --list
 *   npm run -s faults -- --case blackhole-5s --browser chromium --server xvnc
 *   npm run -s faults -- --all --out FILE [--browser NAME] [--server NAME]   skips what FILE already has
 *   --healthy-seconds N   how long the healthy cases work (20)
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BrowserName } from '../test/support/browsers/launch.ts';
import { type ServerName, serverNames } from '../test/support/faults/bench-server.ts';
import type { FaultCase } from '../test/support/faults/fault-case.ts';
import { faultCase, faultCases } from '../test/support/faults/fault-cases.ts';
import type { FaultResult } from '../test/support/faults/fault-result.ts';
import { launchPair, runCase } from '../test/support/faults/run-case.ts';
import { startPortalServer } from '../test/support/portals/portal-server.ts';

interface Run {
  readonly faultCase: FaultCase;
  readonly browser: BrowserName;
  readonly server: ServerName;
}

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

const { values } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    case: { type: 'string' },
    browser: { type: 'string' },
    server: { type: 'string' },
    out: { type: 'string' },
    'healthy-seconds': { type: 'string', default: '20' },
  },
});

if (values.list) for (const { name } of faultCases) console.log(name);
else process.exitCode = await runAll();

async function runAll(): Promise<number> {
  if (values.case === undefined && !values.all) throw new Error('--case NAME, --all or --list');
  const cases = values.case === undefined ? faultCases : [faultCase(values.case)];
  const browsers = chosen(BROWSERS, values.browser ?? (values.all ? undefined : 'chromium'));
  const servers = chosen(serverNames, values.server ?? (values.all ? undefined : 'xvnc'));
  const runs = browsers.flatMap((browser) =>
    servers.flatMap((server) => cases.map((each): Run => ({ faultCase: each, browser, server }))),
  );
  const done = new Set(values.out && existsSync(values.out) ? doneIn(values.out) : []);
  if (BROWSERS.some((name) => !existsSync(`dist/${name}-test`))) build();
  const portals = await startPortalServer();
  let failed = 0;
  for (const run of runs) {
    if (done.has(keyOf(run.faultCase.name, run.browser, run.server))) continue;
    const startedMs = Date.now();
    const pair = await launchPair(run.browser);
    try {
      const { without, with: guarded } = await runCase(pair, portals, {
        ...{ faultCase: run.faultCase, server: run.server },
        healthyMs: Number(values['healthy-seconds']) * 1000,
      });
      for (const result of [without, guarded]) print(result);
    } catch (error) {
      failed += 1;
      console.error(`[faults] ${keyOf(run.faultCase.name, run.browser, run.server)}:`, error);
    } finally {
      await pair.stop();
    }
    console.error(`[faults] ${run.faultCase.name} took ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
  }
  await portals.stop();
  return failed === 0 ? 0 : 1;
}

function print(result: FaultResult): void {
  const line = JSON.stringify(result);
  console.log(line);
  if (values.out !== undefined) appendFileSync(values.out, `${line}\n`);
}

function chosen<Name extends string>(names: readonly Name[], wanted: string | undefined): readonly Name[] {
  const found = wanted === undefined ? names : names.filter((name) => name === wanted);
  if (found.length === 0) throw new Error(`${wanted} is none of ${names.join(', ')}`);
  return found;
}

/** What a file of results has already, both arms being written at once. */
function doneIn(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const result: unknown = JSON.parse(line);
      if (typeof result !== 'object' || result === null) throw new Error(`${path} holds no results`);
      const [name, browser, server] = ['case', 'browser', 'server'].map((field) =>
        String(Reflect.get(result, field)),
      );
      return keyOf(name ?? '', browser ?? '', server ?? '');
    });
}

function keyOf(name: string, browser: string, server: string): string {
  return `${name} ${browser} ${server}`;
}

function build(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--test'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('the build for tests failed');
}
