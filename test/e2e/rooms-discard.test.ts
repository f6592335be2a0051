import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { TestExtension } from '../support/browsers/test-browser.ts';
import { useRoomGround } from '../support/room-ground.ts';
import { RoomPerson } from '../support/room-person.ts';
import { SharedInstrument } from '../support/shared-instrument.ts';

declare const chrome: {
  readonly tabs: {
    discard(tabId: number): Promise<unknown>;
    query(filter: object): Promise<readonly { readonly url?: string; readonly discarded?: boolean }[]>;
    update(tabId: number, change: { readonly active: boolean }): Promise<unknown>;
  };
};

/** A lease, a drain, and what a busy machine takes to load a page again. */
const WITHIN_MS = 40_000;

const ground = useRoomGround();

// Firefox keeps a tab's number, and discards none whose page wants to hear that it is left, as the guard does.
describe.runIf(browserNames.includes('chromium'))('a tab that Chromium discards to save memory', () => {
  let instrument: SharedInstrument;
  let anna: RoomPerson;
  let extension: TestExtension;

  beforeAll(async () => {
    instrument = await SharedInstrument.start();
    const { portals } = ground;
    anna = await RoomPerson.arrive({ with: 'chromium', portals, url: instrument.url, name: 'Anna' });
    if (anna.browser.extension === undefined) throw new Error('no extension');
    extension = anna.browser.extension;
    await anna.begin(ground.relay);
    await anna.takeControl();
  });
  afterAll(async () => {
    await anna?.stop();
    await instrument?.stop();
  });

  test('is in its room when it is loaded again', async () => {
    const before = await extension.tabId(anna.page);
    // No browser discards what is in front.
    await anna.browser.open('about:blank');
    await extension.evaluate(async (tabId: number) => {
      await chrome.tabs.discard(tabId);
    }, before);
    const url = anna.page.url();
    await poll(
      () =>
        extension.evaluate(
          async (wanted: string) =>
            (await chrome.tabs.query({})).some((tab) => tab.url === wanted && tab.discarded),
          url,
        ),
      WITHIN_MS,
    );
    const after = await extension.tabId(anna.page);
    // Another number is all that makes this hard.
    expect(after).not.toBe(before);
    await extension.evaluate(async (tabId: number) => {
      await chrome.tabs.update(tabId, { active: true });
    }, after);
    // Alone it would say nothing of control. It goes on with it if it was back within its lease.
    const isInRoom = async () => /You have control|Ask for control/.test(await anna.overlay());
    await poll(() => isInRoom().catch(() => false), WITHIN_MS);
  });
});
