// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OverrideReading, Snapshot } from '../../../src/model/snapshot.ts';
import { FRESH_MS } from '../../../src/ui/fresh.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { mountSafety } from '../../../src/ui/safety/safety.tsx';
import { FakePort, messagesOf } from '../fake-surroundings.ts';
import { BLOCK_REASONS, blockedBy, snapshotOf } from '../snapshots.ts';

let nowMs = 0;
let port: FakePort;
let container: HTMLElement;
let stops: readonly (() => void)[] = [];
const onCommand = vi.fn();
const onWhy = vi.fn();

function mount(language: 'en' | 'de' = 'en'): void {
  const clock = () => nowMs;
  const store = new OverlayStore(port, { nowMs: clock, epochMs: clock });
  container = document.createElement('div');
  document.body.append(container);
  const unmount = mountSafety(container, {
    messages: messagesOf(language),
    store,
    port,
    nowMs: clock,
    onWhy,
    onCommand,
  });
  stops = [store.start(), unmount];
}

function pass(ms: number): void {
  for (let step = 0; step < ms; step += 50) {
    nowMs += 50;
    vi.advanceTimersByTime(50);
  }
}

/** As the user's own hand makes it; scripts make the others. */
function trusted<E extends Event>(event: E): E {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}

const find = (selector: string): HTMLElement | null => container.querySelector<HTMLElement>(selector);
const buttons = (): readonly string[] =>
  [...container.querySelectorAll('.safety button')].map((each) => each.textContent ?? '');
const button = (text: string): HTMLElement => {
  const found = [...container.querySelectorAll('button')].find((each) => each.textContent === text);
  if (found === undefined) throw new Error(`no button ${text} among ${buttons()}`);
  return found;
};
function press(text: string): void {
  button(text).dispatchEvent(trusted(new MouseEvent('click', { bubbles: true })));
}
async function drawn(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1);
}

const override = (state: OverrideReading['state'], remainingMs = 0) => ({ override: { state, remainingMs } });
const held = (parts = {}): Snapshot =>
  blockedBy('breakdown', { state: 'breakdown', ...override('available'), ...parts });

/** Opens the override and chooses a reason, with the keyboard on the button that is to be held. */
async function ready(reason = 0): Promise<HTMLElement> {
  port.send(held());
  pass(FRESH_MS);
  press('Override …');
  await drawn();
  const radios = container.querySelectorAll<HTMLInputElement>('input[type=radio]');
  radios[reason]?.click();
  await drawn();
  const hold = button('Press and hold for 1.5 s');
  hold.focus();
  return hold;
}
const pointer = (type: string, pointerId = 1): PointerEvent =>
  trusted(new PointerEvent(type, { pointerId, isPrimary: true, button: 0, bubbles: true }));
const key = (type: string, name: string, repeat = false): KeyboardEvent =>
  trusted(new KeyboardEvent(type, { key: name, repeat, bubbles: true, cancelable: true }));

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 0;
  port = new FakePort();
  onCommand.mockReset();
  onWhy.mockReset();
  mount();
});
afterEach(() => {
  for (const stop of stops) stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('the override', () => {
  it('has four reasons and none by default, and no way to hold before one is chosen', async () => {
    port.send(held());
    pass(FRESH_MS);
    press('Override …');
    await drawn();
    const radios = [...container.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(radios.map((each) => each.checked)).toEqual([false, false, false, false]);
    expect(find('.obstacle')?.textContent).toBe('Choose a reason first.');
    button('Press and hold for 1.5 s').dispatchEvent(pointer('pointerdown'));
    pass(3_000);
    expect(port.commands).toEqual([]);
  });

  it('begins when the button was held by a pointer for 1.5 s, with the reason', async () => {
    const hold = await ready(1);
    hold.dispatchEvent(pointer('pointerdown'));
    pass(1_450);
    expect(port.commands).toEqual([]);
    pass(50);
    expect(port.commands).toEqual([
      { connection: 'c1', command: { type: 'override', reason: 'protect-sample' } },
    ]);
    await drawn();
    expect(container.querySelector('input')).toBeNull();
  });

  it.each([' ', 'Enter'])('begins when it was held by the key "%s"', async (name) => {
    const hold = await ready();
    hold.dispatchEvent(key('keydown', name));
    for (let ms = 0; ms < 1_500; ms += 50) {
      hold.dispatchEvent(key('keydown', name, true));
      pass(50);
    }
    expect(port.commands).toHaveLength(1);
  });

  it.each<[string, (hold: HTMLElement) => void]>([
    ['the pointer is let go', (hold) => hold.dispatchEvent(pointer('pointerup'))],
    ['the pointer is let go elsewhere', () => window.dispatchEvent(pointer('pointerup'))],
    ['the pointer leaves', (hold) => hold.dispatchEvent(pointer('pointerleave'))],
    ['the browser takes the touch', (hold) => hold.dispatchEvent(pointer('pointercancel'))],
    ['the button loses the keyboard', (hold) => hold.blur()],
    ['the window loses the keyboard', () => window.dispatchEvent(new Event('blur'))],
    ['the tab is hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('does not begin when %s too early', async (_what, letGo) => {
    const hold = await ready();
    hold.dispatchEvent(pointer('pointerdown'));
    pass(1_400);
    letGo(hold);
    pass(3_000);
    expect(port.commands).toEqual([]);
  });

  it('does not begin when a key is let go too early', async () => {
    const hold = await ready();
    hold.dispatchEvent(key('keydown', 'Enter'));
    pass(1_000);
    hold.dispatchEvent(key('keyup', 'Enter'));
    pass(3_000);
    expect(port.commands).toEqual([]);
  });

  it('takes nothing from a script: neither pointer, nor key, nor click', async () => {
    const hold = await ready();
    hold.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1, isPrimary: true, bubbles: true }));
    pass(3_000);
    hold.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    pass(3_000);
    hold.click();
    pass(3_000);
    expect(port.commands).toEqual([]);
  });

  it('does not begin by holding while the page stands still', async () => {
    const hold = await ready();
    hold.dispatchEvent(pointer('pointerdown'));
    nowMs += 5_000;
    vi.advanceTimersByTime(50);
    expect(port.commands).toEqual([]);
  });

  it('fills a bar and says how far it is', async () => {
    const hold = await ready();
    hold.dispatchEvent(pointer('pointerdown'));
    expect(find('[role=status]')?.textContent).toBe('Keep holding.');
    pass(800);
    await drawn();
    expect(Number(hold.style.getPropertyValue('--held'))).toBeCloseTo(800 / 1_500, 1);
    expect(find('[role=status]')?.textContent).toBe('Half done. Keep holding.');
    window.dispatchEvent(pointer('pointerup'));
    expect(find('[role=status]')?.textContent).toBe('Let go too early. Nothing has changed.');
  });

  it('is let go of when the gate opens meanwhile', async () => {
    const hold = await ready();
    hold.dispatchEvent(pointer('pointerdown'));
    pass(1_000);
    port.send(snapshotOf());
    pass(3_000);
    expect(port.commands).toEqual([]);
  });

  it('counts down while it is active, and can be stopped', () => {
    port.send(snapshotOf({ state: 'breakdown', ...override('active', 9_400) }));
    expect(container.textContent).toContain('Override ends in 10 s');
    pass(2_000);
    expect(container.textContent).toContain('Override ends in 8 s');
    press('Stop override');
    expect(port.commands).toEqual([{ connection: 'c1', command: { type: 'end-override' } }]);
  });

  it.each([
    ['forbidden', 'Your facility does not allow an override.'],
    ['impossible', 'An override is not possible now.'],
    ['spent', 'Overridden too often within ten minutes.'],
  ] as const)('is explained when it is %s', (state, words) => {
    port.send(held(override(state)));
    expect(container.textContent).toContain(words);
    expect(buttons()).toEqual([]);
  });
});

describe('the way to the reason', () => {
  const why = () => find('.safety-why button');

  it('is beside a warning that holds input back, and takes one press', () => {
    port.send(held());
    pass(FRESH_MS);
    expect(why()?.textContent).toBe('Why is my input held back?');
    why()?.click();
    expect(onWhy).not.toHaveBeenCalled();
    why()?.dispatchEvent(trusted(new MouseEvent('click', { bubbles: true })));
    expect(onWhy).toHaveBeenCalledOnce();
  });

  it('is not there while nothing is held back, nor when the extension that has the answer is gone', () => {
    port.send(snapshotOf());
    expect(why()).toBeNull();
    port.detached = true;
    port.send(held());
    expect(why()).toBeNull();
  });

  it('is not in the panel, where the answer is', async () => {
    port.send(held());
    container.classList.add('panel');
    pass(100);
    port.send(held());
    await drawn();
    expect(why()).toBeNull();
  });
});

describe('the safety part', () => {
  it('is empty while there is nothing to decide', () => {
    port.send(snapshotOf());
    expect(find('.safety')).toBeNull();
  });

  it('arms hazardous functions again at one press', () => {
    port.send(snapshotOf({ armed: false }));
    pass(FRESH_MS);
    expect(container.textContent).toContain('locked after the breakdown. Look at the picture.');
    button('Arm again').click();
    expect(port.commands).toEqual([]);
    press('Arm again');
    expect(port.commands).toEqual([{ connection: 'c1', command: { type: 're-arm' } }]);
  });

  it('takes no press that may have been meant for what was there before', () => {
    port.send(snapshotOf({ armed: false }));
    pass(FRESH_MS - 50);
    press('Arm again');
    expect(port.commands).toEqual([]);
  });

  it('names the buttons that may be down, and lets go of them by a press of the user', () => {
    port.send(snapshotOf({ stuckButtons: 0b101 }));
    pass(FRESH_MS);
    expect(container.textContent).toContain('before the connection was lost: left button, right button.');
    press('Press and release it');
    expect(port.commands).toEqual([{ connection: 'c1', command: { type: 'unstick' } }]);
  });

  it('presses no stuck button while presses are held back', () => {
    port.send(held({ stuckButtons: 1 }));
    pass(FRESH_MS);
    expect(button('Press and release it').hasAttribute('disabled')).toBe(true);
    expect(container.textContent).toContain('Possible when presses pass again.');
  });

  it('puts the warning of stuck buttons away, until there are others', () => {
    port.send(snapshotOf({ stuckButtons: 1 }));
    pass(FRESH_MS);
    press('Dismiss');
    expect(find('.safety')).toBeNull();
    expect(port.commands).toEqual([]);
    port.send(snapshotOf({ stuckButtons: 2 }));
    expect(container.textContent).toContain('middle button');
  });

  it('asks for a second press by the name of the function', () => {
    port.send(snapshotOf({ confirm: 'Open valve' }));
    expect(container.textContent).toContain('Not sent yet: Open valve. Press it again to send.');
  });

  it('says how long ago was sent what is waited for, and counts on', () => {
    port.send(blockedBy('retry', { waitingMs: 800 }));
    expect(container.textContent).toContain('Sent 800 ms ago, waiting for the instrument');
    pass(700);
    expect(container.textContent).toContain('Sent 1.5 s ago');
  });

  it('leaves the keyboard where it is when pressed with the mouse', () => {
    port.send(snapshotOf({ armed: false }));
    const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    button('Arm again').dispatchEvent(down);
    expect(down.defaultPrevented).toBe(true);
  });

  it('gives the keyboard to its panel when what had it goes', () => {
    const panel = document.createElement('div');
    panel.className = 'panel';
    panel.tabIndex = -1;
    document.body.append(panel);
    panel.append(container);
    port.send(snapshotOf({ armed: false }));
    button('Arm again').focus();
    port.send(snapshotOf());
    expect(document.activeElement).toBe(panel);
  });

  it('speaks of the connection the warning speaks of', () => {
    port.send(snapshotOf({ armed: false }), held({ connection: 'c2' }));
    expect(buttons()).toEqual(['Override …']);
  });

  it('is there in German too', () => {
    for (const stop of stops) stop();
    mount('de');
    port.send(snapshotOf({ armed: false, stuckButtons: 1, confirm: 'Ventil', waitingMs: 900 }));
    expect(container.textContent).toContain('Noch nicht gesendet: Ventil.');
  });

  it('leaves nothing behind when removed', () => {
    for (const stop of stops) stop();
    stops = [];
    expect(container.childElementCount + port.listeners + vi.getTimerCount()).toBe(0);
  });
});

describe('accessibility', () => {
  it('has no axe findings, whatever is offered', async () => {
    await ready();
    vi.useRealTimers();
    const violations = async () => {
      const results = await axe.run(container, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`);
    };
    expect(await violations()).toEqual([]);
    for (const reason of BLOCK_REASONS) {
      port.send(blockedBy(reason, { ...override('spent'), armed: false, stuckButtons: 3, waitingMs: 10 }));
      expect(await violations()).toEqual([]);
    }
    port.send(snapshotOf({ ...override('active', 5_000), confirm: 'Valve' }));
    expect(await violations()).toEqual([]);
  });
});
