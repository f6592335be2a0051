// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { START_PLACE } from '../../../src/ui/placement.ts';
import { OFFER_AFTER_MS } from '../../../src/ui/quality/offer-desk.ts';
import { QualityDock } from '../../../src/ui/stage/quality-dock.ts';
import { FakePort, FakeStorage, messagesOf } from '../fake-surroundings.ts';
import { pictured } from '../quality/quality-of.ts';

let host: HTMLElement;
let ground: HTMLElement;
let berth: HTMLElement;
let port: FakePort;
let dock: QualityDock;
let stopStore: () => void;
const heard = vi.fn();

function openPanel(connection: string): HTMLElement {
  const home = document.createElement('div');
  home.className = 'quality-home';
  home.dataset['connection'] = connection;
  const safetyHome = document.createElement('div');
  safetyHome.className = 'safety-home';
  const panel = document.createElement('div');
  panel.append(safetyHome, home);
  ground.append(panel);
  return home;
}
/** Observers are told in a turn of their own. */
const told = () => vi.advanceTimersByTimeAsync(1);
const words = (element: Element | null) => element?.textContent ?? '';

function keyDown(different: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', {
    ...{ code: 'KeyF', altKey: true, shiftKey: true, bubbles: true, cancelable: true },
    ...different,
  });
  Object.defineProperty(event, 'isTrusted', { value: true });
  document.body.dispatchEvent(event);
  return event;
}

beforeEach(async () => {
  vi.useFakeTimers();
  heard.mockReset();
  document.body.addEventListener('keydown', heard);
  host = document.createElement('div');
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  ground = document.createElement('div');
  berth = document.createElement('div');
  berth.className = 'safety-slot';
  ground.append(berth);
  root.append(ground);
  port = new FakePort();
  const store = new OverlayStore(port, { nowMs: () => performance.now(), epochMs: () => 0 });
  stopStore = store.start();
  dock = new QualityDock({
    stage: {
      root,
      messages: messagesOf('en'),
      store,
      overlay: {
        setting: { place: START_PLACE, dot: false },
        setSetting: () => undefined,
        setPanelOpen: () => undefined,
        focusBadge: () => undefined,
        remove: () => undefined,
      },
      addSlot: () => {
        const slot = document.createElement('div');
        ground.append(slot);
        return slot;
      },
      openPart: () => undefined,
    },
    port,
    storage: new FakeStorage(),
    choose: async () => true,
  });
  await told();
});
afterEach(() => {
  dock.remove();
  stopStore();
  host.remove();
  document.body.removeEventListener('keydown', heard);
  vi.useRealTimers();
});

describe('The offer', () => {
  beforeEach(async () => {
    port.send(pictured({ offer: 2 }));
    await vi.advanceTimersByTimeAsync(OFFER_AFTER_MS + 500);
  });

  it('stands where the warnings are', () => {
    expect(words(berth)).toContain('Not now');
  });

  it.each([
    ['somebody draws', { className: 'overlay draw', on: 'true' }],
    ['regions are marked', { className: 'overlay editor', on: '' }],
  ])('waits while %s there', async (_, { className, on }) => {
    const tools = document.createElement('div');
    tools.className = className;
    ground.append(tools);
    tools.dataset['on'] = on;
    await told();
    expect(berth.firstElementChild).toHaveProperty('hidden', true);
    tools.remove();
    await told();
    expect(berth.firstElementChild).toHaveProperty('hidden', false);
  });

  it('goes into the panel while that is open, where the keyboard reaches it, and back', async () => {
    const panel = openPanel('c1').parentElement;
    await told();
    expect(words(panel?.querySelector('.safety-home') ?? null)).toContain('Not now');
    expect(words(berth)).toBe('');
    panel?.remove();
    await told();
    expect(words(berth)).toContain('Not now');
  });
});

describe("The panel's part", () => {
  it('is drawn when the panel opens, and not only with the next picture', async () => {
    port.send(pictured({ level: 8 }));
    const home = openPanel('c1');
    await told();
    expect(words(home)).toContain('Level 8 of 9');
  });

  it('comes into view where the panel was opened by the mark, and only there', async () => {
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined);
    port.send(pictured({ isLossy: true }));
    openPanel('c1').parentElement?.remove();
    await told();
    expect(scroll).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    const mark = ground.querySelector('.quality-word');
    const click = new MouseEvent('click', { bubbles: true });
    Object.defineProperty(click, 'isTrusted', { value: true });
    mark?.dispatchEvent(click);
    openPanel('c1');
    await told();
    expect(scroll).toHaveBeenCalledOnce();
  });

  it('follows the panel to another connection', async () => {
    port.send(pictured(), pictured({ level: 2 }, { connection: 'c2' }));
    const home = openPanel('c1');
    await told();
    home.dataset['connection'] = 'c2';
    await told();
    expect(words(home)).toContain('Level 2 of 9');
  });
});

describe('Alt+Shift+F', () => {
  it('switches focus, and neither the page nor the remote computer hears of it', () => {
    port.send(pictured());
    expect(keyDown().defaultPrevented).toBe(true);
    keyDown({ repeat: true });
    expect(port.commands).toEqual([{ connection: 'c1', command: { type: 'focus', on: true } }]);
    expect(heard).not.toHaveBeenCalled();
  });

  it.each([{ code: 'KeyG' }, { altKey: false }, { shiftKey: false }, { ctrlKey: true }, { metaKey: true }])(
    'is that chord and no other: %o',
    (different) => {
      port.send(pictured());
      expect(keyDown(different).defaultPrevented).toBe(false);
      expect(port.commands).toEqual([]);
    },
  );

  it('goes to the remote computer where there is nothing to choose', () => {
    port.send(pictured({ support: 'none', reason: 'lossless-page' }));
    keyDown();
    expect(heard).toHaveBeenCalledOnce();
  });

  it('made by a script does nothing', () => {
    port.send(pictured());
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { code: 'KeyF', altKey: true, shiftKey: true, bubbles: true }),
    );
    expect(port.commands).toEqual([]);
  });

  it('is nobody’s after the part is gone', () => {
    port.send(pictured());
    dock.remove();
    keyDown();
    expect(port.commands).toEqual([]);
  });
});

it('The shortcut of the browser asks for full quality', () => {
  port.send(pictured());
  dock.fullQuality();
  expect(port.commands).toEqual([{ connection: 'c1', command: { type: 'full-quality' } }]);
});
