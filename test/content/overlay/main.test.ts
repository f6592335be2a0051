// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offerLink } from '../../../src/content/link/handoff.ts';
import { findStage, setStage } from '../../../src/content/overlay/stage.ts';
import { FakePort, messagesOf } from '../../ui/fake-surroundings.ts';
import { snapshotOf } from '../../ui/snapshots.ts';

let port: FakePort;
const sendMessage = vi.fn(async (_message: unknown) => undefined);
const listeners = new Set<(message: unknown) => void>();

/** What the script does when it is put into a page: its module runs anew. */
async function putIn(): Promise<void> {
  vi.resetModules();
  await import('../../../src/content/overlay/main.tsx');
  await Promise.resolve();
}

const host = (): HTMLElement | null => document.querySelector('[popover]');
const press = (): void => findStage()?.root.querySelector<HTMLElement>('.plate')?.click();

beforeEach(() => {
  vi.useFakeTimers();
  const text = messagesOf('en');
  vi.stubGlobal('browser', {
    i18n: { getMessage: (key: string, substitutions: string[]) => text(key, ...substitutions) },
    runtime: {
      sendMessage,
      onMessage: {
        addListener: (listener: (message: unknown) => void) => listeners.add(listener),
        removeListener: (listener: (message: unknown) => void) => listeners.delete(listener),
      },
    },
    storage: { local: { get: async () => ({}), set: async () => undefined } },
  });
  let open = false;
  Object.assign(HTMLElement.prototype, {
    showPopover: () => {
      open = true;
    },
    hidePopover: () => {
      open = false;
    },
  });
  const { matches } = HTMLElement.prototype;
  vi.spyOn(HTMLElement.prototype, 'matches').mockImplementation(function (
    this: HTMLElement,
    selector: string,
  ) {
    return selector === ':popover-open' ? open : matches.call(this, selector);
  });
  Object.defineProperty(document, 'fullscreenElement', { get: () => null, configurable: true });
  vi.spyOn(document, 'querySelector').mockImplementation((selector) =>
    selector === 'dialog:modal' ? null : (document.querySelectorAll(selector)[0] ?? null),
  );
  document.elementFromPoint = () => null;
  port = new FakePort();
  offerLink(port);
});

afterEach(() => {
  findStage()?.remove();
  setStage(undefined);
  sendMessage.mockReset().mockResolvedValue(undefined);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the overlay script', () => {
  it('waits for a session, then shows its badge', async () => {
    await putIn();
    expect(host()).toBeNull();
    port.send(snapshotOf());
    await Promise.resolve();
    expect(host()?.shadowRoot).toBeNull();
    expect(findStage()?.root.textContent).toContain('Stable');
  });

  it('does nothing in a frame without a link', async () => {
    globalThis.riceLink = undefined;
    await putIn();
    expect(host()).toBeNull();
  });

  it('is there once when put in twice', async () => {
    port.send(snapshotOf());
    await putIn();
    await putIn();
    expect(document.querySelectorAll('[popover]').length).toBe(1);
    expect(port.listeners).toBe(1);
  });

  it('asks for the panel once, then uses what came', async () => {
    port.send(snapshotOf());
    await putIn();
    press();
    expect(sendMessage).toHaveBeenCalledExactlyOnceWith({ type: 'show-part', part: 'panel' });
    const panel = { toggle: vi.fn(), remove: vi.fn() };
    findStage()?.parts.set('panel', panel);
    press();
    expect(panel.toggle).toHaveBeenCalledTimes(1);
    expect(sendMessage).toHaveBeenCalledTimes(1);
  });

  it('says that the extension is gone when nobody answers', async () => {
    port.send(snapshotOf());
    await putIn();
    sendMessage.mockRejectedValue(new Error('Extension context invalidated.'));
    press();
    await vi.advanceTimersByTimeAsync(10);
    expect(findStage()?.root.textContent).toContain('RICE was updated or switched off');
  });

  it('asks for its safety part at once, and until it comes', async () => {
    const asked = () =>
      sendMessage.mock.calls.filter(([message]) => JSON.stringify(message).includes('safety'));
    port.send(snapshotOf());
    await putIn();
    await vi.advanceTimersByTimeAsync(600);
    expect(asked()).toEqual([[{ type: 'show-part', part: 'safety' }]]);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(asked()).toHaveLength(2);
    findStage()?.parts.set('safety', { toggle: () => undefined, remove: () => undefined });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toHaveLength(2);
  });

  it('opens the panel on the keyboard shortcut', async () => {
    port.send(snapshotOf());
    await putIn();
    for (const listener of listeners) listener({ type: 'settings-changed' });
    expect(sendMessage).not.toHaveBeenCalled();
    for (const listener of listeners) listener({ type: 'open-panel' });
    expect(sendMessage).toHaveBeenCalledExactlyOnceWith({ type: 'show-part', part: 'panel' });
    for (const listener of listeners) listener({ type: 'open-draw' });
    expect(sendMessage).toHaveBeenLastCalledWith({ type: 'show-part', part: 'draw' });
  });

  it('remembers which parts were pressed for, until they are there', async () => {
    port.send(snapshotOf());
    await putIn();
    let came: () => void = () => undefined;
    sendMessage.mockReturnValueOnce(
      new Promise<undefined>((resolve) => {
        came = () => resolve(undefined);
      }),
    );
    for (const listener of listeners) listener({ type: 'open-draw' });
    expect(findStage()?.asked).toEqual(new Set(['draw']));
    came();
    await vi.advanceTimersByTimeAsync(10);
    expect(findStage()?.asked).toEqual(new Set());
  });

  it('has each part on demand, all of them below its warnings', async () => {
    port.send(snapshotOf());
    await putIn();
    const stage = findStage();
    stage?.openPart('editor');
    expect(sendMessage).toHaveBeenCalledExactlyOnceWith({ type: 'show-part', part: 'editor' });
    const slot = stage?.addSlot();
    stage?.parts.set('editor', { toggle: vi.fn(), remove: vi.fn() });
    expect(slot?.nextElementSibling?.querySelector('.plate')).not.toBeNull();
    await vi.advanceTimersByTimeAsync(10);
    expect(stage?.root.textContent).not.toContain('RICE was updated or switched off');
  });

  it('leaves nothing behind when removed', async () => {
    port.send(snapshotOf());
    await putIn();
    const panel = { toggle: vi.fn(), remove: vi.fn() };
    findStage()?.parts.set('panel', panel);
    findStage()?.remove();
    expect(panel.remove).toHaveBeenCalledTimes(1);
    expect(host()).toBeNull();
    expect([port.listeners, listeners.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});
