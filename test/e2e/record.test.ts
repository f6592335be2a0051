import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordEntry, RecordEvent } from '../../src/model/record/record-event.ts';
import type { HeaderLine } from '../../src/model/record/record-line.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { GuardedSession } from '../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { statesOf, untilHistory } from '../support/session-history.ts';

/** Typed into the session; no trace of it may be in the record. */
const CANARY = 'zqxjkvw';

let portals: PortalServer;
let folder: string;
beforeAll(async () => {
  portals = await startPortalServer();
  folder = mkdtempSync(join(tmpdir(), 'rice-record-'));
});
afterAll(async () => {
  await portals.stop();
  rmSync(folder, { recursive: true });
});

/** `npm run verify-record`, without npm. */
function verify(file: string, ...options: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/tsx',
    ['scripts/verify-record.ts', ...options, file],
    { encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}

describe.each(browserNames)('the record of a guarded session in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });

  test('tells a cut in order, holds nothing that was typed, and is found intact until it is changed', async () => {
    const session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
    const { page, extension, link } = session;
    const portalUrl = page.url();
    for (const key of CANARY) await page.keyboard.press(key);
    await session.clickFor(1500);
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
    // The connection's end is the last thing to be recorded.
    await link.stop();

    const records = await extension.open('records.html');
    await records.until(() => document.querySelectorAll('tbody tr').length === 1, undefined, 20_000);
    await records.until(() => !document.body.textContent?.includes('no end seen'), undefined, 20_000);
    await records.evaluate(() => document.querySelector<HTMLElement>('.actions button')?.click());
    let content = '';
    await poll(async () => {
      content = (await browser.downloads()).at(-1) ?? '';
      return content.endsWith('\n');
    });
    const errors = records.errors();
    await records.close();
    await session.stop();
    expect(errors).toEqual([]);

    const file = join(folder, `${name}.jsonl`);
    writeFileSync(file, content);
    const lines = content.trimEnd().split('\n');
    const header = JSON.parse(lines[0]!) as HeaderLine;
    expect(header).toMatchObject({ origin: new URL(portalUrl).origin, type: 'session' });
    const entries = lines.slice(1, -1).map((line) => JSON.parse(line) as RecordEntry);
    const events: readonly RecordEvent[] = entries.map(({ event }) => event);
    const states = events.flatMap((event) => (event.type === 'state' ? [event.to] : []));
    const kinds = [...new Set(events.map(({ type }) => type))];
    const version = `${browser.name} ${browser.version}`;
    const figures = { browser: version, lines: lines.length, bytes: content.length, states, kinds };
    console.log(JSON.stringify({ name: `record-${name}`, ...figures }));
    expect(states).toContain('breakdown');
    // A Recovery may come before it, too: out of Unstable, when the user pauses.
    expect(states.lastIndexOf('recovery')).toBeGreaterThan(states.indexOf('breakdown'));
    expect(kinds).toEqual(expect.arrayContaining(['connected', 'state', 'gate', 'block', 'closed']));
    expect(events.at(-1)?.type).toBe('closed');

    // Letters, code names, keysyms and Windows key codes: as words, and as values of any field.
    expect(content).not.toContain(CANARY);
    const values = JSON.stringify(events);
    for (const letter of CANARY) {
      expect(values).not.toContain(`"${letter}"`);
      expect(values).not.toContain(`Key${letter.toUpperCase()}`);
    }
    expect(values).not.toMatch(/"(key|keys?ym|code|text|clipboard|x|y)":(?!\d+,"buttons")/i);

    expect(verify(file)).toMatchObject({ status: 0 });
    const changed = join(folder, `${name}-changed.jsonl`);
    writeFileSync(changed, content.replace('"type":"state"', '"type":"State"'));
    const found = verify(changed);
    expect(found.status).toBe(1);
    expect(found.output).toContain('NOT INTACT');
    writeFileSync(changed, `${lines.slice(0, -1).join('\n')}\n`);
    expect(verify(changed).output).toContain('the end is missing');
  });
});
