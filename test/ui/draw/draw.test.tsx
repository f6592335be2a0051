// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardChange, SaidChange } from '../../../src/model/annotation/board-change.ts';
import type { LivePiece } from '../../../src/model/annotation/live-piece.ts';
import type { Mark, MarkShape } from '../../../src/model/annotation/mark.ts';
import { mountDraw } from '../../../src/ui/draw/draw.tsx';
import type { DrawView } from '../../../src/ui/draw/draw-view.ts';
import type { DrawRoom, DrawUi } from '../../../src/ui/draw/surroundings.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { ADA, BEN, personOf, SELF } from '../room/room-of.ts';
import { contextOf, FakeContext, FakePath } from './fake-context.ts';

/** Half size, 100 CSS pixels from the corner. */
const FRAME = { width: 1280, height: 960 };
const VIEW: DrawView = {
  box: { x: 100, y: 50, width: 640, height: 480 },
  visible: { x: 100, y: 50, width: 640, height: 480 },
  shown: { x: 0, y: 0, ...FRAME },
  framebuffer: FRAME,
};
const WALL_MS = Date.UTC(2026, 2, 14, 9, 26, 53);

let slot: HTMLElement;
let ui: DrawUi;
let nowMs: number;
let view: DrawView | null;
let room: DrawRoom | null;
let frames: (() => void)[];
let stored: Map<string, string>;
const say = vi.fn<(change: BoardChange) => void>();
const live = vi.fn<(piece: LivePiece) => void>();
const capture = vi.fn<() => HTMLCanvasElement | null>();
const download = vi.fn<(name: string, content: Blob) => void>();
const onModeEnd = vi.fn();

const settle = async (): Promise<void> => {
  for (let n = 0; n < 10; n++) await Promise.resolve();
  await vi.advanceTimersByTimeAsync(1);
};
const mount = async (language: 'en' | 'de' = 'en'): Promise<void> => {
  ui = mountDraw(slot, {
    messages: messagesOf(language),
    nowMs: () => nowMs,
    wallMs: () => WALL_MS + nowMs,
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
    findView: () => view,
    everyFrame: (callback) => {
      frames.push(callback);
      return () => {
        frames = frames.filter((each) => each !== callback);
      };
    },
    room: () => room,
    say,
    live,
    capture,
    download,
    onModeEnd,
  });
  await settle();
};
const begin = async (language: 'en' | 'de' = 'en'): Promise<void> => {
  await mount(language);
  ui.begin();
  await settle();
};
const frame = async (ms = 16): Promise<void> => {
  nowMs += ms;
  for (const each of [...frames]) each();
  await settle();
};
const find = (selector: string): HTMLElement => {
  const found = slot.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`no ${selector} in ${slot.innerHTML}`);
  return found;
};
const buttons = (): readonly HTMLButtonElement[] => [...slot.querySelectorAll('button')];
const press = async (word: string): Promise<void> => {
  const found = buttons().find((each) => (each.getAttribute('aria-label') ?? each.textContent) === word);
  if (found === undefined) throw new Error(`no button ${word}`);
  found.click();
  await settle();
};
const key = async (name: string, more: KeyboardEventInit = {}): Promise<void> => {
  const target = document.activeElement ?? slot;
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
  await settle();
};
const keys = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) await key(name);
};
const point = (type: string, clientX: number, clientY: number, more: PointerEventInit = {}): void => {
  const surface = find('.draw-surface');
  surface.setPointerCapture = () => undefined;
  const event = new PointerEvent(type, {
    bubbles: true,
    cancelable: true,
    pointerId: 1,
    button: 0,
    clientX,
    clientY,
    ...more,
  });
  surface.dispatchEvent(event);
};
const drag = async (x: number, y: number, toX: number, toY: number): Promise<void> => {
  point('pointerdown', x, y);
  point('pointermove', toX, toY);
  point('pointerup', toX, toY);
  await settle();
};
const told = (): string => (find('.draw-told').textContent ?? '').replace(/[⁨⁩]/g, '');
const listed = (): readonly string[] =>
  [...slot.querySelectorAll('.draw-list li > span:first-child')].map((each) =>
    (each.textContent ?? '').replace(/[⁨⁩]/g, ''),
  );
const ARROW: MarkShape = { tool: 'arrow', from: { x: 10, y: 20 }, to: { x: 110, y: 20 } };
const markOf = (by: string, number: number, more: Partial<Mark> = {}): Mark => ({
  by,
  number,
  shape: ARROW,
  color: 'cyan',
  width: 4,
  frame: FRAME,
  fadeMs: null,
  ...more,
});
const saidBy = (by: string, change: BoardChange, isTrainer = false): SaidChange => ({
  by,
  isTrainer,
  agoMs: 0,
  change,
});
const roomAs = (role: 'observer' | 'operator' | 'trainer'): DrawRoom => ({
  self: SELF,
  people: [personOf(ADA), personOf(BEN), personOf(SELF, { role })],
});
const findings = async (): Promise<readonly string[]> => {
  vi.useRealTimers();
  const results = await axe.run(slot, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  vi.useFakeTimers();
  return results.violations.map(({ id, nodes }) => id + nodes[0]?.html);
};

beforeEach(() => {
  vi.useFakeTimers();
  slot = document.createElement('div');
  document.body.append(slot);
  nowMs = 0;
  view = VIEW;
  room = null;
  frames = [];
  stored = new Map();
  capture.mockReturnValue(null);
});

afterEach(() => {
  ui.remove();
  expect(slot.childElementCount).toBe(0);
  expect(frames).toEqual([]);
  slot.remove();
  vi.useRealTimers();
  vi.resetAllMocks();
});

describe('drawing mode', () => {
  it('takes the pointer and says so only between begin and end', async () => {
    await mount();
    expect(slot.querySelector('.draw-surface')).toBeNull();
    expect(slot.querySelector('.draw-tools')).toBeNull();
    ui.begin();
    await settle();
    expect(ui.isOn).toBe(true);
    expect(find('.draw-frame').textContent).toContain('the instrument gets no input. Esc: back');
    expect(document.activeElement).toBe(find('.draw-surface'));
    ui.end();
    await settle();
    expect(slot.querySelector('.draw-surface')).toBeNull();
    expect(onModeEnd).not.toHaveBeenCalled();
  });

  it('is left by Escape, from the picture, from a field, and from anywhere in the page', async () => {
    await begin();
    await key('Escape');
    expect(ui.isOn).toBe(false);
    expect(onModeEnd).toHaveBeenCalledTimes(1);
    ui.begin();
    await settle();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(ui.isOn).toBe(true);
    await settle();
    expect(ui.isOn).toBe(false);
    expect(onModeEnd).toHaveBeenCalledTimes(2);
  });

  it('takes its keys wherever the keyboard is in the page, but in fields, and only from a person', async () => {
    const field = document.createElement('input');
    const button = document.createElement('button');
    document.body.append(field, button);
    await begin();
    const pressed = (): string | null => find('[aria-pressed=true]').getAttribute('aria-label');
    const pageKey = async (target: HTMLElement, name: string, isTrusted = true): Promise<boolean> => {
      target.focus();
      const event = new KeyboardEvent('keydown', {
        ...{ key: name, bubbles: true, cancelable: true, composed: true },
      });
      Object.defineProperty(event, 'isTrusted', { value: isTrusted });
      target.dispatchEvent(event);
      await settle();
      return event.defaultPrevented;
    };
    find('.draw-surface').blur();
    expect(await pageKey(document.body, 'a', false)).toBe(false);
    expect(await pageKey(field, 'a')).toBe(false);
    expect(pressed()).toBe('Pen');
    expect(await pageKey(document.body, 'a')).toBe(true);
    expect(pressed()).toBe('Arrow');
    expect(document.activeElement).toBe(find('.draw-surface'));
    // Enter presses a button of the page; with the keyboard nowhere it draws.
    expect(await pageKey(button, 'Enter')).toBe(false);
    expect(await pageKey(button, 'e')).toBe(true);
    find('.draw-surface').blur();
    expect(await pageKey(document.body, 'Enter')).toBe(true);
    await key('ArrowRight', { shiftKey: true });
    await key('Enter');
    expect(told()).toBe('Ellipse, you, from 640, 480 to 660, 480');
    field.remove();
    button.remove();
  });

  it('ends what is being drawn as what it is when something needs the user, and says why', async () => {
    room = roomAs('operator');
    await begin();
    point('pointerdown', 100, 50);
    point('pointermove', 200, 100);
    ui.interrupt('control');
    await settle();
    expect(say.mock.calls).toMatchObject([[{ type: 'mark', mark: { by: SELF } }]]);
    expect(told()).toContain('control of the instrument needs you');
    expect(onModeEnd).toHaveBeenCalledTimes(1);
  });

  it('draws nothing while nobody knows what part of the screen is seen', async () => {
    view = null;
    await begin();
    expect(slot.querySelector('.draw-surface')).toBeNull();
    expect(find('[role=alert]').textContent).toContain('move the pointer over the picture once');
    view = VIEW;
    await frame();
    expect(find('.draw-surface').style.left).toBe('100px');
  });

  it('asks for no frames when nothing is drawn', async () => {
    await begin();
    expect(frames).toHaveLength(1);
    ui.end();
    await frame();
    expect(frames).toEqual([]);
  });

  it('remembers tool, colour and width of the portal', async () => {
    await begin();
    await keys('e', 'k');
    await press('Cyan');
    await press('8 pixels wide');
    ui.end();
    ui.remove();
    await begin();
    const pressed = buttons().filter((each) => each.getAttribute('aria-pressed') === 'true');
    expect(pressed.map((each) => each.getAttribute('aria-label'))).toEqual([
      'Ellipse',
      'Cyan',
      '8 pixels wide',
      'Keep what I draw (off: it fades)',
    ]);
  });

  it.each(['', '{', '[]', '{"tool":7,"fadeMs":-1,"unit":"mile"}'])(
    'begins afresh with %j in storage',
    async (kept) => {
      stored.set('rice-draw', kept);
      await begin();
      expect(find('[aria-pressed=true]').getAttribute('aria-label')).toBe('Pen');
    },
  );
});

describe('drawing', () => {
  it('says a mark in framebuffer pixels, to the room alone where there is one', async () => {
    await begin();
    await key('a');
    await drag(100, 50, 200, 100);
    expect(say).not.toHaveBeenCalled();
    expect(told()).toBe('Arrow, you, from 0, 0 to 200, 100');
    room = roomAs('operator');
    ui.roomChanged();
    await drag(100, 50, 200, 100);
    expect(say).toHaveBeenCalledExactlyOnceWith({
      type: 'mark',
      mark: markOf(SELF, WALL_MS, {
        shape: { tool: 'arrow', from: { x: 0, y: 0 }, to: { x: 200, y: 100 } },
        color: 'yellow',
        fadeMs: 8000,
        number: say.mock.calls[0]?.[0].type === 'mark' ? say.mock.calls[0][0].mark.number : 0,
      }),
    });
  });

  it('tells the room of a stroke while it is drawn, 20 times a second', async () => {
    room = roomAs('operator');
    await begin();
    point('pointerdown', 100, 50);
    for (let n = 1; n <= 30; n++) {
      point('pointermove', 100 + 3 * n, 50);
      await frame(10);
    }
    expect(live.mock.calls.length).toBeGreaterThanOrEqual(5);
    expect(live.mock.calls.length).toBeLessThanOrEqual(7);
    const last = live.mock.calls.at(-1)?.[0];
    expect(last).toMatchObject({ tool: 'pen', first: 0, number: WALL_MS });
  });

  it('takes one pointer at a time, and the pen before the hand that holds it', async () => {
    await begin();
    await key('a');
    const touch = { pointerType: 'touch', pointerId: 5 };
    const pen = { pointerType: 'pen', pointerId: 6, pressure: 0.8 };
    point('pointerdown', 150, 100, touch);
    point('pointerdown', 200, 100, pen);
    point('pointermove', 300, 300, touch);
    point('pointermove', 300, 100, pen);
    point('pointerup', 300, 100, pen);
    point('pointerdown', 150, 100, { ...touch, pointerId: 7 });
    point('pointerup', 250, 200, { ...touch, pointerId: 7 });
    await settle();
    await press('List of marks');
    expect(listed()).toEqual(['Arrow, you, from 200, 100 to 400, 100']);
  });

  it('draws with a finger, and as hard as a pen is pressed', async () => {
    room = roomAs('operator');
    await begin();
    const pressures = (): readonly number[] => {
      const last = say.mock.calls.at(-1)?.[0];
      const shape = last?.type === 'mark' ? last.mark.shape : undefined;
      return shape?.tool === 'pen' ? shape.points.map(({ pressure }) => pressure) : [];
    };
    const line = async (more: PointerEventInit, pressed: readonly number[]): Promise<void> => {
      point('pointerdown', 150, 100, { ...more, pressure: pressed[0] ?? 0 });
      pressed.slice(1).forEach((pressure, index) => {
        point('pointermove', 170 + 20 * index, 100, { ...more, pressure });
      });
      point('pointerup', 210, 100, { ...more, pressure: 0 });
      await settle();
    };
    await line({ pointerType: 'touch', pointerId: 5 }, [1, 1]);
    expect(pressures()).toEqual([0.5, 0.5]);
    await line({ pointerType: 'pen', pointerId: 6 }, [0.2, 0.7, 1]);
    expect(pressures()).toEqual([0.2, 0.7, 1]);
  });

  it('is done by keyboard alone: a shape, a text, erasing, undoing', async () => {
    await begin();
    await keys('r', 'Enter');
    await key('ArrowRight', { shiftKey: true });
    await key('ArrowDown', { shiftKey: true });
    await key('Enter');
    expect(told()).toBe('Rectangle, you, from 640, 480 to 660, 500');
    await keys('t', 'Enter');
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement)) throw new Error('no field');
    field.value = 'grain';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settle();
    expect(told()).toBe('Text “grain”, you, at 660, 500');
    await press('List of marks');
    expect(listed()).toHaveLength(2);
    find('.draw-surface').focus();
    await keys('Delete');
    expect(listed()).toEqual(['Rectangle, you, from 640, 480 to 660, 500']);
    await key('z', { ctrlKey: true });
    expect(listed()).toHaveLength(2);
    await key('Z', { ctrlKey: true, shiftKey: true });
    expect(listed()).toHaveLength(1);
  });

  it('calibrates by a distance that is known, and measures by it', async () => {
    await begin();
    await press('Scale');
    await press('Measure a known distance');
    expect(told()).toContain('a distance that you know');
    await drag(100, 50, 150, 50);
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement)) throw new Error('no field');
    field.value = '5';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
    find('.draw-question').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settle();
    expect(slot.textContent).toContain('One pixel is 0.05 µm long.');
    find('.draw-surface').focus();
    await key('m');
    await drag(100, 50, 200, 50);
    expect(told()).toBe('Length “10 µm”, you, from 0, 0 to 200, 0');
  });

  it('goes on a still picture for oneself, which can be left and seen again', async () => {
    capture.mockReturnValue(document.createElement('canvas'));
    room = roomAs('operator');
    await begin();
    await press('Draw on a still picture');
    await key('a');
    find('.draw-surface').focus();
    await key('a');
    await drag(100, 50, 200, 100);
    expect(say).not.toHaveBeenCalled();
    expect(find('.draw-frame').textContent).toContain('still picture of');
    await press('List of marks');
    expect(listed()).toHaveLength(1);
    await press('Back to the live picture');
    expect(listed()).toEqual([]);
    await press('Show the still again');
    expect(listed()).toHaveLength(1);
  });

  it('gives the picture with the marks on it, and without', async () => {
    const painted: string[] = [];
    const context = new FakeContext();
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => contextOf(context));
    vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => {
      painted.push(context.painted.some(({ what }) => what === 'stroke') ? 'marks' : 'none');
      done(new Blob(['png'], { type: 'image/png' }));
    });
    vi.stubGlobal('Path2D', FakePath);
    capture.mockImplementation(() => document.createElement('canvas'));
    await begin();
    await keys('a', 'k');
    await drag(100, 50, 200, 100);
    await press('Save a picture');
    context.painted.length = 0;
    await press('PNG without marks');
    await press('PNG with marks');
    expect(painted).toEqual(['none', 'marks']);
    expect(download.mock.calls.map(([name]) => name)).toEqual([
      'rice-2026-03-14-09-26-53.png',
      'rice-2026-03-14-09-26-53-marks.png',
    ]);
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('gives the drawing as a file', async () => {
    await begin();
    await key('a');
    await drag(100, 50, 200, 100);
    await press('Save a picture');
    await press('Marks as SVG');
    expect(download).toHaveBeenCalledTimes(1);
    const [name, content] = download.mock.calls[0] ?? [];
    expect(name).toBe('rice-2026-03-14-09-26-53-marks.svg');
    expect(await content?.text()).toContain('<title>Arrow, you</title>');
    await press('PNG with marks');
    expect(told()).toBe('The picture cannot be read now.');
  });
});

describe('drawing in a room', () => {
  it('lists what others drew with their names, and lets nobody else erase it', async () => {
    room = roomAs('operator');
    await begin();
    ui.drawn([saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7) })]);
    await press('List of marks');
    expect(told()).toBe('Arrow, Ada, from 10, 20 to 110, 20');
    expect(listed()).toEqual(['Arrow, Ada, from 10, 20 to 110, 20']);
    expect(buttons().some((each) => each.getAttribute('aria-label')?.startsWith('Erase:'))).toBe(false);
    find('.draw-surface').focus();
    await key('x');
    point('pointerdown', 130, 60);
    point('pointerup', 130, 60);
    await settle();
    expect(told()).toBe('This mark is somebody else’s.');
    expect(say).not.toHaveBeenCalled();
  });

  it('lists the newest hundred, and the older ones on demand', async () => {
    room = roomAs('operator');
    await begin();
    ui.drawn(
      Array.from({ length: 230 }, (_, number) => saidBy(ADA, { type: 'mark', mark: markOf(ADA, number) })),
    );
    await press('List of marks');
    expect(listed()).toHaveLength(100);
    await press('List older ones too (130)');
    expect(listed()).toHaveLength(200);
    await press('List older ones too (30)');
    expect(listed()).toHaveLength(230);
    expect(buttons().some(({ textContent }) => textContent?.startsWith('List older'))).toBe(false);
  });

  it('lets a trainer erase, keep, clear, mute, and say who may draw', async () => {
    room = roomAs('trainer');
    await begin();
    ui.drawn(
      [7, 8].map((number) => saidBy(ADA, { type: 'mark', mark: markOf(ADA, number, { fadeMs: 8000 }) })),
    );
    await press('List of marks');
    const [keepIt, eraseIt] = [...find('.draw-list li').querySelectorAll('button')];
    keepIt?.click();
    expect(say).toHaveBeenLastCalledWith(
      expect.objectContaining({ type: 'keep', of: ADA, number: 8, fadeMs: null }),
    );
    eraseIt?.click();
    expect(say).toHaveBeenLastCalledWith({ type: 'erase', of: ADA, numbers: [8] });
    await settle();
    await press('Who may draw');
    await press(`Mute the drawing of \u2068Ada\u2069`);
    expect(say).toHaveBeenLastCalledWith(
      expect.objectContaining({ type: 'rules', rules: { leastRole: 'observer', muted: [ADA] } }),
    );
    say.mockClear();
    await press('Clear all');
    expect(say).not.toHaveBeenCalled();
    await press('Really clear?');
    expect(say).toHaveBeenCalledExactlyOnceWith({ type: 'clear', floors: [{ of: ADA, upTo: 8 }] });
  });

  it('refuses who may not draw, with the reason, but on a still picture', async () => {
    room = roomAs('observer');
    await begin();
    const rules = { leastRole: 'operator', muted: [] } as const;
    ui.drawn([saidBy(ADA, { type: 'rules', rules, stamp: 1 }, true)]);
    await drag(100, 50, 200, 100);
    expect(say).not.toHaveBeenCalled();
    expect(told()).toContain('lets only some people draw');
    capture.mockReturnValue(document.createElement('canvas'));
    await press('Draw on a still picture');
    await drag(100, 50, 200, 100);
    expect(told()).toContain('Line, you');
  });

  it('shows the name of whoever drew what the pointer is on, and the size it was made at', async () => {
    room = roomAs('operator');
    await mount();
    ui.drawn([saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7, { frame: { width: 640, height: 480 } }) })]);
    window.dispatchEvent(new PointerEvent('pointermove', { clientX: 130, clientY: 60 }));
    await frame();
    expect(find('.draw-name').hidden).toBe(false);
    expect(find('.draw-name').textContent).toBe(
      'Arrow, \u2068Ada\u2069; made on a picture of 640 × 480 pixels',
    );
    window.dispatchEvent(new PointerEvent('pointermove', { clientX: 400, clientY: 400 }));
    await frame();
    expect(find('.draw-name').hidden).toBe(true);
  });

  it('shows what the eraser takes before it is pressed: own marks alone', async () => {
    room = roomAs('operator');
    await begin();
    ui.drawn([
      saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7) }),
      saidBy(SELF, {
        type: 'mark',
        mark: markOf(SELF, 8, { shape: { tool: 'arrow', from: { x: 10, y: 200 }, to: { x: 110, y: 200 } } }),
      }),
    ]);
    const doomed = find('.draw-doomed');
    const hover = async (x: number, y: number): Promise<boolean> => {
      point('pointermove', x, y);
      await frame();
      return !doomed.hidden;
    };
    expect(await hover(130, 150)).toBe(false);
    find('.draw-surface').focus();
    await key('x');
    expect(await hover(130, 150)).toBe(true);
    expect(doomed.style.left).not.toBe('');
    expect(await hover(130, 60)).toBe(false);
    expect(find('.draw-name').textContent).toContain('Ada');
    expect(await hover(400, 400)).toBe(false);
  });

  it('forgets the room’s marks with the room, and keeps those drawn alone', async () => {
    await begin();
    await key('a');
    await drag(100, 50, 200, 100);
    room = roomAs('operator');
    ui.roomChanged();
    ui.drawn([saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7) })]);
    await press('List of marks');
    expect(listed()).toHaveLength(2);
    room = null;
    ui.roomChanged();
    await settle();
    expect(listed()).toEqual(['Arrow, you, from 0, 0 to 200, 100']);
  });

  it('clears with the own marks of the room those drawn alone before, and says so', async () => {
    await begin();
    await keys('a', 'k');
    await drag(100, 50, 200, 100);
    room = roomAs('operator');
    ui.roomChanged();
    ui.drawn([saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7) })]);
    await drag(100, 50, 200, 100);
    await press('List of marks');
    expect(listed()).toHaveLength(3);
    await press('Clear mine, and what I drew alone before');
    expect(listed()).toEqual(['Arrow, Ada, from 10, 20 to 110, 20']);
    expect(told()).toBe('Your marks are cleared: 2');
    await press('Clear mine');
  });

  it('stops painting when all has faded', async () => {
    room = roomAs('operator');
    await mount();
    ui.drawn([saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7, { fadeMs: 2000 }) })]);
    await frame();
    expect(frames).toHaveLength(1);
    await frame(1500);
    expect(frames).toHaveLength(1);
    await frame(600);
    await frame();
    expect(frames).toEqual([]);
  });
});

describe('for everybody', () => {
  it('has no axe findings: tools, list, scale, rules, a text, a question', async () => {
    room = roomAs('trainer');
    await begin();
    ui.drawn([saidBy(ADA, { type: 'mark', mark: markOf(ADA, 7) })]);
    await settle();
    expect(await findings()).toEqual([]);
    for (const sheet of ['List of marks', 'Scale', 'Who may draw', 'Save a picture']) {
      await press(sheet);
      expect(await findings()).toEqual([]);
    }
    find('.draw-surface').focus();
    await keys('t', 'Enter');
    expect(await findings()).toEqual([]);
    await press('Discard');
    await press('Scale');
    await press('Measure a known distance');
    await drag(100, 50, 150, 50);
    expect(await findings()).toEqual([]);
  });

  it('speaks German', async () => {
    await begin('de');
    expect(find('.draw-frame').textContent).toContain('Das Gerät erhält keine Eingaben');
  });
});
