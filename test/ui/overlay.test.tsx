// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { FRESH_MS } from '../../src/ui/fresh.ts';
import { mountOverlay, type Overlay } from '../../src/ui/overlay.tsx';
import { OverlayStore } from '../../src/ui/overlay-store.ts';
import { LONG } from '../support/long.ts';
import { FakePort, FakeStorage, messagesOf } from './fake-surroundings.ts';
import { BLOCK_REASONS, blockedBy, GUARDINGS, instrumentOf, STATES, snapshotOf } from './snapshots.ts';

let nowMs = 0;
let port: FakePort;
let storage: FakeStorage;
let container: HTMLElement;
let overlay: Overlay;
let stopStore: () => void;
const onOpenPanel = vi.fn();

function mount(): void {
  const messages = messagesOf('en');
  const store = new OverlayStore(port, { nowMs: () => nowMs, epochMs: () => nowMs });
  container = document.createElement('div');
  document.body.append(container);
  overlay = mountOverlay(container, {
    surroundings: { port, messages, storage },
    store,
    startPlace: undefined,
    onOpenPanel,
  });
  stopStore = store.start();
}

function send(...snapshots: readonly Snapshot[]): void {
  port.send(...snapshots);
}

const find = (selector: string): HTMLElement | null => container.querySelector<HTMLElement>(selector);
const text = (selector: string): string => find(selector)?.textContent ?? '';
/** What a screen reader calls the badge: its content without what is hidden from it. */
function badgeName(): string {
  const plate = find('.plate')?.cloneNode(true) as HTMLElement;
  for (const hidden of plate.querySelectorAll('[aria-hidden]')) hidden.remove();
  return plate.textContent ?? '';
}

async function violations(): Promise<readonly string[]> {
  const results = await axe.run(container, {
    // Colours and sizes need a real layout: test/ui/gallery-run.ts looks at those.
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`);
}

beforeEach(() => {
  nowMs = 0;
  port = new FakePort();
  storage = new FakeStorage();
  onOpenPanel.mockReset();
  mount();
});

afterEach(() => {
  stopStore();
  overlay.remove();
  document.body.replaceChildren();
});

describe('the badge', () => {
  it('is not there before a connection is', () => {
    expect(find('.badge')).toBeNull();
  });

  it.each(STATES)('says %s in a word and a shape of its own', (state) => {
    send(snapshotOf({ state }));
    expect(text('.word').toLowerCase()).toBe(state);
    const shapes = STATES.map((each) => {
      send(snapshotOf({ state: each }));
      return find('.mark')?.innerHTML;
    });
    expect(new Set(shapes).size).toBe(STATES.length);
  });

  it('shows the round trip and both rates', () => {
    send(snapshotOf());
    expect([...container.querySelectorAll('.figure')].map((each) => each.textContent)).toEqual([
      '42 ms',
      '3.2/s',
      '1.2 Mb/s',
    ]);
  });

  it('shows the age of the open probe while the server does not answer', () => {
    send(blockedBy('breakdown', { path: { roundTripMs: 40, effectiveMs: 2_300 } }));
    expect(text('.trip')).toBe('2.3 s');
  });

  it.each(GUARDINGS.filter((each) => each !== 'guarded'))('is never green when %s', (guarding) => {
    send(snapshotOf({ guarding }));
    expect(find('.badge')?.dataset['tone']).not.toBe('good');
  });

  it('shows no figures of a connection that is over or was never read', () => {
    send(snapshotOf({ guarding: 'unguarded', guardingReason: 'kasm' }));
    expect(text('.plate')).not.toContain('ms');
  });

  it('has a name that changes with the state only, not with the figures', () => {
    send(snapshotOf());
    const before = badgeName();
    send(snapshotOf({ path: { effectiveMs: 99 }, demand: { deliveredPerSecond: 9 } }));
    expect(badgeName()).toBe(before);
    expect(before).toContain('Stable');
  });

  it('tells what may still execute unless all is well', () => {
    send(snapshotOf({ unacknowledged: 2 }));
    expect(text('.plate')).not.toContain('may still execute');
    send(snapshotOf({ state: 'unstable', unacknowledged: 2 }));
    expect(text('.plate')).toContain('2 may still execute');
    send(blockedBy('breakdown', { unacknowledged: 1 }));
    expect(text('.plate')).toContain('1 may still execute');
    expect(text('.plate')).toContain('input held back');
  });

  it('names the instrument in its title, and is not green for an unknown one', () => {
    send(snapshotOf({ instrument: instrumentOf('matched', 'Titan SEM') }));
    expect(find('.plate')?.title).toContain('Titan SEM');
    send(snapshotOf({ instrument: instrumentOf('unknown', '') }));
    expect(find('.badge')?.dataset['tone']).toBe('danger');
    expect(text('.plate')).toContain('unknown instrument');
  });

  it('is made anew with every drawing where it would say that nobody draws any more', () => {
    send(snapshotOf());
    const before = find('.dead');
    expect(before?.textContent).toBe('RICE does not answer: reload the page');
    send(snapshotOf());
    expect(find('.dead')).not.toBe(before);
    expect(before?.isConnected).toBe(false);
  });

  it('opens the panel when clicked, and keeps the keyboard where it is', () => {
    send(snapshotOf());
    const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    find('.plate')?.dispatchEvent(press);
    find('.plate')?.click();
    expect(onOpenPanel).toHaveBeenCalledTimes(1);
    expect(press.defaultPrevented).toBe(true);
  });

  it('moves by arrow keys and remembers where', async () => {
    send(snapshotOf());
    find('.plate')?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, cancelable: true }),
    );
    expect(find('.badge')?.dataset['edge']).toBe('top');
    expect(storage.values.get('badge')).toEqual({ edge: 'top', alongRatio: 1, dot: false });
  });

  it('starts where it was left', async () => {
    overlay.remove();
    storage.values.set('badge', { edge: 'left', alongRatio: 0.25, dot: true });
    mount();
    send(snapshotOf());
    await vi.waitFor(() => expect(find('.badge')?.dataset['edge']).toBe('left'), LONG);
    expect(overlay.setting.dot).toBe(true);
  });

  it('works without storage', async () => {
    overlay.remove();
    storage.get = () => Promise.reject(new Error('gone'));
    storage.set = () => Promise.reject(new Error('gone'));
    mount();
    send(snapshotOf());
    overlay.setSetting({ place: { edge: 'top', alongRatio: 0 }, dot: false });
    await Promise.resolve();
    expect(find('.badge')?.dataset['edge']).toBe('top');
  });

  it('follows the pointer while dragged, docks where it is dropped, and takes that for no click', async () => {
    send(snapshotOf());
    const plate = find('.plate')!;
    plate.setPointerCapture = () => undefined;
    plate.getBoundingClientRect = () => new DOMRect(5, 300, 100, 30);
    Object.defineProperty(document.documentElement, 'clientWidth', { value: 1_000, configurable: true });
    Object.defineProperty(document.documentElement, 'clientHeight', { value: 600, configurable: true });
    const point = (type: string, clientX: number, clientY: number) =>
      plate.dispatchEvent(new PointerEvent(type, { clientX, clientY, button: 0, bubbles: true }));
    point('pointerdown', 10, 310);
    point('pointermove', 12, 311);
    await Promise.resolve();
    expect(find('.dragged')).toBeNull();
    point('pointermove', 40, 310);
    await vi.waitFor(() => expect(find('.dragged')?.style.left).toBe('35px'), LONG);
    point('pointerup', 40, 310);
    plate.click();
    expect(find('.badge')?.dataset['edge']).toBe('left');
    expect(onOpenPanel).not.toHaveBeenCalled();
    plate.click();
    expect(onOpenPanel).toHaveBeenCalledTimes(1);
  });

  it('becomes small, or a dot, only while all has been well for a while', () => {
    const size = () => find('.badge')?.dataset['size'];
    send(snapshotOf());
    expect(size()).toBe('full');
    nowMs += 6_000;
    send(snapshotOf());
    expect(size()).toBe('small');
    overlay.setSetting({ ...overlay.setting, dot: true });
    expect(size()).toBe('dot');
    send(blockedBy('probe-overdue', { blockedMs: 10 }));
    expect(size()).toBe('full');
  });
});

describe('the warning', () => {
  it('is a banner and a frame round the picture while presses are held back', () => {
    send(blockedBy('breakdown', { state: 'breakdown', unacknowledged: 2 }));
    expect(text('.banner h2')).toBe('The connection has stalled2 s');
    expect(text('.banner')).toContain('2 actions may still execute.');
    expect(find('.frame')?.dataset['tone']).toBe('danger');
    expect(find('.banner button')).toBeNull();
  });

  it('is put away by its button where that is safe', () => {
    send(snapshotOf({ guarding: 'unguarded', guardingReason: 'kasm' }));
    find('.banner .dismiss')?.click();
    expect(find('.banner'), 'who clicked then meant the picture').not.toBeNull();
    nowMs += FRESH_MS;
    find('.banner .dismiss')?.click();
    expect(find('.banner')).toBeNull();
    expect(text('.word')).toBe('Not guarded');
  });

  it('is on the other side of the window than the badge', () => {
    send(blockedBy('breakdown'));
    expect(find('.berth')?.dataset['side']).toBe('top');
    overlay.setSetting({ place: { edge: 'top', alongRatio: 0 }, dot: false });
    expect(find('.berth')?.dataset['side']).toBe('bottom');
  });

  it('is a red frame while an override lets presses pass', () => {
    send(blockedBy('breakdown', { state: 'breakdown' }));
    nowMs = 2_000;
    send(snapshotOf({ state: 'breakdown', override: { state: 'active', remainingMs: 9_000 } }));
    expect(text('.banner h2')).toBe('Override: presses pass now');
    expect(find('.frame')?.dataset['tone']).toBe('danger');
    expect(find('.badge')?.dataset['tone']).toBe('danger');
    nowMs = 12_000;
    send(snapshotOf({ state: 'recovery' }));
    expect(find('.frame')).toBeNull();
  });

  it('leaves a place for what the user may decide, and keeps it while warnings come and go', () => {
    send(snapshotOf());
    const slot = find('.safety-slot');
    slot?.append('controls');
    send(blockedBy('breakdown'));
    send(snapshotOf());
    expect(find('.safety-slot')).toBe(slot);
    expect(slot?.textContent).toBe('controls');
  });

  it('is said once in the assertive region, states in the polite one', () => {
    send(snapshotOf());
    expect(text('[role=status]')).toBe('Remote session is stable.');
    expect(text('[role=alert]')).toBe('');
    nowMs = 1_000;
    send(blockedBy('probe-overdue'));
    expect(text('[role=status]')).toBe('');
    const said = text('[role=alert]');
    expect(said).toContain('The network is late');
    nowMs = 1_200;
    send(blockedBy('probe-overdue', { blockedMs: 2_200 }));
    expect(text('[role=alert]')).toBe(said);
  });

  it('never takes the keyboard', () => {
    const canvas = document.createElement('canvas');
    canvas.tabIndex = 0;
    document.body.append(canvas);
    canvas.focus();
    for (const reason of BLOCK_REASONS) send(blockedBy(reason));
    send(snapshotOf());
    expect(document.activeElement).toBe(canvas);
  });
});

describe('accessibility', () => {
  it('has no axe findings in any state, guarding or block', async () => {
    const all = [
      ...STATES.map((state) => snapshotOf({ state })),
      ...GUARDINGS.map((guarding) => snapshotOf({ guarding })),
      ...BLOCK_REASONS.map((reason) => blockedBy(reason)),
    ];
    for (const snapshot of all) {
      nowMs += 20_000;
      send(snapshot);
      expect(await violations()).toEqual([]);
    }
  });
});
