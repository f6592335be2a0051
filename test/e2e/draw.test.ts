import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { TestPage } from '../support/browsers/test-browser.ts';
import { DrawnPage, type WindowPoint } from '../support/drawn-page.ts';
import { useRoomGround } from '../support/room-ground.ts';
import { RoomPerson } from '../support/room-person.ts';
import { type Feature, startFeature } from '../support/servers/feature.ts';
import { listEvents } from '../support/servers/input-witness.ts';
import { pause } from '../support/servers/process.ts';
import { SharedInstrument } from '../support/shared-instrument.ts';

/** A busy machine is slow; nothing here measures time. */
const WITHIN_MS = 30_000;
/** A piece waits up to 50 ms to be told; the rest is for a busy machine, which also takes its time to look. */
const LIVE_WITHIN_MS = 3000;
/** A laser's trail is gone after a second; the rest is for a busy machine. */
const LASER_GONE_MS = 3000;
/** Half a side of the squares that are drawn around features, in framebuffer pixels. */
const HALF = 24;
/** A gate opens at fresh proof from probes; the first clicks of somebody idle may be dropped. */
const TRIES = 10;

const GREEN: Feature = { x: 300, y: 200, size: 21, rgb: [0, 255, 0] };
const BLUE: Feature = { x: 420, y: 300, size: 21, rgb: [0, 0, 255] };

const ground = useRoomGround();

describe.each(browserNames)('drawing on the picture, in %s', (name) => {
  let instrument: SharedInstrument;
  /** The owner: her window is smaller than the screen, and the page scales. */
  let anna: RoomPerson;
  /** His window shows a part of it, at two device pixels a pixel. */
  let ben: RoomPerson;
  let hers: DrawnPage;
  let his: DrawnPage;

  beforeAll(async () => {
    const features = [GREEN, BLUE].map((each) => (display: string) => startFeature(display, each));
    instrument = await SharedInstrument.start(features, { widthPx: 900, heightPx: 700 });
    const plan = { with: name, portals: ground.portals, url: instrument.url };
    const screen = { width: 720, height: 560, ratio: 1 };
    anna = await RoomPerson.arrive({ ...plan, name: 'Anna', screen, resize: 'scale' });
    const small = { width: 640, height: 480, ratio: 2 };
    ben = await RoomPerson.arrive({ ...plan, name: 'Ben', screen: small, resize: 'clip' });
    hers = drawnBy(anna);
    his = drawnBy(ben);
  });
  afterAll(async () => {
    instrument?.server.signal('SIGCONT');
    await anna?.stop();
    await ben?.stop();
    await instrument?.stop();
  });

  function drawnBy({ page, browser }: RoomPerson): DrawnPage {
    if (browser.extension === undefined) throw new Error('drawing needs the extension');
    return new DrawnPage(page, browser.extension);
  }

  /** A square around a feature, as drawn by hand: on whole CSS pixels. */
  async function drawAround(drawn: DrawnPage, feature: Feature): Promise<void> {
    const { x, y, scale } = await drawn.placeOf(feature);
    const reach = Math.round(HALF * scale);
    const middle = { x: Math.round(x), y: Math.round(y) };
    await drawn.drag(
      { x: middle.x - reach, y: middle.y - reach },
      { x: middle.x + reach, y: middle.y + reach },
    );
  }

  /** How far the middle of what is painted there is from the feature, in framebuffer pixels; null: nothing is. */
  async function offBy(drawn: DrawnPage, feature: Feature): Promise<WindowPoint | null> {
    const { x, y, scale } = await drawn.placeOf(feature);
    const box = await drawn.paintedAround({ x, y }, 1.6 * HALF * scale);
    if (box === null) return null;
    return {
      x: Math.abs((box.left + box.right) / 2 - x) / scale,
      y: Math.abs((box.top + box.bottom) / 2 - y) / scale,
    };
  }

  async function liesOn(drawn: DrawnPage, feature: Feature): Promise<void> {
    await drawn.page.bringToFront();
    let off: WindowPoint | null = null;
    const isThere = async (): Promise<boolean> => {
      off = await offBy(drawn, feature);
      return off !== null && off.x <= 1 && off.y <= 1;
    };
    await poll(isThere, WITHIN_MS).catch(async () => {
      throw new Error(`[draw] off by ${JSON.stringify(off)}: ${await drawn.text()}`);
    });
  }

  async function isGone(drawn: DrawnPage, feature: Feature): Promise<void> {
    await drawn.page.bringToFront();
    await poll(async () => (await offBy(drawn, feature)) === null, WITHIN_MS);
  }

  /** The mouse rests over the picture, away from what is drawn: that tells a clipping page's part of the screen. */
  async function hover(page: TestPage, nth: number): Promise<void> {
    await page.bringToFront();
    await page.mouse.move(150 + nth, 100 + nth);
  }

  test('has a key of the browser', async () => {
    expect(await hers.shortcut()).toBe('Alt+Shift+D');
    await hers.begin();
    expect(await hers.text()).toContain('the instrument gets no input');
    await hers.toggle();
    await poll(async () => !(await hers.isDrawing()), WITHIN_MS);
  });

  test('somebody with control draws, and the server hears nothing of it', async () => {
    await anna.begin(ground.relay);
    await anna.takeControl();
    await hers.begin();
    // Kept, or it would be gone before it is looked at.
    await hers.page.keyboard.press('k');
    await hers.page.keyboard.press('r');
    instrument.witness.clear();
    await drawAround(hers, GREEN);
    await liesOn(hers, GREEN);
    const events = instrument.witness.events();
    expect(events, listEvents(events)).toEqual([]);
  });

  test('Escape leaves, and the next press arrives', async () => {
    await hers.page.keyboard.press('Escape');
    await poll(async () => !(await hers.isDrawing()), WITHIN_MS);
    const { x, y } = await hers.placeOf(BLUE);
    for (let tries = 0; tries < TRIES && instrument.presses() === 0; tries++) {
      await hers.page.mouse.click(Math.round(x), Math.round(y));
      await pause(500);
    }
    expect(instrument.presses()).toBeGreaterThan(0);
    expect(instrument.witness.events().some(({ type }) => type === 'key-press')).toBe(false);
  });

  test('who comes later sees it, on the same feature, in a clipped window of twice the pixels', async () => {
    await anna.letIn(ben);
    // Who has moved the mouse before that has to move it once more.
    await poll(() => his.isWatching(), WITHIN_MS);
    await hover(his.page, 0);
    await liesOn(his, GREEN);
  });

  test('it stays there when the view is dragged, and when windows change', async () => {
    await his.page.evaluate(() => {
      Reflect.set(Reflect.get(window, 'rfb'), 'dragViewport', true);
    });
    await his.drag({ x: 250, y: 250 }, { x: 170, y: 190 });
    await his.page.evaluate(() => {
      Reflect.set(Reflect.get(window, 'rfb'), 'dragViewport', false);
    });
    // Nobody knows what is seen now: better nothing than a mark in the wrong place.
    expect(await his.paintedAround({ x: 320, y: 240 }, 400)).toBeNull();
    await hover(his.page, 1);
    await liesOn(his, GREEN);
    await his.page.resize(560, 520);
    await pause(300);
    await hover(his.page, 2);
    await liesOn(his, GREEN);
    await hers.page.resize(520, 640);
    await liesOn(hers, GREEN);
  });

  test('what is drawn in the clipped window lies on its feature in the scaled one', async () => {
    await his.begin();
    await his.page.keyboard.press('k');
    await his.page.keyboard.press('r');
    await drawAround(his, BLUE);
    await liesOn(his, BLUE);
    await liesOn(hers, BLUE);
  });

  test('who drew it erases it', async () => {
    await his.page.bringToFront();
    await his.page.keyboard.press('Delete');
    await isGone(his, BLUE);
    await isGone(hers, BLUE);
    await liesOn(hers, GREEN);
  });

  test('is seen by the other while the pen is still down', async () => {
    await hers.page.bringToFront();
    await his.page.bringToFront();
    await his.page.keyboard.press('p');
    const [here, there] = [await his.placeOf(BLUE), await hers.placeOf(BLUE)];
    const { mouse } = his.page;
    await mouse.move(here.x - HALF * here.scale, here.y);
    await mouse.down();
    try {
      for (const along of [-0.5, 0, 0.5, 1]) {
        await mouse.move(here.x + along * HALF * here.scale, here.y);
        // The end of it has come, not only its beginning.
        const isThere = async (): Promise<boolean> => {
          const box = await hers.paintedAround(there, 1.6 * HALF * there.scale);
          return box !== null && box.right >= there.x + (along * HALF - 1) * there.scale;
        };
        await poll(isThere, LIVE_WITHIN_MS);
      }
    } finally {
      await mouse.up();
    }
    await his.page.keyboard.press('Delete');
    await isGone(hers, BLUE);
  });

  test('a laser pointer is seen by the other, and gone about a second after it was put away', async () => {
    await his.page.bringToFront();
    await his.page.keyboard.press('l');
    const { x, y, scale } = await his.placeOf(BLUE);
    await his.page.mouse.move(x - HALF * scale, y);
    await his.page.mouse.down();
    await his.page.mouse.move(x, y);
    await poll(async () => (await offBy(hers, BLUE)) !== null, LIVE_WITHIN_MS);
    // For as long as it is held.
    await pause(LASER_GONE_MS);
    expect(await offBy(hers, BLUE)).not.toBeNull();
    await his.page.mouse.up();
    await poll(async () => (await offBy(hers, BLUE)) === null, LASER_GONE_MS);
    await his.page.keyboard.press('r');
  });

  test('a trainer mutes, and clears all', async () => {
    await his.page.bringToFront();
    await drawAround(his, BLUE);
    await liesOn(hers, BLUE);
    await hers.begin();
    await hers.press(/^Who may draw$/);
    await hers.press(/^Mute the drawing of/);
    await isGone(hers, BLUE);
    await liesOn(hers, GREEN);
    await hers.press(/^Clear all$/);
    await hers.press(/^Really clear/);
    await isGone(hers, GREEN);
    await isGone(his, GREEN);
  });

  test('a Breakdown ends a stroke that is being drawn', async () => {
    await hers.page.bringToFront();
    const { x, y } = await hers.placeOf(GREEN);
    await hers.page.keyboard.press('Escape');
    await poll(async () => !(await hers.isDrawing()), WITHIN_MS);
    await hers.begin();
    await hers.page.mouse.move(x - 30, y - 30);
    await hers.page.mouse.down();
    await hers.page.mouse.move(x, y);
    instrument.server.signal('SIGSTOP');
    await poll(async () => !(await hers.isDrawing()), WITHIN_MS);
    expect(await hers.text()).toMatch(/Drawing has ended/);
    await hers.page.mouse.up();
    instrument.server.signal('SIGCONT');
  });
});
