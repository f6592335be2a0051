// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QualityChoice } from '../../../src/model/codec/quality-policy.ts';
import type { QualityCause, QualityReason } from '../../../src/model/codec/quality-reading.ts';
import { FRESH_MS } from '../../../src/ui/fresh.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { START_PLACE } from '../../../src/ui/placement.ts';
import { NOT_NOW_MS, OFFER_AFTER_MS, OFFER_FOR_MS } from '../../../src/ui/quality/offer-desk.ts';
import { mountQuality, type QualityUi } from '../../../src/ui/quality/quality.tsx';
import { COMPLETE_MS } from '../../../src/ui/quality/quality-show.ts';
import { FakePort, FakeStorage, messagesOf } from '../fake-surroundings.ts';
import { blockedBy, instrumentOf } from '../snapshots.ts';
import { chose, pictured, qualityOf } from './quality-of.ts';

const AUTOMATIC = { type: 'automatic', lowest: 0, highest: 9 } as const;
const WALL_MS = 1_700_000_000_000;

let nowMs = 0;
let port: FakePort;
let storage: FakeStorage;
let container: HTMLElement;
let ui: QualityUi;
let panel: string | undefined;
let dot: boolean;
let isKept: boolean;
let stops: readonly (() => void)[] = [];
const chosen: QualityChoice[] = [];
const openPanel = vi.fn();

function slot(name: string): HTMLElement {
  const made = document.createElement('div');
  made.dataset['slot'] = name;
  container.append(made);
  return made;
}

async function mount(language: 'en' | 'de' = 'en'): Promise<void> {
  const clock = () => nowMs;
  const store = new OverlayStore(port, { nowMs: clock, epochMs: clock });
  container = document.createElement('div');
  document.body.append(container);
  ui = mountQuality(
    { mark: slot('mark'), offer: slot('offer'), part: slot('part') },
    {
      messages: messagesOf(language),
      store,
      port,
      storage,
      overlay: {
        get setting() {
          return { place: START_PLACE, dot };
        },
      },
      nowMs: clock,
      wallMs: () => WALL_MS + nowMs,
      panelConnection: () => panel,
      openPanel,
      choose: async (choice) => {
        chosen.push(choice);
        return isKept;
      },
    },
  );
  stops = [store.start(), () => ui.remove()];
  await settled();
}

async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1);
}
function pass(ms: number): void {
  for (let step = 0; step < ms; step += 500) {
    nowMs += 500;
    vi.advanceTimersByTime(500);
  }
}

/** As the user's own hand makes it; scripts make the others. */
function trusted<E extends Event>(event: E): E {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}
const inSlot = (name: string): string => container.querySelector(`[data-slot=${name}]`)?.textContent ?? '';
const mark = (): HTMLElement | null => container.querySelector('.quality-mark');
const spoken = (): string => container.querySelector('[role=status]')?.textContent ?? '';
function button(text: string): HTMLButtonElement {
  const all = [...container.querySelectorAll('button')];
  const found = all.find((each) => each.textContent === text);
  if (found === undefined) throw new Error(`no button ${text} among ${all.map((each) => each.textContent)}`);
  return found;
}
async function press(text: string): Promise<void> {
  pass(FRESH_MS);
  button(text).dispatchEvent(trusted(new MouseEvent('click', { bubbles: true })));
  await settled();
}
async function change(input: HTMLInputElement | HTMLSelectElement, value: string | boolean): Promise<void> {
  if (typeof value === 'string') input.value = value;
  else if (input instanceof HTMLInputElement) input.checked = value;
  input.dispatchEvent(trusted(new Event('change', { bubbles: true })));
  await settled();
}
const radio = (type: QualityChoice['type']): HTMLInputElement => {
  const found = container.querySelector<HTMLInputElement>(`input[type=radio][value=${type}]`);
  if (found === null) throw new Error(`no choice ${type}`);
  return found;
};
const selects = (): readonly HTMLSelectElement[] => [...container.querySelectorAll('select')];

beforeEach(async () => {
  vi.useFakeTimers();
  nowMs = 0;
  port = new FakePort();
  storage = new FakeStorage();
  panel = undefined;
  dot = false;
  isKept = true;
  chosen.length = 0;
  openPanel.mockReset();
  await mount();
});
afterEach(() => {
  for (const stop of stops) stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('The mark', () => {
  it('says in words that the picture is lossy, and is gone when it is not', () => {
    port.send(pictured({ isLossy: true }));
    expect(mark()?.textContent).toBe('Lossy picture: not for measurement');
    port.send(pictured());
    expect(mark()).toBeNull();
  });

  it('has a sign of its own beside the words, so that no colour is needed', () => {
    port.send(pictured({ isLossy: true }));
    expect(mark()?.querySelector('svg.mark')).not.toBeNull();
  });

  it('keeps all its words for screen readers where the badge is a dot', () => {
    dot = true;
    port.send(pictured({ isLossy: true }));
    for (let second = 0; second < 10; second++) {
      port.send(pictured({ isLossy: true }));
      pass(1_000);
    }
    expect(mark()?.querySelector('[aria-hidden] + .spoken')?.textContent).toBe(
      'Lossy picture: not for measurement',
    );
  });

  it('opens the panel', async () => {
    port.send(pictured({ isLossy: true }));
    await press('Lossy picture: not for measurement');
    expect(openPanel).toHaveBeenCalledOnce();
  });

  it('is taken over by the panel while that is open', () => {
    panel = 'c1';
    port.send(pictured({ isLossy: true }));
    expect(mark()).toBeNull();
    expect(container.querySelector('.quality-line')?.textContent).toContain('not for measurement');
  });

  it('shows how far full quality has come, then for a while that the picture is complete', () => {
    port.send(pictured({ isLossy: true, full: { state: 'coming', share: 0.426 } }));
    expect(mark()?.textContent).toContain('not for measurement');
    expect(mark()?.querySelector('progress')?.value).toBe(0.42);
    expect(mark()?.textContent).toContain('42%');
    port.send(pictured({ full: { state: 'complete', share: 1 } }));
    expect(mark()?.textContent).toContain('The picture is complete');
    expect(mark()?.textContent).not.toContain('measurement');
    pass(COMPLETE_MS);
    expect(mark()).toBeNull();
  });

  it('never shows a hundred percent of a picture that is not complete', () => {
    port.send(pictured({ full: { state: 'coming', share: 0.9999 } }));
    expect(mark()?.textContent).toContain('99%');
  });

  it('has the way back to the quality of the page, one press away', async () => {
    port.send(pictured({ ...chose(AUTOMATIC), level: 2, cause: 'network' }));
    expect(mark()?.textContent).toContain('Automatic: level 2');
    await press('Turn off');
    expect(chosen).toEqual([{ type: 'suggest' }]);
    expect(mark()).toBeNull();
  });

  it('comes back when the way back could not be kept', async () => {
    isKept = false;
    port.send(pictured(chose({ type: 'fixed', level: 1 })));
    await press('Turn off');
    expect(mark()?.textContent).toContain('Fixed');
  });

  it('ends focus with one press', async () => {
    port.send(pictured({ isFocused: true }));
    await press('End');
    expect(port.commands).toEqual([{ connection: 'c1', command: { type: 'focus', on: false } }]);
  });

  it('does nothing for events of scripts', () => {
    port.send(pictured(chose(AUTOMATIC)));
    pass(FRESH_MS);
    button('Turn off').click();
    expect(chosen).toEqual([]);
  });

  it('is about the connection that has something to say', () => {
    port.send(pictured(), pictured({ isLossy: true }, { connection: 'c2' }));
    expect(mark()).not.toBeNull();
  });
});

describe('The offer', () => {
  const wanting = pictured({ isLossy: true, offer: 2 });
  const offer = (): string => inSlot('offer');

  it('asks calmly, and changes nothing by itself', () => {
    port.send(wanting);
    expect(offer()).toBe('');
    pass(OFFER_AFTER_MS);
    expect(offer()).toContain("Lower the picture's quality to keep it responsive?");
    expect(chosen).toEqual([]);
    expect(port.commands).toEqual([]);
  });

  it('turns automatic on for this site, within what the facility allows', async () => {
    port.send(pictured({ offer: 2, policy: { choice: { type: 'suggest' }, lowest: 1, highest: 8 } }));
    pass(OFFER_AFTER_MS);
    await press('Yes, automatically from now on here');
    expect(chosen).toEqual([{ type: 'automatic', lowest: 1, highest: 8 }]);
    expect(offer()).toBe('');
  });

  it('is not repeated for a working day after "not now", whatever page of this site is loaded', async () => {
    port.send(wanting);
    pass(OFFER_AFTER_MS);
    await press('Not now');
    expect(offer()).toBe('');
    expect(storage.values.get('quality')).toEqual({ notNowAt: WALL_MS + nowMs });
    for (const stop of stops) stop();
    await mount();
    port.send(wanting);
    pass(60_000);
    expect(offer()).toBe('');
    nowMs += NOT_NOW_MS;
    port.send(wanting);
    pass(OFFER_AFTER_MS);
    expect(offer()).not.toBe('');
  });

  it('gives way to every warning, and comes back after it', () => {
    port.send(wanting);
    pass(OFFER_AFTER_MS);
    port.send(blockedBy('breakdown', { state: 'breakdown', quality: qualityOf({ offer: 2 }) }));
    pass(500);
    expect(offer()).toBe('');
    port.send(wanting);
    pass(15_000);
    expect(offer()).not.toBe('');
  });

  it('gives way to a warning about which nothing can be decided, too', () => {
    port.send(pictured({ offer: 2 }, { instrument: instrumentOf('unknown', '') }));
    pass(OFFER_AFTER_MS + OFFER_FOR_MS);
    expect(offer()).toBe('');
  });

  it('gives way to whatever waits for a decision about safety', () => {
    port.send(pictured({ offer: 2 }, { armed: false, nowMs: 1 }));
    pass(OFFER_AFTER_MS + OFFER_FOR_MS);
    expect(offer()).toBe('');
  });

  it('is not made where the user has decided', () => {
    port.send(pictured({ ...chose({ type: 'fixed', level: 6 }), offer: 2 }));
    pass(OFFER_AFTER_MS + OFFER_FOR_MS);
    expect(offer()).toBe('');
  });

  it('is not made by an extension that is gone', () => {
    port.detached = true;
    port.send(wanting);
    pass(OFFER_AFTER_MS + OFFER_FOR_MS);
    expect(offer()).toBe('');
  });

  it('goes with its connection', () => {
    port.send(wanting);
    pass(OFFER_AFTER_MS);
    port.send(pictured({}, { guarding: 'closed' }));
    expect(offer()).toBe('');
  });

  it('waits until it is known whether the user has said "not now"', async () => {
    for (const stop of stops) stop();
    storage.get = () => new Promise(() => undefined);
    await mount();
    port.send(wanting);
    pass(OFFER_AFTER_MS + OFFER_FOR_MS);
    expect(offer()).toBe('');
  });
});

describe("The panel's part", () => {
  const part = (): string => inSlot('part');
  beforeEach(() => {
    panel = 'c1';
  });

  it('is not there while the panel is closed', () => {
    panel = undefined;
    port.send(pictured());
    expect(part()).toBe('');
  });

  it.each<[QualityCause, string]>([
    ['page', 'As this page asks for it.'],
    ['user', 'As you chose.'],
    ['network', 'Lowered, because the network is slow.'],
    ['retries', 'Lowered, because actions were repeated before an answer came.'],
    ['opinion', 'Lowered, because the session responded poorly.'],
    ['idle', 'Raised, because nothing is being done.'],
    ['clear', 'Raised, because the network has room for more.'],
    ['full', 'Full quality, as you asked.'],
  ])('says the level, and of the cause %s why it is so', (cause, words) => {
    port.send(pictured({ level: 4, cause }));
    expect(part()).toContain('Level 4 of 9 (medium). ');
    expect(part()).toContain(words);
  });

  it.each<[QualityReason, RegExp]>([
    ['lossless-page', /without loss/],
    ['two-levels', /two levels at once/],
    ['unread', /cannot be read/],
    ['server', /more than a change of quality/],
  ])('says why the quality is left alone: %s', (reason, words) => {
    port.send(pictured({ support: 'none', reason, level: null }));
    expect(part()).toMatch(words);
    expect(button('Full quality now').disabled).toBe(true);
    expect(container.querySelector<HTMLInputElement>('input[type=checkbox]')?.disabled).toBe(true);
  });

  it('says that a level has no effect on this server', () => {
    port.send(pictured({ support: 'no-effect' }));
    expect(part()).toContain('no effect on this server');
    expect(button('Full quality now').disabled).toBe(false);
  });

  it('asks for full quality, and shows its key, its share and its end', async () => {
    port.send(pictured());
    expect(part()).toContain('Alt+Shift+Q');
    await press('Full quality now');
    expect(port.commands).toEqual([{ connection: 'c1', command: { type: 'full-quality' } }]);
    port.send(pictured({ full: { state: 'coming', share: 0.5 } }));
    expect(part()).toContain('50%');
    expect(button('Full quality now').disabled).toBe(true);
    port.send(pictured({ full: { state: 'complete', share: 1 } }));
    expect(part()).toContain('The picture is complete');
  });

  it('switches focus on and off, and shows its key', async () => {
    port.send(pictured());
    expect(part()).toContain('Alt+Shift+F');
    const box = container.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (box === null) throw new Error('no box');
    await change(box, true);
    await change(box, false);
    expect(port.commands.map(({ command }) => command)).toEqual([
      { type: 'focus', on: true },
      { type: 'focus', on: false },
    ]);
  });

  it('lets the user choose who decides', async () => {
    port.send(pictured());
    expect(radio('suggest').checked).toBe(true);
    await change(radio('automatic'), true);
    expect(chosen).toEqual([AUTOMATIC]);
    expect(radio('automatic').checked).toBe(true);
    await change(radio('fixed'), true);
    expect(chosen.at(-1)).toEqual({ type: 'fixed', level: 6 });
  });

  it('shows a choice as made until the session says so, and takes it back when it does not', async () => {
    port.send(pictured());
    await change(radio('automatic'), true);
    port.send(pictured());
    expect(radio('automatic').checked).toBe(true);
    pass(3_500);
    port.send(pictured());
    expect(radio('suggest').checked).toBe(true);
  });

  it('says that a choice could not be saved', async () => {
    isKept = false;
    port.send(pictured());
    await change(radio('automatic'), true);
    expect(part()).toContain('Your choice could not be saved.');
    expect(radio('suggest').checked).toBe(true);
  });

  it('begins a fixed level at the one in force, or the next better one', async () => {
    port.send(pictured({ level: 5, pageLevel: 5 }));
    await change(radio('fixed'), true);
    expect(chosen).toEqual([{ type: 'fixed', level: 6 }]);
  });

  it('offers the levels that the facility allows, and says so', () => {
    const choice = { type: 'fixed', level: 4 } as const;
    port.send(pictured({ level: 4, policy: { choice, lowest: 2, highest: 7 } }));
    expect([...(selects()[0]?.options ?? [])].map((each) => each.value)).toEqual(['2', '4', '6', '7']);
    expect(part()).toContain('Your facility allows 2 (medium) to 7 (good).');
  });

  it('keeps the lowest level below the highest', async () => {
    port.send(pictured(chose({ type: 'automatic', lowest: 1, highest: 6 })));
    const [lowest, highest] = selects();
    if (lowest === undefined || highest === undefined) throw new Error('no bounds');
    await change(lowest, '8');
    expect(chosen.at(-1)).toEqual({ type: 'automatic', lowest: 8, highest: 8 });
    await change(highest, '2');
    expect(chosen.at(-1)).toEqual({ type: 'automatic', lowest: 2, highest: 2 });
  });

  it('takes no choice that a script of the page makes', async () => {
    port.send(pictured());
    radio('automatic').click();
    await settled();
    expect(chosen).toEqual([]);
  });

  it('cannot keep a choice without its extension', () => {
    port.detached = true;
    port.send(pictured());
    pass(500);
    expect(container.querySelector('fieldset')?.disabled).toBe(true);
    expect(part()).toContain('Reload the page to choose');
  });

  it('speaks of the connection that the panel speaks of', () => {
    panel = 'c2';
    port.send(pictured({ level: 2 }), pictured({ level: 8 }, { connection: 'c2' }));
    expect(part()).toContain('Level 8 of 9 (fine)');
  });
});

describe('The keys', () => {
  it('ask every open connection for full quality', () => {
    port.send(
      pictured(),
      pictured({}, { connection: 'c2', guarding: 'closed' }),
      pictured({}, { connection: 'c3' }),
    );
    ui.fullQuality();
    expect(port.commands.map(({ connection }) => connection)).toEqual(['c1', 'c3']);
  });

  it('switch focus on, and off where it is on', () => {
    port.send(pictured());
    expect(ui.toggleFocus()).toBe(true);
    port.send(pictured({ isFocused: true }));
    ui.toggleFocus();
    expect(port.commands.map(({ command }) => command)).toEqual([
      { type: 'focus', on: true },
      { type: 'focus', on: false },
    ]);
  });

  it('are left to the remote computer where nothing can be chosen', () => {
    port.send(pictured({ support: 'none', reason: 'unread' }));
    expect(ui.toggleFocus()).toBe(false);
    expect(port.commands).toEqual([]);
  });
});

it('A screen reader is told politely', () => {
  port.send(pictured());
  port.send(pictured({ full: { state: 'complete', share: 1 } }));
  expect(spoken()).toBe('The picture is complete');
  expect(container.querySelector('[role=status]')?.getAttribute('aria-live')).toBe('polite');
});

it.each(['en', 'de'] as const)(
  'All of it has names and roles for assistive technology (%s)',
  async (language) => {
    vi.useRealTimers();
    for (const stop of stops) stop();
    document.body.replaceChildren();
    await new Promise<void>((resolve) => {
      vi.useFakeTimers();
      void mount(language).then(resolve);
    });
    const busy = { isLossy: true, offer: 2, isFocused: true, full: { state: 'coming', share: 0.3 } } as const;
    port.send(pictured(busy));
    pass(OFFER_AFTER_MS);
    const judge = async (): Promise<void> => {
      vi.useRealTimers();
      const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      vi.useFakeTimers();
    };
    expect(container.querySelector('.quality-offer')).not.toBeNull();
    await judge();
    panel = 'c1';
    port.send(pictured({ ...busy, ...chose({ type: 'automatic', lowest: 1, highest: 8 }) }));
    expect(selects()).toHaveLength(2);
    await judge();
  },
);
