// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { mountPanel } from '../../../src/ui/panel/panel.tsx';
import { type BadgeSetting, START_PLACE } from '../../../src/ui/placement.ts';
import { FakePort, messagesOf } from '../fake-surroundings.ts';
import { BLOCK_REASONS, blockedBy, GUARDING_REASONS, GUARDINGS, snapshotOf } from '../snapshots.ts';

let nowMs = 0;
let port: FakePort;
let container: HTMLElement;
let setting: BadgeSetting;
let unmount: () => void;
let stopStore: () => void;
const onClose = vi.fn();
const onMark = vi.fn();

/** A canvas that takes every call: what is drawn is looked at in the gallery. */
function fakeContext(): unknown {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (values, name) => (typeof name === 'string' ? values[name] : undefined) ?? (() => ({ width: 10 })),
    },
  );
}

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  vi.stubGlobal(
    'Path2D',
    class {
      moveTo(): void {}
      lineTo(): void {}
      rect(): void {}
      addPath(): void {}
      closePath(): void {}
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => fakeContext() as never);
  nowMs = 0;
  port = new FakePort();
  const store = new OverlayStore(port, { nowMs: () => nowMs, epochMs: () => Date.UTC(2026, 2, 14) + nowMs });
  stopStore = store.start();
  port.send(snapshotOf({ nowMs: 1_000 }));
  container = document.createElement('div');
  document.body.append(container);
  setting = { place: START_PLACE, dot: false };
  unmount = mountPanel(container, {
    messages: messagesOf('en'),
    store,
    overlay: {
      get setting() {
        return setting;
      },
      setSetting: (next) => {
        setting = next;
      },
    },
    onClose,
    onMark,
  });
});

afterEach(() => {
  unmount();
  stopStore();
  onClose.mockReset();
  onMark.mockReset();
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Signals draw in a later task. */
async function send(...snapshots: readonly Snapshot[]): Promise<void> {
  port.send(...snapshots);
  await new Promise((resolve) => setTimeout(resolve, 0));
}

const text = (selector: string): string => container.querySelector(selector)?.textContent ?? '';
const rows = (): readonly (readonly string[])[] =>
  [...container.querySelectorAll('.states tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ''),
  );

describe('the panel', () => {
  it('takes the keyboard when it opens, and gives Escape to its owner', () => {
    const panel = container.querySelector<HTMLElement>('.panel');
    expect(document.activeElement).toBe(panel);
    panel?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    expect(onClose).toHaveBeenCalledTimes(1);
    panel?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('follows the pictures', async () => {
    expect(text('h2')).toContain('Stable');
    await send(blockedBy('breakdown', { state: 'breakdown', nowMs: 3_000, path: { effectiveMs: 2_500 } }));
    expect(text('h2')).toContain('Breakdown');
    expect(text('.readings')).toContain('2.5 s');
  });

  it('draws the chart anew with every picture', async () => {
    const label = () => container.querySelector('[role=img]')?.getAttribute('aria-label');
    await send(snapshotOf({ nowMs: 1_200, demand: { deliveredPerSecond: 7.7 } }));
    expect(label()).toContain('7.7/s');
    await send(snapshotOf({ nowMs: 1_400, demand: { deliveredPerSecond: 8.8 } }));
    expect(label()).toContain('8.8/s');
  });

  it('lists the states, newest first, with their length and what became of input', async () => {
    nowMs = 1_000;
    await send(blockedBy('breakdown', { state: 'breakdown', nowMs: 2_000 }));
    nowMs = 4_000;
    await send(snapshotOf({ nowMs: 5_500 }));
    expect(rows().map(([state, , lasted, input]) => [state, lasted, input])).toEqual([
      ['Stable', '0 ms', 'passed'],
      ['Breakdown', '3.5 s', 'held back'],
      ['Stable', '1.0 s', 'passed'],
    ]);
  });

  it('gives every quantity a name, a value with unit and a definition', () => {
    const entries = [...container.querySelectorAll('.all dl > div')];
    expect(entries.length).toBe(14);
    for (const entry of entries) expect(entry.children.length).toBe(3);
    expect(text('.all')).toContain('Path quality ψ_net');
    expect(text('.all')).toContain('fence · high confidence');
  });

  it('labels every strip for those who cannot see it', () => {
    const labels = [...container.querySelectorAll('[role=img]')].map((each) =>
      each.getAttribute('aria-label'),
    );
    expect(labels[0]).toBe(
      'Demand over the last 90 s; its newest value is 3.2/s. The table below lists the states.',
    );
    expect(labels).toHaveLength(3);
  });

  it.each(GUARDINGS)('says in a sentence what "%s" means', async (guarding) => {
    await send(snapshotOf({ guarding }));
    expect(text('.guarding p').length).toBeGreaterThan(10);
  });

  it.each(GUARDING_REASONS)('names %s and what would help', async (guardingReason) => {
    await send(snapshotOf({ guarding: 'unverified', guardingReason }));
    expect(container.querySelectorAll('.guarding p').length).toBe(2);
  });

  it.each(BLOCK_REASONS)('explains %s', async (reason) => {
    await send(blockedBy(reason));
    expect(text('.guarding .block').length).toBeGreaterThan(20);
  });

  it('lets one of several connections be chosen, and stays with it', async () => {
    const other = snapshotOf({ connection: 'c2', desktopName: 'Camera', state: 'idle' });
    await send(snapshotOf(), other);
    const select = container.querySelector<HTMLSelectElement>('.choice select')!;
    expect([...select.options].map((each) => each.textContent)).toEqual(['Microscope 2', 'Camera']);
    select.value = 'c2';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await send(blockedBy('breakdown', { state: 'breakdown' }), other);
    expect(text('h2')).toContain('Idle');
  });

  it('moves the badge without dragging', () => {
    const select = container.querySelector<HTMLSelectElement>('.settings select')!;
    select.value = '3';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(setting.place).toEqual({ edge: 'top', alongRatio: 0 });
    container.querySelector<HTMLInputElement>('.settings input')?.click();
    expect(setting).toEqual({ place: { edge: 'top', alongRatio: 0 }, dot: true });
  });

  it('is redrawn once per second with reduced motion', async () => {
    unmount();
    vi.spyOn(globalThis, 'matchMedia').mockImplementation(
      (query) =>
        ({ matches: query.includes('reduce'), addEventListener() {}, removeEventListener() {} }) as never,
    );
    const store = new OverlayStore(port, { nowMs: () => nowMs, epochMs: () => nowMs });
    const stop = store.start();
    unmount = mountPanel(container, {
      messages: messagesOf('en'),
      store,
      overlay: { setting, setSetting: () => undefined },
      onClose,
      onMark,
    });
    await send(snapshotOf({ nowMs: 10_000 }));
    await send(snapshotOf({ nowMs: 10_200, path: { effectiveMs: 777 } }));
    expect(text('.readings')).not.toContain('777');
    await send(snapshotOf({ nowMs: 11_000, path: { effectiveMs: 777 } }));
    expect(text('.readings')).toContain('777');
    stop();
  });

  it('asks for the region editor', () => {
    const mark = [...container.querySelectorAll('button')].find(
      (each) => each.textContent === 'Mark regions…',
    );
    mark?.click();
    expect(onMark).toHaveBeenCalledTimes(1);
    expect(onClose).not.toHaveBeenCalled();
  });

  it('has no axe findings', async () => {
    for (const snapshot of [snapshotOf(), blockedBy('breakdown'), snapshotOf({ guarding: 'unguarded' })]) {
      await send(snapshot, snapshotOf({ connection: 'c2' }));
      const results = await axe.run(container, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(results.violations.map(({ id, nodes }) => id + nodes[0]?.html)).toEqual([]);
    }
  });
});
