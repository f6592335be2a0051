/**
 * What the extension costs a page that shows a moving picture: task time of the page and rectangles delivered,
 * with and without it, in paired runs that alternate which comes first. One JSON object per figure:
 * { name, value, unit, against }, `against` the ratio to the same work without RICE, with the median's interval.
 *
 *   npx tsx bench/page-load.ts [pairs] [seconds]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { startPortalServer } from '../test/support/portals/portal-server.ts';
import { startPicture } from '../test/support/servers/picture.ts';
import { type ServerProcess, stopAll } from '../test/support/servers/process.ts';
import { startWebsockify } from '../test/support/servers/websockify.ts';
import { startXvnc } from '../test/support/servers/xvnc.ts';

interface Run {
  readonly taskMs: number;
  readonly rects: number;
  readonly heapBytes: number;
}

const pairs = Number(process.argv[2] ?? 6);
const seconds = Number(process.argv[3] ?? 6);
const WARM_UP_MS = 2500;
/** How much moves on the screen: what the extension adds hardly depends on it, what the page does, does. */
const SCENES = [
  { name: 'calm screen', pictures: 1 },
  { name: 'busy screen', pictures: 6 },
] as const;

for (const scene of SCENES) await benchScene(scene);

async function benchScene({ name, pictures }: (typeof SCENES)[number]): Promise<void> {
  const started: ServerProcess[] = [];
  const portals = await startPortalServer();
  try {
    const xvnc = await startXvnc({ widthPx: 1280, heightPx: 800 });
    started.unshift(xvnc);
    for (let i = 0; i < pictures; i++) started.unshift(await startPicture(xvnc.display));
    const websockify = await startWebsockify(xvnc);
    started.unshift(websockify);
    const url = portals.portal('1.7', { url: websockify.url, countRects: true });

    const bare: Run[] = [];
    const guarded: Run[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const order = pair % 2 === 0 ? [false, true] : [true, false];
      for (const withExtension of order)
        (withExtension ? guarded : bare).push(await measure(url, withExtension));
    }
    const perSecond = (runs: readonly Run[], value: (run: Run) => number) =>
      runs.map((run) => value(run) / seconds);
    const taskMs = (run: Run) => run.taskMs;
    const rects = (run: Run) => run.rects;
    compare(`${name}: page task time`, 'ms/s', perSecond(bare, taskMs), perSecond(guarded, taskMs));
    compare(`${name}: rectangles delivered`, '1/s', perSecond(bare, rects), perSecond(guarded, rects));
    compare(`${name}: script heap of the page`, 'MiB', bare.map(mebibytes), guarded.map(mebibytes));
  } finally {
    await stopAll(started);
    await portals.stop();
  }
}

async function measure(url: string, withExtension: boolean): Promise<Run> {
  const profile = await mkdtemp(join(tmpdir(), 'rice-bench-'));
  const extension = join(process.cwd(), 'dist/chromium-test');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    viewport: { width: 1400, height: 900 },
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(withExtension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
    ],
  });
  try {
    return await measureIn(context, url, withExtension);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function measureIn(context: BrowserContext, url: string, withExtension: boolean): Promise<Run> {
  if (withExtension && context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset['status'] === 'connected');
  await page.waitForTimeout(WARM_UP_MS);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const metric = async (name: string) => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((each) => each.name === name)?.value ?? 0;
  };
  const rects = () =>
    page.evaluate(() => {
      const counts: unknown = Reflect.get(window, 'rectCounts');
      return Object.values(counts ?? {}).reduce((sum: number, count: unknown) => sum + Number(count), 0);
    });
  const before = { taskS: await metric('TaskDuration'), rects: await rects() };
  await page.waitForTimeout(seconds * 1000);
  const taskMs = ((await metric('TaskDuration')) - before.taskS) * 1000;
  const delivered = (await rects()) - before.rects;
  await session.send('HeapProfiler.collectGarbage');
  return { taskMs, rects: delivered, heapBytes: await metric('JSHeapUsedSize') };
}

function mebibytes(run: Run): number {
  return run.heapBytes / 2 ** 20;
}

function compare(
  name: string,
  unit: string,
  bareValues: readonly number[],
  guardedValues: readonly number[],
): void {
  const ratios = guardedValues.map((value, index) => value / (bareValues[index] ?? Number.NaN));
  const [low, high] = interval(ratios);
  console.log(
    JSON.stringify({
      name,
      value: round(median(guardedValues)),
      unit,
      against: round(median(ratios)),
      interval95: [round(low), round(high)],
      pairs: ratios.length,
    }),
  );
}

/** Bootstrap interval of the median, with a fixed sequence so that the same data give the same interval. */
function interval(values: readonly number[]): readonly [number, number] {
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const medians = Array.from({ length: 2000 }, () =>
    median(values.map(() => values[Math.floor(next() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return [medians[50] ?? Number.NaN, medians[1949] ?? Number.NaN];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
