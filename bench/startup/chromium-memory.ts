import puppeteer, { type Browser, type CDPSession } from 'puppeteer-core';
import { browserProcesses } from '../../test/support/browsers/content-processes.ts';
import { testBuild } from '../../test/support/browsers/launch.ts';
import { inPage, poll } from '../../test/support/browsers/page-code.ts';
import { makeProfile } from '../../test/support/browsers/profile.ts';
import type { MemoryBrowser, MemoryReading } from './memory-browser.ts';
import { residentMiB } from './process-use.ts';

const MIB = 2 ** 20;

/** By puppeteer, because it gives a debugger's session with the extension's worker, too. */
export async function startChromium(isEnabled: boolean, url: string): Promise<MemoryBrowser> {
  const profile = await makeProfile();
  const browser = await puppeteer.launch({
    browser: 'chrome',
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    userDataDir: profile.path,
    pipe: true,
    ...(isEnabled ? { enableExtensions: [testBuild('chromium')] } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage();
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const worker = isEnabled ? await workerOf(browser) : undefined;
  return {
    load: async () => {
      await page.goto(url);
      await poll(async () => (await page.evaluate('document.documentElement.dataset.done')) !== undefined);
    },
    read: async () => {
      const heaps = {
        ...(await pageHeap(session)),
        ...(worker === undefined ? {} : await workerHeap(worker)),
      };
      const resident = await residentMiB(await browserProcesses(profile.path));
      return {
        browserMiB: resident.browser,
        pageMiB: resident.page,
        ...(isEnabled ? { extensionMiB: resident.extension } : {}),
        ...heaps,
      };
    },
    stop: async () => {
      await browser.close();
      await profile.remove();
    },
  };
}

async function workerOf(browser: Browser): Promise<CDPSession> {
  const target = await browser.waitForTarget((each) => each.type() === 'service_worker');
  const worker = await target.worker();
  if (worker === null) throw new Error('[bench] the extension has no worker');
  const registered = inPage(
    async () =>
      typeof chrome === 'object' && (await chrome.scripting.getRegisteredContentScripts()).length > 0,
    undefined,
  );
  // A worker that just starts has a world without the extension's interfaces for a moment.
  await poll(async () => (await worker.evaluate(registered)) === true);
  return worker.client;
}

async function pageHeap(session: CDPSession): Promise<Partial<MemoryReading>> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return {
    pageHeapMiB: value('JSHeapUsedSize') / MIB,
    documents: value('Documents'),
    contexts: value('V8PerContextDatas'),
    listeners: value('JSEventListeners'),
  };
}

/** In the extension's worker. */
declare const chrome: {
  readonly scripting: { getRegisteredContentScripts(): Promise<readonly object[]> };
  readonly storage: { readonly session: { get(): Promise<Readonly<Record<string, unknown>>> } };
};

interface Kept {
  readonly keptTabs: number;
  readonly keptDocuments: number;
  readonly keptBytes: number;
}

async function workerHeap(worker: CDPSession): Promise<Partial<MemoryReading>> {
  await worker.send('HeapProfiler.enable');
  await worker.send('HeapProfiler.collectGarbage');
  await worker.send('HeapProfiler.disable');
  const { usedSize } = await worker.send('Runtime.getHeapUsage');
  const kept = inPage(async () => {
    const stored = await chrome.storage.session.get();
    // By our own name in the background's store, and each with its documents.
    const tabs = Object.values((stored['tabs'] ?? {}) as Record<string, { frames: readonly object[] }>);
    const keptDocuments = tabs.reduce((sum, { frames }) => sum + frames.length, 0);
    return { keptTabs: tabs.length, keptDocuments, keptBytes: JSON.stringify(stored).length };
  }, undefined);
  const { result } = await worker.send('Runtime.evaluate', {
    expression: kept,
    awaitPromise: true,
    returnByValue: true,
  });
  return {
    workerHeapMiB: usedSize / MIB,
    workerObjects: await instances(worker, 'Object'),
    workerPromises: await instances(worker, 'Promise'),
    // The debugger says nothing of types; it is what `kept` returned.
    ...(result.value as Kept),
  };
}

/** How many objects of the worker have the prototype of this kind somewhere above them. */
async function instances(worker: CDPSession, kind: 'Object' | 'Promise'): Promise<number> {
  const objectGroup = 'rice-bench';
  const { result } = await worker.send('Runtime.evaluate', {
    expression: `${kind}.prototype`,
    objectGroup,
  });
  const { objects } = await worker.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const counted = await worker.send('Runtime.callFunctionOn', {
    functionDeclaration: 'function () { return this.length; }',
    objectId: objects.objectId ?? '',
    returnByValue: true,
  });
  await worker.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(counted.result.value);
}
