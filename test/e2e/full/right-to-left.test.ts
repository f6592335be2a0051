import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../../support/browsers/launch.ts';
import { poll } from '../../support/browsers/page-code.ts';
import type { OverlayElement, TestExtension, TestPage } from '../../support/browsers/test-browser.ts';
import { rightToLeftTexts, type TextsBuild, textsBuild } from '../../support/browsers/texts-build.ts';
import { DrawnPage } from '../../support/drawn-page.ts';
import { useRoomGround } from '../../support/room-ground.ts';
import { RoomPerson } from '../../support/room-person.ts';
import { startPicture } from '../../support/servers/picture.ts';
import { SharedInstrument } from '../../support/shared-instrument.ts';

/** Pictures of everything, for somebody who reads from the right to look at. */
const PICTURES = 'artifacts/right-to-left';
const SCREEN = { width: 1100, height: 720, ratio: 1 };
/** As wide as a popup, or a side panel. */
const NARROW_PX = 380;
/** The whole of the details. */
const TALL_PX = 2600;
/** A busy machine is slow; nothing here measures time. */
const WITHIN_MS = 30_000;
/** Smaller ones are for screen readers alone. */
const SEEN_PX = 2;

/** What the functions that run with the extension's rights use of it. */
declare const chrome: { readonly tabs: { sendMessage(tabId: number, message: object): Promise<unknown> } };

const ground = useRoomGround();

describe.each(browserNames)('what is read from the right, in %s', (name) => {
  let build: TextsBuild;
  let instrument: SharedInstrument;
  let anna: RoomPerson;
  let extension: TestExtension;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    build = await textsBuild(name, await rightToLeftTexts());
    instrument = await SharedInstrument.start([startPicture]);
    const plan = { with: name, portals: ground.portals, url: instrument.url, name: 'Anna', screen: SCREEN };
    anna = await RoomPerson.arrive({ ...plan, extensionDir: build.path });
    if (anna.browser.extension === undefined) throw new Error('no extension');
    extension = anna.browser.extension;
  });
  afterAll(async () => {
    instrument?.server.signal('SIGCONT');
    await anna?.stop();
    await instrument?.stop();
    await build?.remove();
  });

  const picture = (page: TestPage, title: string) => page.screenshot(join(PICTURES, `${name}-${title}.png`));

  /** A page runs from the right and never sideways. */
  async function holds(page: TestPage, title: string): Promise<void> {
    await page.bringToFront();
    await picture(page, title);
    const [direction, tooWidePx] = await page.evaluate(() => {
      const { direction: now } = getComputedStyle(document.body);
      const { scrollWidth, clientWidth } = document.documentElement;
      return [now, scrollWidth - clientWidth] as const;
    });
    expect([title, direction, tooWidePx]).toEqual([title, 'rtl', 0]);
  }

  const shown = async (): Promise<readonly OverlayElement[]> =>
    (await extension.overlay(anna.page)).elements.filter(
      ({ widthPx, heightPx }) => widthPx > SEEN_PX && heightPx > SEEN_PX,
    );

  /** Nothing that can be used sticks out of the window to either side. */
  async function fits(title: string): Promise<void> {
    await anna.page.bringToFront();
    await picture(anna.page, title);
    const outside = (await shown()).filter(
      ({ x, widthPx }) => x - widthPx / 2 < -1 || x + widthPx / 2 > SCREEN.width + 1,
    );
    expect(outside.map(({ label, text, x, widthPx }) => ({ said: label || text, x, widthPx }))).toEqual([]);
  }

  async function press(words: RegExp): Promise<void> {
    const find = async (): Promise<OverlayElement | undefined> =>
      (await shown()).find(({ tag, label, text }) => tag === 'button' && words.test(label || text));
    await poll(async () => (await find()) !== undefined, WITHIN_MS).catch(async () => {
      throw new Error(`no ${words} in ${(await extension.overlay(anna.page)).text}`);
    });
    const found = await find();
    if (found !== undefined) await anna.page.mouse.click(found.x, found.y);
  }

  const says = (words: RegExp) =>
    poll(async () => words.test((await extension.overlay(anna.page)).text), WITHIN_MS);

  test('fits on every page of the extension, wide and narrow', async () => {
    for (const file of build.pages) {
      const page = await extension.open(file);
      await page.until(
        () => document.documentElement.dir === 'rtl' && (document.body.textContent ?? '').trim() !== '',
        undefined,
        WITHIN_MS,
      );
      await holds(page, file.replace('.html', ''));
      await page.resize(NARROW_PX, SCREEN.height);
      await holds(page, `${file.replace('.html', '')}-narrow`);
      await page.close();
    }
  });

  test('fits over a session: badge, details, and the editor of regions on either side', async () => {
    await anna.page.bringToFront();
    await says(/Idle|Stable/);
    await fits('badge');
    const tabId = await extension.tabId(anna.page);
    await extension.evaluate((id: number) => chrome.tabs.sendMessage(id, { type: 'open-panel' }), tabId);
    await says(/Round trip/);
    await fits('panel');
    // All of it at once, and its buttons within reach of the mouse.
    await anna.page.resize(SCREEN.width, TALL_PX);
    await fits('panel-whole');
    await press(/^Mark regions/);
    await says(/Drag over a part of the picture/);
    await anna.page.resize(SCREEN.width, SCREEN.height);
    await fits('editor');
    await press(/^Move this form to the other side/);
    await fits('editor-other-side');
    await anna.page.keyboard.press('Escape');
    await poll(async () => !/Drag over a part/.test((await extension.overlay(anna.page)).text), WITHIN_MS);
  });

  test('fits while one draws', async () => {
    const drawn = new DrawnPage(anna.page, extension);
    await drawn.begin();
    await drawn.press(/^Arrow/);
    await drawn.drag({ x: 300, y: 300 }, { x: 420, y: 240 });
    await fits('draw');
    await drawn.press(/^Move the tools to the other side/);
    await fits('draw-other-side');
    await drawn.toggle();
    await poll(async () => !(await drawn.isDrawing()), WITHIN_MS);
  });

  test('fits in a room: the strip over the session, and the page with people and chat', async () => {
    await anna.begin(ground.relay);
    await anna.takeControl();
    await anna.write('Shall I refocus?');
    await holds(anna.panel, 'room');
    await anna.panel.resize(NARROW_PX, SCREEN.height);
    await holds(anna.panel, 'room-narrow');
    await anna.page.bringToFront();
    await says(/You have control/);
    await press(/^More$/);
    await fits('strip');
  });

  test('fits when the link stalls: the warning, and what one may decide', async () => {
    instrument.server.signal('SIGSTOP');
    await anna.click(200, 200);
    await says(/The connection has stalled|The network is late/);
    await says(/Override/);
    await fits('warning');
    instrument.server.signal('SIGCONT');
  });
});
