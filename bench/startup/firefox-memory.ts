import { launch, testBuild } from '../../test/support/browsers/launch.ts';
import { closeOwnPage } from './arms.ts';
import { collectGarbage } from './firefox-report.ts';
import type { MemoryBrowser } from './memory-browser.ts';
import { processesByRole, residentMiB } from './process-use.ts';

/** Its heaps cannot be asked for: resident memory, and what Firefox itself reports. */
export async function startFirefox(isEnabled: boolean, url: string): Promise<MemoryBrowser> {
  const browser = await launch('firefox', isEnabled ? testBuild('firefox') : undefined);
  if (isEnabled) await closeOwnPage(browser);
  const page = await browser.open('about:blank');
  return {
    load: async () => {
      await page.goto(url);
      await page.until(() => document.documentElement.dataset['done'] !== undefined);
    },
    read: async () => {
      const pids = await browser.processes();
      const found = await residentMiB(pids);
      const parent = (await processesByRole(pids)).find(({ role }) => role === 'browser');
      if (parent === undefined) throw new Error('[bench] no process is the browser itself');
      const { extensionHeapMiB, ...left } = await collectGarbage(parent.pid);
      return {
        browserMiB: found.browser,
        pageMiB: found.page,
        ...left,
        ...(isEnabled ? { extensionMiB: found.extension, extensionHeapMiB } : {}),
      };
    },
    stop: () => browser.stop(),
  };
}
