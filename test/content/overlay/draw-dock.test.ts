// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DrawDock, type DrawDockParts } from '../../../src/content/overlay/draw-dock.ts';
import type { SaidChange } from '../../../src/model/annotation/board-change.ts';
import type { LivePiece } from '../../../src/model/annotation/live-piece.ts';
import type { RoomStatus } from '../../../src/model/port/room-view.ts';
import type { DrawSurroundings } from '../../../src/ui/draw/surroundings.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { FakePort, messagesOf } from '../../ui/fake-surroundings.ts';
import { ADA, roomOf, SELF } from '../../ui/room/room-of.ts';
import { snapshotOf } from '../../ui/snapshots.ts';

/** Drawing, as far as the dock knows it. */
class FakeDrawUi {
  isOn = false;
  readonly drawn = vi.fn();
  readonly pieceOf = vi.fn();
  readonly roomChanged = vi.fn();
  readonly remove = vi.fn();
  readonly interrupt = vi.fn(() => this.end());
  readonly button = document.createElement('button');

  constructor(
    slot: HTMLElement,
    readonly surroundings: DrawSurroundings,
  ) {
    slot.append(this.button);
  }

  begin(): void {
    this.isOn = true;
    this.button.focus();
  }

  end(): void {
    if (!this.isOn) return;
    this.isOn = false;
    this.button.blur();
    this.surroundings.onModeEnd();
  }
}

let dock: DrawDock;
let ui: FakeDrawUi;
let port: FakePort;
let host: HTMLElement;
let screen: HTMLElement;
let canvas: HTMLCanvasElement;
let pressed: string[];
let free: () => void;
let tellRoom: (status: RoomStatus | null) => void;
let tellDrawn: (changes: readonly SaidChange[]) => void;
let tellPiece: (from: string, piece: LivePiece) => void;
let stopStore: () => void;
const said = vi.fn();
const live = vi.fn();
const focusBadge = vi.fn();
const panel = { toggle: vi.fn(), remove: vi.fn() };

beforeEach(() => {
  screen = document.createElement('div');
  screen.tabIndex = -1;
  canvas = document.createElement('canvas');
  screen.append(canvas);
  host = document.createElement('div');
  document.body.append(screen, host);
  const root = host.attachShadow({ mode: 'open' });
  const ground = document.createElement('div');
  root.append(ground);
  port = new FakePort();
  const store = new OverlayStore(port, { nowMs: () => 0, epochMs: () => 0 });
  stopStore = store.start();
  port.send(snapshotOf());
  free = () => undefined;
  const parts: DrawDockParts = {
    stage: {
      root,
      messages: messagesOf('en'),
      store,
      overlay: { focusBadge },
      press: {
        whenFree: (callback) => {
          free = callback;
        },
        stop: () => undefined,
      },
      parts: new Map([['panel', panel]]),
      addSlot: () => {
        const slot = document.createElement('div');
        ground.append(slot);
        return slot;
      },
    },
    line: {
      subscribe: (listener) => {
        tellRoom = listener;
        listener(null);
        return () => undefined;
      },
      onDrawing: (drawn, piece) => {
        tellDrawn = drawn;
        tellPiece = piece;
        return () => undefined;
      },
      say: said,
      live,
    },
    storage: null,
    mount: (slot, surroundings) => {
      ui = new FakeDrawUi(slot, surroundings);
      return ui;
    },
  };
  dock = new DrawDock(parts);
  pressed = [];
  canvas.addEventListener('mousedown', () => pressed.push('press'));
});

afterEach(() => {
  dock.remove();
  stopStore();
  vi.clearAllMocks();
  document.body.replaceChildren();
});

const press = (): number => {
  canvas.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, buttons: 1 }));
  return pressed.length;
};
const begin = (): void => {
  dock.toggle();
  free();
};

describe('drawing', () => {
  it('begins when nothing is pressed on the page any more, and the picture gets no input then', () => {
    dock.toggle();
    expect(ui.isOn).toBe(false);
    expect(press()).toBe(1);
    free();
    expect(ui.isOn).toBe(true);
    expect(press()).toBe(1);
  });

  it('does not begin when it was put away while it waited', () => {
    dock.toggle();
    dock.toggle();
    free();
    expect(ui.isOn).toBe(false);
    expect(press()).toBe(1);
  });

  it('gives input and keyboard back to the picture when the user leaves', () => {
    screen.focus();
    begin();
    expect(document.activeElement).toBe(host);
    ui.end();
    expect(document.activeElement).toBe(screen);
    expect(press()).toBe(1);
  });

  it('gives the keyboard to the badge when it came from the overlay, and leaves alone who moved on', () => {
    const open = document.createElement('button');
    host.shadowRoot?.append(open);
    open.focus();
    begin();
    dock.toggle();
    expect(focusBadge).toHaveBeenCalledOnce();
    begin();
    screen.focus();
    dock.toggle();
    expect(focusBadge).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(screen);
  });

  it('ends when something needs the user', () => {
    begin();
    port.send(snapshotOf({ state: 'breakdown' }));
    expect(ui.interrupt).toHaveBeenCalledExactlyOnceWith('attention');
    expect(press()).toBe(1);
    begin();
    expect(ui.isOn, 'and may begin again').toBe(true);
    tellRoom({ type: 'in', room: roomOf({ phase: { type: 'held', holder: SELF } }) });
    expect(ui.interrupt).toHaveBeenLastCalledWith('control');
  });

  it('is not interrupted while it is off', () => {
    port.send(snapshotOf({ state: 'breakdown' }));
    expect(ui.interrupt).not.toHaveBeenCalled();
  });

  it('closes the panel, which would lie over the picture with the keyboard', () => {
    const shown = document.createElement('div');
    shown.className = 'panel';
    host.shadowRoot?.append(shown);
    begin();
    expect(panel.toggle).toHaveBeenCalledOnce();
  });

  it('lets the page go when the overlay goes', () => {
    begin();
    dock.remove();
    expect(ui.remove).toHaveBeenCalledOnce();
    expect(press()).toBe(1);
  });
});

describe('the room', () => {
  it('is handed on both ways', () => {
    expect(ui.surroundings.room()).toBeNull();
    const room = roomOf();
    tellRoom({ type: 'in', room });
    expect(ui.surroundings.room()).toEqual({ self: SELF, people: room.people });
    const piece: LivePiece = { number: 1, tool: 'none' };
    tellDrawn([]);
    tellPiece(ADA, piece);
    expect(ui.drawn).toHaveBeenCalledWith([]);
    expect(ui.pieceOf).toHaveBeenCalledWith(ADA, piece);
    ui.surroundings.live(piece);
    ui.surroundings.say({ type: 'clear', floors: [] });
    expect(live).toHaveBeenCalledWith(piece);
    expect(said).toHaveBeenCalledWith({ type: 'clear', floors: [] });
  });

  it('is told of when its people change, and not with every word of the host', () => {
    tellRoom({ type: 'in', room: roomOf() });
    tellRoom({ type: 'in', room: roomOf({ unread: 3 }) });
    expect(ui.roomChanged).toHaveBeenCalledOnce();
    tellRoom(null);
    expect(ui.roomChanged).toHaveBeenCalledTimes(2);
  });
});
