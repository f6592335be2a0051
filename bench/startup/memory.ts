import type { BrowserName } from '../../test/support/browsers/launch.ts';
import { pause } from '../../test/support/servers/process.ts';
import { startChromium } from './chromium-memory.ts';
import { startFirefox } from './firefox-memory.ts';
import type { MemoryReading } from './memory-browser.ts';

export type MemoryArm = 'none' | 'enabled';

export interface MemoryLine extends MemoryReading {
  readonly bench: 'startup-memory';
  readonly browser: BrowserName;
  readonly arm: MemoryArm;
  /** Of the page in one tab, so far. */
  readonly loads: number;
}

/** Where is looked; what is built up once is there after ten. */
const LOOKS = [10, 100, 250, 500, 1000] as const;
/** What the last load left behind is done by then. */
const REST_MS = 2000;

/** Loads the page again and again without the extension and with it, both at the same time: nothing is timed. */
export async function measureMemory(
  browser: BrowserName,
  loads: number,
  url: string,
  onLine: (line: MemoryLine) => void,
): Promise<void> {
  await Promise.all(
    (['none', 'enabled'] as const).map((arm) => measureArm(browser, arm, loads, url, onLine)),
  );
}

async function measureArm(
  browser: BrowserName,
  arm: MemoryArm,
  loads: number,
  url: string,
  onLine: (line: MemoryLine) => void,
): Promise<void> {
  const start = browser === 'chromium' ? startChromium : startFirefox;
  const running = await start(arm === 'enabled', url);
  try {
    let done = 0;
    for (const look of looksUpTo(loads)) {
      for (; done < look; done++) await running.load();
      await pause(REST_MS);
      onLine({ bench: 'startup-memory', browser, arm, loads: look, ...rounded(await running.read()) });
    }
  } finally {
    await running.stop();
  }
}

/** Those that come before the end, and the end. */
export function looksUpTo(loads: number): readonly number[] {
  return [...LOOKS.filter((look) => look < loads), loads];
}

function rounded(reading: MemoryReading): MemoryReading {
  const copy = { ...reading };
  for (const [name, value] of Object.entries(reading)) Reflect.set(copy, name, Math.round(value * 100) / 100);
  return copy;
}
