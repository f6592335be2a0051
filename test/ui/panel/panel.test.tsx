// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QUANTITIES } from '../../../src/model/measure/quantities/quantity-table.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { mountPanel } from '../../../src/ui/panel/panel.tsx';
import { type BadgeSetting, START_PLACE } from '../../../src/ui/placement.ts';
import { drawn } from '../../support/drawn.ts';
import { FakeAnalyst } from '../fake-analyst.ts';
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
const onDraw = vi.fn();
const onRoom = vi.fn();
const onReport = vi.fn();
let analyst: FakeAnalyst | undefined;

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
    analyst: () => analyst,
    onClose,
    onMark,
    onDraw,
    onRoom,
    onReport,
  });
});

afterEach(() => {
  unmount();
  stopStore();
  onClose.mockReset();
  onMark.mockReset();
  onDraw.mockReset();
  onReport.mockReset();
  analyst = undefined;
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Signals draw in a later task. */
async function send(...snapshots: readonly Snapshot[]): Promise<void> {
  port.send(...snapshots);
  await drawn();
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
    expect(labels).toHaveLength(4);
    expect(labels[3]).toContain('Estimated MOS (model, uncalibrated)');
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
      analyst: () => undefined,
      onClose,
      onMark,
      onDraw,
      onRoom,
      onReport,
    });
    await send(snapshotOf({ nowMs: 10_000 }));
    await send(snapshotOf({ nowMs: 10_200, path: { effectiveMs: 777 } }));
    expect(text('.readings')).not.toContain('777');
    await send(snapshotOf({ nowMs: 11_000, path: { effectiveMs: 777 } }));
    expect(text('.readings')).toContain('777');
    stop();
  });

  describe('with the session model', () => {
    beforeEach(async () => {
      analyst = new FakeAnalyst();
      await send(snapshotOf({ nowMs: 120_000 }));
    });

    it('draws the demand-supply plane with its points, and has it as a table too', () => {
      const label = container.querySelector('.phase svg')?.getAttribute('aria-label');
      expect(label).toMatch(/^Demand and supply over the last 119 s; now [\d.]+\/s and [\d.]+ [kM]b\/s\./);
      expect(container.querySelectorAll('.phase > svg .trail')).toHaveLength(119);
      expect([...container.querySelectorAll('.phase .point text')].map((each) => each.textContent)).toEqual([
        '(s₀, d₀)',
        '(s₀′, d₀′)',
      ]);
      const table = [...container.querySelectorAll('.phase tbody tr')].map((row) => row.textContent);
      expect(table[0]).toBe('Threshold4.0/s2.0 Mb/s–');
      expect(table[1]).toBe('Recovery1.2/s300 kb/s–');
      expect(table.map((each) => each?.match(/^(now|\d+ s ago)/)?.[0])).toEqual([
        undefined,
        undefined,
        'now',
        '30 s ago',
        '60 s ago',
        '90 s ago',
      ]);
    });

    it('says how the estimate stands, and what it is', () => {
      const labels = [...container.querySelectorAll('.chart [role=img]')].map((each) =>
        each.getAttribute('aria-label'),
      );
      expect(labels.at(-1)).toMatch(/^Estimated MOS \(model, uncalibrated\) over the last 90 s; .* 4\.5\./);
      const newest = container.querySelector('.table tbody tr');
      expect([...(newest?.children ?? [])].map((each) => each.textContent).at(-1)).toBe('4.5');
    });

    it('lists every quantity with its symbol, value, interval and how sure it is', () => {
      const lines = [...container.querySelectorAll('.model > div')].map((each) =>
        [...each.children].map((part) => part.textContent),
      );
      expect(lines).toHaveLength(Object.keys(QUANTITIES).length + 6);
      expect(lines).toContainEqual([
        'Gain G',
        '820',
        '610 to 1,130 · rough: too little has been seen so far · eq. 2',
      ]);
      expect(lines).toContainEqual([
        'Capacity of the path min b_hop',
        '–',
        'not known: the link was never full, so it may be more · eq. 3',
      ]);
    });

    it('tells what each function asked for and brought', () => {
      const rows = [...container.querySelectorAll('.functions tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent),
      );
      expect(rows[0]).toEqual(['stage', '140', '133', '900 bit/s', '910 700 to 1,200']);
      expect(rows[1]?.[4]).toBe('– not known: too little has been seen so far');
    });

    it('keeps its table open, and its picture, while pictures come that are no new second', async () => {
      const details = container.querySelector<HTMLDetailsElement>('.phase details')!;
      details.open = true;
      const kept = analyst!.analysis();
      analyst!.analysis = () => kept;
      await send(snapshotOf({ nowMs: 120_200 }));
      const svg = container.querySelector('.phase svg');
      await send(snapshotOf({ nowMs: 120_400 }));
      expect(container.querySelector('.phase svg')).toBe(svg);
      expect(container.querySelector<HTMLDetailsElement>('.phase details')?.open).toBe(true);
    });

    it('gives the report of the chosen connection in three forms', () => {
      const buttons = [...container.querySelectorAll<HTMLButtonElement>('.report .choices button')];
      for (const each of buttons) each.click();
      expect(onReport.mock.calls).toEqual([
        ['c1', 'html'],
        ['c1', 'json'],
        ['c1', 'csv'],
      ]);
    });

    it('asks how it was only once the session is over, and keeps the answer', async () => {
      expect(container.querySelector('.rating')).toBeNull();
      analyst!.mayRate = true;
      await send(snapshotOf({ nowMs: 121_000, guarding: 'closed' }));
      container.querySelector<HTMLInputElement>('.rating input[value="2"]')?.click();
      await send(snapshotOf({ nowMs: 121_200, guarding: 'closed' }));
      container.querySelector<HTMLButtonElement>('.rating button')?.click();
      expect(analyst!.rated).toEqual([['c1', 2]]);
      await send(snapshotOf({ nowMs: 121_400, guarding: 'closed' }));
      expect(text('.report [role=status]')).toBe('Your answer is kept.');
    });

    it('has no axe findings with all of it open', async () => {
      analyst!.mayRate = true;
      await send(snapshotOf({ nowMs: 121_000, guarding: 'closed' }));
      for (const each of container.querySelectorAll('details')) each.open = true;
      const results = await axe.run(container, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(results.violations.map(({ id, nodes }) => id + nodes[0]?.html)).toEqual([]);
    });
  });

  it('asks for the region editor', () => {
    const mark = [...container.querySelectorAll('button')].find(
      (each) => each.textContent === 'Mark regions…',
    );
    mark?.click();
    expect(onMark).toHaveBeenCalledTimes(1);
    expect(onClose).not.toHaveBeenCalled();
  });

  it('begins to draw on the picture', () => {
    const draw = [...container.querySelectorAll('button')].find(({ textContent }) =>
      textContent?.startsWith('Draw on the picture'),
    );
    draw?.click();
    expect(onDraw).toHaveBeenCalledTimes(1);
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
