// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import {
  type DiagnosticsGround,
  type DiagnosticsUi,
  mountDiagnostics,
  QUIET_MS,
  SAY_AFTER_MS,
} from '../../../src/ui/diagnostics/diagnostics.tsx';
import { HoldLog } from '../../../src/ui/diagnostics/hold-log.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { FakePort, messagesOf } from '../fake-surroundings.ts';
import { blockedBy, snapshotOf } from '../snapshots.ts';

let nowMs = 0;
let port: FakePort;
let container: HTMLElement;
let ui: DiagnosticsUi;
let holds: HoldLog;
let ground: DiagnosticsGround;
let stops: readonly (() => void)[] = [];
const copy = vi.fn();
const save = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 0;
  ground = { policy: STRICT_POLICY, settingsProblems: 0, lock: null };
  port = new FakePort();
  port.send(snapshotOf());
  holds = new HoldLog();
  copy.mockReset().mockResolvedValue(undefined);
  save.mockReset();
  const store = new OverlayStore(port, { nowMs: () => nowMs, epochMs: () => nowMs });
  container = document.createElement('div');
  document.body.append(container);
  const stopStore = store.start();
  ui = mountDiagnostics(container, {
    messages: messagesOf('en'),
    store,
    holds: () => holds,
    ground: () => ground,
    connection: () => 'c1',
    about: {
      extension: '1.2.3',
      browser: 'Firefox 153',
      isSecure: true,
      isFramed: false,
      pageHost: 'portal.example',
    },
    nowMs: () => nowMs,
    epochMs: () => Date.UTC(2026, 2, 14, 12) + nowMs,
    copy,
    save,
  });
  stops = [() => ui.remove(), stopStore];
});
afterEach(() => {
  for (const stop of stops) stop();
  container.remove();
  vi.useRealTimers();
});

const words = (): string => container.textContent ?? '';
const said = (): string => container.querySelector('.spoken')?.textContent ?? '';
const find = <E extends HTMLElement>(selector: string): E => {
  const found = container.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector} in ${container.innerHTML}`);
  return found;
};
async function press(text: string): Promise<void> {
  const button = [...container.querySelectorAll('button')].find((each) => each.textContent === text);
  if (button === undefined) throw new Error(`no button ${text} in ${words()}`);
  const event = new MouseEvent('click', { bubbles: true });
  Object.defineProperty(event, 'isTrusted', { value: true });
  button.dispatchEvent(event);
  await vi.advanceTimersByTimeAsync(1);
}
function pass(ms: number): void {
  for (let step = 0; step < ms; step += 50) {
    nowMs += 50;
    vi.advanceTimersByTime(50);
  }
}

describe('the answer in the panel', () => {
  it('tells the rule, its numbers and what would change it', () => {
    port.send(
      blockedBy('probe-overdue', { path: { unansweredMs: 820, stallAfterMs: 600 }, droppedPresses: 3 }),
    );
    expect(words()).toContain('The network is late');
    expect(words()).toContain('Age of the oldest unanswered probe820 ms (allowed: 600 ms)');
    expect(words()).toContain('Presses not sent3');
    expect(words()).toContain('Wait: it ends by itself.');
  });

  it('is honest when nothing is held back, and when it last was, and why', () => {
    expect(words()).toContain('RICE holds nothing back now');
    expect(words()).toContain('Nothing has been held back since');
    holds.record([blockedBy('probe-overdue', { droppedPresses: 2 })], Date.UTC(2026, 2, 14, 11));
    holds.record([snapshotOf()], Date.UTC(2026, 2, 14, 11));
    ui.draw();
    expect(words()).toMatch(
      /Last held back at \d\d:59:58, for 2\.0 s: The network is late\. 2 presses were not sent\./,
    );
  });

  it('follows the room that is asked about control', () => {
    ground = { ...ground, lock: 'frozen' };
    port.send(blockedBy('no-control'));
    expect(words()).toContain('A trainer has stopped everybody');
  });

  it('is folded and silent while nothing is held back, and unfolds by itself when something is', () => {
    pass(SAY_AFTER_MS + 500);
    expect(find<HTMLDetailsElement>('details').open).toBe(false);
    expect(said()).toBe('');
    port.send(blockedBy('no-data'));
    expect(find<HTMLDetailsElement>('details').open).toBe(true);
    // It does not fold under the eyes of who reads it.
    port.send(snapshotOf());
    expect(find<HTMLDetailsElement>('details').open).toBe(true);
    ui.opened();
    expect(find<HTMLDetailsElement>('details').open).toBe(false);
  });

  it('is read out once after the panel opened, and again when another rule decides, not with every number', () => {
    port.send(blockedBy('no-credit'));
    ui.opened();
    expect(said()).toBe('');
    pass(SAY_AFTER_MS + 500);
    expect(said()).toContain('Your actions are still under way');
    const first = said();
    port.send(blockedBy('no-credit', { nowMs: 101_000, blockedMs: 3_000 }));
    expect(said()).toBe(first);
    port.send(blockedBy('breakdown', { state: 'breakdown' }));
    expect(said()).toBe(first);
    // The port goes on to send pictures meanwhile.
    for (let passedMs = 0; passedMs <= QUIET_MS; passedMs += 500) {
      pass(500);
      port.send(blockedBy('breakdown', { state: 'breakdown' }));
    }
    expect(said()).toContain('The connection has stalled');
  });

  it('has headings, names and live regions that axe finds nothing wrong with, also with the preview', async () => {
    port.send(blockedBy('breakdown', { state: 'breakdown', armed: false }));
    await press('Copy diagnostics …');
    const options = { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } };
    vi.useRealTimers();
    const { violations } = await axe.run(container, options);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect([...container.querySelectorAll('h3, h4')].map((each) => each.textContent)).toEqual([
      'Why is my input ignored?',
      'What would change it',
      'What would still hold after that',
      'Diagnostics',
    ]);
  });
});

describe('copying the diagnostics', () => {
  it('copies exactly what was looked at, also when the session has moved on since', async () => {
    await press('Copy diagnostics …');
    const seen = find('pre').textContent ?? '';
    expect(JSON.parse(seen)).toMatchObject({ format: 'rice-diagnostics', extension: '1.2.3' });
    port.send(blockedBy('fault'));
    await press('Copy');
    expect(copy).toHaveBeenCalledExactlyOnceWith(seen);
    expect(words()).toContain('Copied.');
    expect(save).not.toHaveBeenCalled();
  });

  it('leaves addresses out until they are asked for', async () => {
    await press('Copy diagnostics …');
    expect(find('pre').textContent).not.toContain('portal.example');
    expect(words()).toContain('With these addresses: portal.example');
    find<HTMLInputElement>('input').click();
    await vi.advanceTimersByTimeAsync(1);
    expect(find('pre').textContent).toContain('portal.example');
  });

  it('gives a file where the browser does not let it copy, and says so', async () => {
    copy.mockRejectedValue(new Error('not allowed'));
    await press('Copy diagnostics …');
    const seen = find('pre').textContent;
    await press('Copy');
    expect(save).toHaveBeenCalledExactlyOnceWith(seen);
    expect(words()).toContain('saved as a file instead');
  });

  it('does nothing for a script that clicks, and puts the keyboard where it belongs', async () => {
    await press('Copy diagnostics …');
    expect(document.activeElement).toBe(find('.preview'));
    for (const each of container.querySelectorAll('button')) {
      if (each.textContent !== 'Do not copy') each.click();
    }
    await vi.advanceTimersByTimeAsync(1);
    expect(copy).not.toHaveBeenCalled();
    expect(save).not.toHaveBeenCalled();
    await press('Do not copy');
    expect(document.activeElement?.textContent).toBe('Copy diagnostics …');
  });
});
