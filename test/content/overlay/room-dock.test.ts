// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RoomDock } from '../../../src/content/overlay/room-dock.ts';
import type { RoomLine } from '../../../src/content/overlay/room-line.ts';
import type { RoomStatus } from '../../../src/model/port/room-view.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { LONG } from '../../support/long.ts';
import { FakePort, messagesOf } from '../../ui/fake-surroundings.ts';
import { ADA, roomOf } from '../../ui/room/room-of.ts';
import { snapshotOf } from '../../ui/snapshots.ts';

vi.mock('../../../src/content/overlay/surroundings.ts', () => ({
  originStorage: { get: async () => undefined, set: async () => undefined },
}));

let tell: (status: RoomStatus | null) => void;
let host: HTMLElement;
let dock: RoomDock;
let stopStore: () => void;
const whenFree = vi.fn<Stage['press']['whenFree']>((callback) => callback());
const start = vi.fn<RoomLine['start']>(async () => ({ type: 'joining' }));
const openPage = vi.fn<RoomLine['openPage']>(async () => 'by-hand');

function mount(): void {
  host = document.createElement('div');
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const ground = document.createElement('div');
  const berth = document.createElement('div');
  berth.className = 'room-slot';
  ground.append(berth);
  root.append(ground);
  const port = new FakePort();
  const store = new OverlayStore(port, { nowMs: () => 0, epochMs: () => 0 });
  stopStore = store.start();
  port.send(snapshotOf());
  const stage: Pick<Stage, 'root' | 'messages' | 'store' | 'press' | 'addSlot' | 'openPart'> = {
    root,
    messages: messagesOf('en'),
    openPart: vi.fn(),
    store,
    press: { whenFree, stop: () => undefined },
    addSlot: () => {
      const slot = document.createElement('div');
      ground.append(slot);
      return slot;
    },
  };
  dock = new RoomDock(stage, {
    subscribe: (listener) => {
      tell = listener;
      listener(null);
      return () => undefined;
    },
    act: vi.fn(),
    point: vi.fn(),
    readyRelays: async () => ['relay.example.org'],
    start,
    openPage,
  });
}
const strip = (): HTMLElement | null => host.shadowRoot?.querySelector<HTMLElement>('.room-strip') ?? null;
const focused = (): Element | null => host.shadowRoot?.activeElement ?? null;

beforeEach(() => {
  vi.clearAllMocks();
  mount();
});
afterEach(() => {
  dock.remove();
  stopStore();
  document.body.replaceChildren();
});

describe('the room on the picture', () => {
  it('comes and goes with the room', () => {
    expect(strip()).toBeNull();
    tell({ type: 'in', room: roomOf() });
    expect(strip()).not.toBeNull();
    tell(null);
    expect(strip()).toBeNull();
  });

  it('takes the keyboard on command, and gives it back', () => {
    const canvas = document.createElement('canvas');
    canvas.tabIndex = 0;
    document.body.append(canvas);
    canvas.focus();
    tell({ type: 'in', room: roomOf() });
    dock.toggle();
    expect(focused()).toBe(strip());
    strip()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(document.activeElement).toBe(canvas);
  });

  it('waits with the keyboard until nothing is pressed on the page', () => {
    whenFree.mockImplementationOnce(() => undefined);
    tell({ type: 'in', room: roomOf() });
    dock.toggle();
    expect(focused()).toBeNull();
  });

  it('offers to begin a room where there is none', async () => {
    dock.toggle();
    await vi.waitFor(() => expect(strip()?.textContent).toContain('Start a room on'), LONG);
  });

  it('says that only the toolbar can open the side panel, where that is so', async () => {
    tell({ type: 'in', room: roomOf() });
    strip()?.querySelector<HTMLElement>('.room-chat')?.click();
    await vi.waitFor(
      () => expect(host.shadowRoot?.textContent).toContain('RICE button in the toolbar'),
      LONG,
    );
  });

  it('leaves nothing behind', () => {
    tell({ type: 'in', room: roomOf({ pointers: [{ member: ADA, x: 1, y: 1, agoMs: 0 }] }) });
    dock.remove();
    expect(strip()).toBeNull();
    expect(host.shadowRoot?.querySelector('.room-pointer')).toBeNull();
  });
});
