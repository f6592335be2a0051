import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOM_PATH } from '../../src/model/room/room-message.ts';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { useRoomGround } from '../support/room-ground.ts';
import { RoomPerson } from '../support/room-person.ts';
import { startPicture } from '../support/servers/picture.ts';
import { pause } from '../support/servers/process.ts';
import { SharedInstrument } from '../support/shared-instrument.ts';

/** Longer than any act takes to come back from the relay here. */
const NOT_DONE_MS = 3000;

const ground = useRoomGround();

async function refusedOrigins(): Promise<number> {
  const text = await (await fetch(`${ground.relay.origin}/metrics`)).text();
  return Number(/^rice_relay_refused_origins_total (\d+)$/m.exec(text)?.[1]);
}

describe.each(browserNames)('a hostile page in a room, in %s', (name) => {
  let instrument: SharedInstrument;
  let anna: RoomPerson;

  beforeAll(async () => {
    instrument = await SharedInstrument.start([startPicture]);
    anna = await RoomPerson.arrive({
      with: name,
      portals: ground.portals,
      url: instrument.url,
      name: 'Anna',
    });
    await anna.begin(ground.relay);
  });
  afterAll(async () => {
    await anna?.stop();
    await instrument?.stop();
  });

  /** The middle of a button of the strip. */
  async function placeOf(text: string): Promise<{ readonly x: number; readonly y: number }> {
    const find = async () =>
      (await anna.browser.extension?.overlay(anna.page))?.elements.find(
        (each) => each.tag === 'button' && each.text.trim() === text,
      );
    await poll(async () => (await find()) !== undefined, 20_000);
    const found = await find();
    if (found === undefined) throw new Error(`no ${text}`);
    return { x: found.x, y: found.y };
  }

  test('reaches no relay: its origin is refused', async () => {
    const before = await refusedOrigins();
    const end = await anna.page.evaluate(
      (url: string) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url);
          socket.addEventListener('open', () => resolve('open'));
          socket.addEventListener('close', () => resolve('closed'));
        }),
      ground.relay.origin.replace('http', 'ws') + ROOM_PATH,
    );
    expect(end).toBe('closed');
    expect(await refusedOrigins()).toBe(before + 1);
  });

  test('has no way to speak to the extension', async () => {
    const ways = await anna.page.evaluate(() =>
      ['chrome', 'browser'].map((api) => {
        const runtime: unknown = Reflect.get(Reflect.get(window, api) ?? {}, 'runtime') ?? {};
        return [
          typeof Reflect.get(Object(runtime), 'connect'),
          typeof Reflect.get(Object(runtime), 'sendMessage'),
        ];
      }),
    );
    expect(ways.flat()).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });

  test('asks for nothing by events that it makes itself, where the person’s own press does', async () => {
    const place = await placeOf('Ask for control');
    const hosts = await anna.page.evaluate(async ({ x, y }: { x: number; y: number }) => {
      const at = { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y, button: 0 };
      const targets = [...document.elementsFromPoint(x, y), ...document.querySelectorAll('[popover]')];
      for (let round = 0; round < 5; round++) {
        for (const target of targets) {
          for (const type of ['pointerdown', 'pointerup']) target.dispatchEvent(new PointerEvent(type, at));
          for (const type of ['mousedown', 'mouseup', 'click'])
            target.dispatchEvent(new MouseEvent(type, at));
          for (const key of ['Enter', ' ']) {
            for (const type of ['keydown', 'keyup']) {
              target.dispatchEvent(new KeyboardEvent(type, { ...at, key }));
            }
          }
          if (target instanceof HTMLElement && target.hasAttribute('popover')) {
            target.focus();
            target.click();
          }
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return targets.filter((each) => each.hasAttribute('popover')).length;
    }, place);
    // The strip was hit: once as what lies there, once by name.
    expect(hosts).toBeGreaterThanOrEqual(2);
    await pause(NOT_DONE_MS);
    expect(await anna.overlay()).toContain('Ask for control');
    expect(await anna.shown()).not.toMatch(/You have control/);

    const again = await placeOf('Ask for control');
    await anna.page.bringToFront();
    await anna.page.mouse.click(again.x, again.y);
    await anna.sees(/You have control/);
  });
});
