import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordEntry } from '../../src/model/record/record-event.ts';
import { replay } from '../../src/model/trace/replay.ts';
import type { StateChange } from '../../src/model/trace/state-history.ts';
import { historyOf } from '../../src/model/trace/state-history.ts';
import { parseTrace } from '../../src/model/trace/trace-file.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { TestBrowser, TestPage } from '../support/browsers/test-browser.ts';
import { GuardedSession } from '../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { statesOf, untilHistory } from '../support/session-history.ts';

/** In the extension's own contexts. */
declare const chrome: {
  readonly scripting: {
    getRegisteredContentScripts(): Promise<readonly { readonly js?: readonly string[] }[]>;
  };
};

/** Typed into the session; neither as letters nor as keysyms may it be in the trace. */
const CANARY = 'zqxjkvw';

let portals: PortalServer;
let folder: string;
beforeAll(async () => {
  portals = await startPortalServer();
  folder = mkdtempSync(join(tmpdir(), 'rice-trace-'));
});
afterAll(async () => {
  await portals.stop();
  rmSync(folder, { recursive: true });
});

/** The text of the file that a button of the page of records gives. */
async function downloaded(
  browser: TestBrowser,
  page: TestPage,
  button: string,
  kind: string,
): Promise<string> {
  await page.until(
    (name) => [...document.querySelectorAll('button')].some((each) => each.textContent === name),
    button,
    20_000,
  );
  await page.evaluate((name) => {
    [...document.querySelectorAll('button')].find((each) => each.textContent === name)?.click();
  }, button);
  let content = '';
  await poll(async () => {
    content = (await browser.downloads()).find((text) => text.slice(0, 300).includes(kind)) ?? '';
    return content.endsWith('\n');
  });
  return content;
}

describe.each(browserNames)('the trace of a guarded session in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });

  test('replays to the same states at the same times as its record tells', async () => {
    const { extension } = browser;
    if (extension === undefined) throw new Error('no extension');

    // The switch in the popup, for the portal's host.
    const portal = await browser.open(portals.portal('1.7', {}));
    const popup = await extension.open(`popup.html?tab=${await extension.tabId(portal)}`);
    await popup.until(() => document.querySelector('input[type=checkbox]') !== null, undefined, 20_000);
    await popup.evaluate(() => document.querySelector<HTMLElement>('input[type=checkbox]')?.click());
    await poll(() =>
      extension.evaluate(async () =>
        (await chrome.scripting.getRegisteredContentScripts()).some(({ js }) =>
          js?.some((file) => file.endsWith('hook-traced.js')),
        ),
      ),
    );
    await popup.close();
    await portal.close();

    const session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
    const { page, link } = session;
    for (const key of CANARY) await page.keyboard.press(key);
    await session.clickFor(3000);
    link.stall('both');
    await session.clickFor(3000);
    link.heal();
    await untilHistory(
      extension,
      page,
      (history) => statesOf(history).lastIndexOf('recovery') > statesOf(history).indexOf('breakdown'),
      40_000,
    );
    await session.clickFor(1000);
    for (const key of CANARY) await page.keyboard.press(key);
    await link.stop();

    const records = await extension.open('records.html');
    await records.until(() => document.querySelectorAll('tbody tr').length === 1, undefined, 20_000);
    await records.until(() => !document.body.textContent?.includes('no end seen'), undefined, 20_000);
    await records.evaluate(() => document.querySelector<HTMLElement>('tbody a')?.click());
    const record = await downloaded(browser, records, 'Export', 'rice-novnc-record');
    const trace = await downloaded(browser, records, 'Trace (JSON Lines)', 'rice-novnc-trace');
    const errors = records.errors();
    await records.close();
    await session.stop();
    expect(errors).toEqual([]);

    const entries = record
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as RecordEntry);
    const parsed = parseTrace(trace);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const replayed = replay(parsed.calls);
    expect({ lost: replayed.lost, end: replayed.end }).toEqual({ lost: 0, end: 'closed' });

    // Everything the record tells, every number in it.
    expect(replayed.entries.map(({ event }) => event)).toEqual(entries.map(({ event }) => event));
    expect(replayed.entries.map(({ atMs }) => atMs)).toEqual(entries.map(({ atMs }) => atMs));
    const states = historyOf(entries).flatMap(({ type, to }) => (type === 'state' ? [to] : []));
    expect(states).toContain('breakdown');
    expect(states.lastIndexOf('recovery')).toBeGreaterThan(states.indexOf('breakdown'));

    const { atMs: startMs = 0 } = replayed.bins[0] ?? {};
    const spanMs = (replayed.bins.at(-1)?.atMs ?? 0) - startMs;
    console.log(
      JSON.stringify({
        name: `trace-${name}`,
        browser: `${browser.name} ${browser.version}`,
        states,
        lines: parsed.calls.length,
        bytes: trace.length,
        spanMs: Math.round(spanMs),
        bytesPerMinute: Math.round((trace.length / spanMs) * 60_000),
        events: entries.length,
      }),
    );

    // What was typed is there as slots, most of them the first one, and as nothing else.
    const keys = parsed.calls.flatMap((call) => (call.type === 'key' ? [call] : []));
    expect(keys.length).toBeGreaterThanOrEqual(2 * CANARY.length);
    expect(new Set(keys.map(({ key }) => typeof key))).toEqual(new Set(['number']));
    expect(trace).not.toContain(CANARY);

    const file = join(folder, `${name}.jsonl`);
    const bins = join(folder, `${name}.csv`);
    writeFileSync(file, trace);
    const { status, stdout } = spawnSync(
      'node_modules/.bin/tsx',
      ['scripts/replay.ts', '--json', '--bins', bins, file],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    const printed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StateChange);
    expect(printed.map(({ from, to, cause, blocked }) => ({ from, to, cause, blocked }))).toEqual(
      historyOf(entries).map(({ from, to, cause, blocked }) => ({ from, to, cause, blocked })),
    );
    expect(readFileSync(bins, 'utf8').split('\r\n')).toHaveLength(replayed.bins.length + 2);
  });
});
