import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { poll } from '../../test/support/browsers/page-code.ts';

/** SIGRTMIN + 1 of glibc: Firefox gives back what it can in all its processes, then writes what about:memory shows. */
const MINIMIZE_AND_REPORT = 35;
/** A process that is just ending is waited for: three minutes in Firefox itself. */
const REPORT_WITHIN_MS = 200_000;

export interface FirefoxReport {
  /** What is allocated ("explicit"), without what is only kept for later: of the browser itself, pages, extensions. */
  readonly browserHeapMiB: number;
  readonly pageHeapMiB: number;
  readonly extensionHeapMiB: number;
  /** Worlds of content scripts in web pages: only ours are there. */
  readonly linkWorlds: number;
  readonly ghostWindows: number;
}

interface Entry {
  readonly process: string;
  readonly path: string;
  readonly amount: number;
}

interface ReportFile {
  readonly reports: readonly Entry[];
}

/** Makes a Firefox collect its garbage, and tells what is left. */
export async function collectGarbage(parentPid: number): Promise<FirefoxReport> {
  process.kill(parentPid, MINIMIZE_AND_REPORT);
  // While it is being written it has another name.
  const isOurs = (name: string) =>
    name.startsWith('unified-memory-report-') && name.endsWith(`-${parentPid}.json.gz`);
  let found: string | undefined;
  await poll(async () => {
    found = (await readdir(tmpdir())).find(isOurs);
    return found !== undefined;
  }, REPORT_WITHIN_MS);
  const file = join(tmpdir(), found ?? '');
  const text = gunzipSync(await readFile(file)).toString();
  await rm(file);
  return reportOf(text);
}

/** What is in the text of such a report. */
export function reportOf(text: string): FirefoxReport {
  const { reports } = JSON.parse(text) as ReportFile;
  const sum = (isMeant: (entry: Entry) => boolean) =>
    reports.reduce((total, entry) => total + (isMeant(entry) ? entry.amount : 0), 0);
  const heapMiB = (role: RegExp) =>
    sum(({ process, path }) => role.test(process) && path.startsWith('explicit/')) / 2 ** 20;
  return {
    browserHeapMiB: heapMiB(/^Main Process/),
    pageHeapMiB: heapMiB(/^web/),
    extensionHeapMiB: heapMiB(/^extension/),
    // A content script's world has the page's rights and the extension's.
    linkWorlds: sum(({ path }) => path.startsWith('js-main-runtime-realms/user/[Expanded Principal [http')),
    ghostWindows: sum(({ path }) => path === 'ghost-windows'),
  };
}
