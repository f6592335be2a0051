// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offerLink } from '../../../src/content/link/handoff.ts';
import { findStage } from '../../../src/content/overlay/stage.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { LONG } from '../../support/long.ts';
import { FakePort, messagesOf } from '../../ui/fake-surroundings.ts';
import { snapshotOf } from '../../ui/snapshots.ts';

/** What a part's script does when it is put into a page: its module runs anew. */
async function putIn(script: 'main' | 'draw'): Promise<void> {
  vi.resetModules();
  await (script === 'main'
    ? import('../../../src/content/overlay/main.tsx')
    : import('../../../src/content/overlay/draw.tsx'));
  for (let n = 0; n < 10; n++) await Promise.resolve();
}

async function overlay(): Promise<Stage> {
  await putIn('main');
  const stage = findStage();
  if (stage === undefined) throw new Error('no overlay');
  return stage;
}

const isDrawing = ({ root }: Stage): boolean =>
  root.querySelector('.draw')?.getAttribute('data-on') === 'true';

beforeEach(() => {
  const text = messagesOf('en');
  vi.stubGlobal('browser', {
    i18n: { getMessage: (key: string, substitutions: string[]) => text(key, ...substitutions) },
    runtime: {
      // Nobody answers while a test runs: a part is on its way for as long.
      sendMessage: () => new Promise(() => undefined),
      onMessage: { addListener: () => undefined, removeListener: () => undefined },
    },
    storage: { local: { get: async () => ({}), set: async () => undefined } },
  });
  Object.assign(HTMLElement.prototype, { showPopover: () => undefined, hidePopover: () => undefined });
  const { matches } = HTMLElement.prototype;
  vi.spyOn(HTMLElement.prototype, 'matches').mockImplementation(function (
    this: HTMLElement,
    selector: string,
  ) {
    return selector === ':popover-open' || matches.call(this, selector);
  });
  vi.spyOn(document, 'querySelector').mockImplementation((selector) =>
    selector === 'dialog:modal' ? null : (document.querySelectorAll(selector)[0] ?? null),
  );
  Object.defineProperty(document, 'fullscreenElement', { get: () => null, configurable: true });
  document.elementFromPoint = () => null;
  const port = new FakePort();
  offerLink(port);
  port.send(snapshotOf());
});

afterEach(() => {
  findStage()?.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the drawing part', () => {
  it('begins to draw where it was pressed for', async () => {
    const stage = await overlay();
    stage.openPart('draw');
    await putIn('draw');
    await vi.waitFor(() => expect(isDrawing(stage)).toBe(true), LONG);
  });

  it('shows what is drawn where the room called it, and waits for a press', async () => {
    const stage = await overlay();
    await putIn('draw');
    await vi.waitFor(() => expect(stage.root.querySelector('.draw')).not.toBeNull(), LONG);
    expect(isDrawing(stage)).toBe(false);
    stage.openPart('draw');
    await vi.waitFor(() => expect(isDrawing(stage)).toBe(true), LONG);
  });

  it('begins to draw at the first press also where the room called it in the same moment', async () => {
    const stage = await overlay();
    stage.openPart('draw');
    // Two scripts are under way; the first that runs is the room's.
    await putIn('draw');
    await putIn('draw');
    await vi.waitFor(() => expect(isDrawing(stage)).toBe(true), LONG);
  });
});
