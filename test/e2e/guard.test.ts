import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { direct, type LinkProfile, steady } from '../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../testbed/link/tcp-link.ts';
import { launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser, TestExtension, TestPage } from '../support/browsers/test-browser.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import {
  type InputWitness,
  startInputWitness,
  type WitnessedEvent,
} from '../support/servers/input-witness.ts';
import { startPicture } from '../support/servers/picture.ts';
import { type ServerProcess, stopAll } from '../support/servers/process.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { type HistoryEntry, recordHistory, statesOf, untilHistory } from '../support/session-history.ts';

/** From the cut of the link to the last press that may ever reach the server (the figure). */
const GATE_BUDGET_MS = 700;
const CUT_MS = 5000;
/** The overlay hears of a permit at most one tick and one message after the hook decided. */
const HISTORY_LAG_MS = 250;

interface Click {
  readonly madeWallMs: number;
  readonly x: number;
  readonly y: number;
}

interface Rig {
  readonly link: TcpLink;
  readonly witness: InputWitness;
  readonly page: TestPage;
  readonly extension: TestExtension;
  /** Top left corner of the remote screen in the page. */
  readonly canvas: { readonly x: number; readonly y: number };
}

let portals: PortalServer;
let processes: ServerProcess[] = [];
let links: TcpLink[] = [];
let pages: TestPage[] = [];

beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});
afterEach(async () => {
  for (const page of pages) await page.close();
  for (const link of links) await link.stop();
  await stopAll(processes);
  [processes, links, pages] = [[], [], []];
});

describe.each(['chromium', 'firefox'] as const)('a guarded session in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });

  test('lets nothing reach the instrument late when the link is cut for 5 s while clicking', async () => {
    const rig = await connect(browser, direct);
    const clicks: Click[] = [];
    await clickFor(rig, clicks, 3000);

    const cutWallMs = Date.now();
    rig.link.stall();
    await clickFor(rig, clicks, CUT_MS);
    const healWallMs = Date.now();
    rig.link.heal();
    await clickFor(rig, clicks, 1500);
    // A burst was cut, so presses pass again only after a pause.
    const isOpen = (entry: HistoryEntry | undefined) =>
      entry !== undefined && entry.atWallMs > healWallMs && entry.blocked === null;
    const history = await untilHistory(rig.extension, rig.page, (entries) => isOpen(entries.at(-1)));
    const permitWallMs = history.find(isOpen)?.atWallMs ?? Infinity;
    await clickFor(rig, clicks, 1500);
    await rig.witness.until((events) => marks(events).has(markOf(clicks.at(-1)!)), 10_000);

    const reached = marks(rig.witness.events());
    const forbidden = clicks.filter(
      (click) =>
        click.madeWallMs > cutWallMs + GATE_BUDGET_MS && click.madeWallMs < permitWallMs - HISTORY_LAG_MS,
    );
    expect(forbidden.length).toBeGreaterThan(10);
    expect(forbidden.filter((click) => reached.has(markOf(click)))).toEqual([]);
    expect(unreleased(rig.witness.events())).toEqual([]);
    expect(permitWallMs).toBeGreaterThan(healWallMs);
    expect(statesOf(history.filter((entry) => entry.atWallMs >= cutWallMs))).toEqual(
      expect.arrayContaining(['breakdown', 'recovery']),
    );

    const afterCut = clicks.filter((click) => click.madeWallMs > cutWallMs && click.madeWallMs < healWallMs);
    report(`guard-cut-${name}`, {
      browser: `${browser.name} ${browser.version}`,
      clicks: clicks.length,
      madeDuringCut: afterCut.length,
      sentBeforeGateClosed: afterCut.filter((click) => reached.has(markOf(click))).length,
      gateClosedAfterMs:
        (history.find((entry) => entry.atWallMs > cutWallMs && entry.blocked !== null)?.atWallMs ?? NaN) -
        cutWallMs,
      permitBackAfterHealMs: permitWallMs - healWallMs,
      states: statesOf(history),
    });
  });

  test('blocks nothing on a link with a steady 600 ms round trip', async () => {
    const rig = await connect(browser, steady);
    const clicks: Click[] = [];
    const startWallMs = Date.now();
    const keys = 'stagemove';
    for (let round = 0; round < 6; round++) {
      await clickFor(rig, clicks, 1500, 700);
      for (const key of keys) {
        await rig.page.keyboard.press(key);
        await pause(200);
      }
    }
    const pressesOf = (events: readonly WitnessedEvent[]) =>
      events.filter((event) => event.type === 'key-press').length;
    await rig.witness.until(
      (events) => marks(events).size === clicks.length && pressesOf(events) === 6 * keys.length,
      10_000,
    );
    const history = await untilHistory(rig.extension, rig.page, () => true);
    const blocked = history.filter((entry) => entry.atWallMs > startWallMs && entry.blocked !== null);
    expect(blocked).toEqual([]);
    expect(unreleased(rig.witness.events())).toEqual([]);
    report(`guard-steady-${name}`, {
      browser: `${browser.name} ${browser.version}`,
      clicks: clicks.length,
      keys: 6 * keys.length,
      blocked: blocked.length,
      roundTripMs: history.at(-1)?.roundTripMs ?? null,
      states: statesOf(history),
    });
  });
});

/** Xvnc with a moving picture behind websockify behind a link, and noVNC connected to it, ready for input. */
async function connect(browser: TestBrowser, profile: LinkProfile): Promise<Rig> {
  const xvnc = await startXvnc();
  processes.unshift(xvnc);
  processes.unshift(await startPicture(xvnc.display));
  const witness = await startInputWitness(xvnc.display);
  processes.unshift(witness);
  const websockify = await startWebsockify(xvnc);
  processes.unshift(websockify);
  const link = await startTcpLink({
    listenPort: 0,
    target: { host: '127.0.0.1', port: websockify.port },
    profile,
  });
  links.push(link);
  const page = await browser.open(portals.portal('1.7', { url: `ws://localhost:${link.port}/websockify` }));
  pages.push(page);
  await page.until(() => document.documentElement.dataset['status'] === 'connected', undefined, 20_000);
  const extension = browser.extension;
  if (extension === undefined) throw new Error('no extension');
  await recordHistory(extension, page);
  await untilHistory(extension, page, (history) => {
    const last = history.at(-1);
    return last?.guarding === 'guarded' && last.blocked === null && last.roundTripMs !== null;
  });
  // A settled baseline: the first ten round trips.
  await pause(3000);
  const canvas = await page.evaluate(() => {
    const box = document.querySelector('canvas')?.getBoundingClientRect();
    return { x: Math.round(box?.x ?? 0), y: Math.round(box?.y ?? 0) };
  });
  return { link, witness, page, extension, canvas };
}

/** Clicks at varied places, no two alike, until the time is over. */
async function clickFor(rig: Rig, clicks: Click[], durationMs: number, everyMs = 180): Promise<void> {
  const endMs = Date.now() + durationMs;
  while (Date.now() < endMs) {
    const index = clicks.length;
    const click = { madeWallMs: Date.now(), x: 20 + ((index * 37) % 560), y: 20 + ((index * 53) % 420) };
    clicks.push(click);
    await rig.page.mouse.click(rig.canvas.x + click.x, rig.canvas.y + click.y);
    await pause(Math.max(0, everyMs - (Date.now() - click.madeWallMs)));
  }
}

function markOf(click: Click): string {
  return `${click.x},${click.y}`;
}

/** Places at which the server executed a press. */
function marks(events: readonly WitnessedEvent[]): ReadonlySet<string> {
  return new Set(events.filter((event) => event.type === 'press').map((event) => `${event.x},${event.y}`));
}

/** Presses and keys that were never let go. */
function unreleased(events: readonly WitnessedEvent[]): readonly string[] {
  const held = new Set<string>();
  for (const event of events) {
    if (event.type === 'press') held.add(`button ${event.button}`);
    else if (event.type === 'release') held.delete(`button ${event.button}`);
    else if (event.type === 'key-press') held.add(`key ${event.keycode}`);
    else if (event.type === 'key-release') held.delete(`key ${event.keycode}`);
  }
  return [...held];
}

function report(name: string, figures: Readonly<Record<string, unknown>>): void {
  mkdirSync('artifacts', { recursive: true });
  writeFileSync(`artifacts/${name}.json`, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(JSON.stringify({ name, ...figures }));
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
