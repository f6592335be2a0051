// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { setStage } from '../../../src/content/overlay/stage.ts';
import type { OverlayPart } from '../../../src/model/port/extension-message.ts';
import type { Part, Stage } from '../../../src/ui/stage/stage.ts';
import { messagesOf } from '../../ui/fake-surroundings.ts';

const OFF = 'Your facility has switched this off.';

let root: ShadowRoot;
let parts: Map<OverlayPart, Part>;
let asked: Set<OverlayPart>;

/** What the script does when the background puts it in: its module runs anew. */
async function putIn(...off: OverlayPart[]): Promise<void> {
  globalThis.riceSwitchedOff = off;
  vi.resetModules();
  await import('../../../src/content/overlay/switched-off.ts');
}

beforeEach(() => {
  vi.useFakeTimers();
  const text = messagesOf('en');
  vi.stubGlobal('browser', {
    i18n: { getMessage: (key: string, substitutions: string[]) => text(key, ...substitutions) },
  });
  const host = document.createElement('div');
  document.body.append(host);
  root = host.attachShadow({ mode: 'open' });
  root.innerHTML = '<button data-part="draw">Draw</button><button data-part="room">Room</button>';
  parts = new Map();
  asked = new Set();
  const addSlot = (): HTMLElement => {
    const slot = document.createElement('div');
    root.append(slot);
    return slot;
  };
  setStage({ root, parts, asked, addSlot } as unknown as Stage);
});
afterEach(() => {
  setStage(undefined);
  globalThis.riceSwitchedOff = undefined;
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const said = () => root.querySelector('[role=status]')?.textContent;
const isHidden = (part: OverlayPart) => {
  const button = root.querySelector(`[data-part=${part}]`);
  return button !== null && getComputedStyle(button).display === 'none';
};

describe('what a facility has switched off', () => {
  test('has no button any more, and says so to whom finds another way', async () => {
    await putIn('draw');
    expect(isHidden('draw')).toBe(true);
    expect(isHidden('room')).toBe(false);
    expect(said()).toBe('');
    parts.get('draw')?.toggle();
    expect(said()).toBe(OFF);
    vi.advanceTimersByTime(10_000);
    expect(said()).toBe('');
  });

  test('answers at once where somebody waits for it', async () => {
    asked.add('draw');
    await putIn('draw', 'room');
    expect(said()).toBe(OFF);
  });

  test('says nothing of the quality, which nobody asks for', async () => {
    asked.add('quality');
    await putIn('quality');
    parts.get('quality')?.toggle();
    expect(said()).toBe('');
  });

  test('leaves a part alone that is there already, and a second run changes nothing', async () => {
    const there: Part = { toggle: vi.fn(), remove: vi.fn() };
    parts.set('room', there);
    await putIn('room', 'draw');
    await putIn('room', 'draw');
    expect(parts.get('room')).toBe(there);
    expect(root.querySelectorAll('[role=status]')).toHaveLength(1);
  });

  test('goes with the overlay', async () => {
    await putIn('draw');
    parts.get('draw')?.remove();
    expect(root.querySelector('[role=status]')).toBeNull();
  });
});
