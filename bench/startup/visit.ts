import type { TestPage } from '../../test/support/browsers/test-browser.ts';
import { pause } from '../../test/support/servers/process.ts';
import type { Arm } from './arms.ts';
import { processorTimes, usedMs } from './process-use.ts';

/**
 * first-script: from the first byte of the page to its first script, where our scripts run. dom-content-loaded, load:
 * from the begin of the navigation. main-thread, script, compile: processor time of the page's main thread until it is
 * at rest, all of it, that of scripts, and that of reading and compiling them; Chromium only. processes: processor
 * time of all the browser's processes from the begin of the navigation until then.
 */
export const MEASURES = [
  'first-script',
  'dom-content-loaded',
  'load',
  'main-thread',
  'script',
  'compile',
  'processes',
] as const;
export type Measure = (typeof MEASURES)[number];

export type Visit = Readonly<Partial<Record<Measure, number>>>;

/** After its load the page is left alone for so long: what the extension does then is counted, too. */
const REST_MS = 150;
/** The browser has ended the worker by then. */
const FALL_ASLEEP_MS = 200;

declare global {
  /** Set by the plain page's first script. */
  var firstScriptMs: number;
}

/** Opens the page in a new tab, and closes it: a new process, which has never seen page or extension. */
export async function visit({ name, browser, isAsleep, isHooked }: Arm, url: string): Promise<Visit> {
  const page = await browser.open('about:blank');
  try {
    if (isAsleep) await putToSleep(page);
    // In processor time: it does not grow because others want the processor, too.
    await page.devtools?.('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await processorTimes(await browser.processes());
    await page.goto(url);
    const seen = await page.evaluate(readTimes, REST_MS);
    const after = await processorTimes(await browser.processes());
    if (seen.isHooked !== isHooked)
      throw new Error(`[bench] ${name}: the hook is ${isHooked ? 'not ' : ''}there`);
    return { ...seen.times, ...(await mainThread(page)), processes: usedMs(before, after) };
  } finally {
    await page.close();
  }
}

/** In the page. */
async function readTimes(restMs: number) {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const [entry] = performance.getEntriesByType('navigation');
  if (!(entry instanceof PerformanceNavigationTiming)) throw new Error('no navigation timing');
  while (entry.loadEventEnd === 0 || document.documentElement.dataset['done'] === undefined) await wait(10);
  await wait(restMs);
  return {
    isHooked: Object.hasOwn(globalThis, Symbol.for('rice-novnc.guard')),
    times: {
      'first-script': globalThis.firstScriptMs - entry.responseStart,
      'dom-content-loaded': entry.domContentLoadedEventEnd,
      load: entry.loadEventEnd,
    },
  };
}

async function mainThread(page: TestPage): Promise<Visit> {
  if (page.devtools === undefined) return {};
  const { metrics } = (await page.devtools('Performance.getMetrics')) as {
    readonly metrics: readonly { readonly name: string; readonly value: number }[];
  };
  const ms = (name: string) => 1000 * (metrics.find((each) => each.name === name)?.value ?? Number.NaN);
  return {
    'main-thread': ms('TaskDuration'),
    script: ms('ScriptDuration'),
    compile: ms('V8CompileDuration'),
  };
}

async function putToSleep(page: TestPage): Promise<void> {
  await page.devtools?.('ServiceWorker.enable');
  await page.devtools?.('ServiceWorker.stopAllWorkers');
  await page.devtools?.('ServiceWorker.disable');
  await pause(FALL_ASLEEP_MS);
}
