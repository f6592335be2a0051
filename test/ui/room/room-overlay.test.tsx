// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LockPhase } from '../../../src/model/control/lock-view.ts';
import type { RoomAct } from '../../../src/model/port/room-command.ts';
import type { RoomStatus } from '../../../src/model/port/room-view.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { FRESH_MS } from '../../../src/ui/fresh.ts';
import { END_REASONS } from '../../../src/ui/room/room-keys.ts';
import { mountRoom, type RoomOverlay } from '../../../src/ui/room/room-overlay.tsx';
import { FakeStorage, messagesOf } from '../fake-surroundings.ts';
import { blockedBy, snapshotOf } from '../snapshots.ts';
import { ADA, BEN, queueOf, type RoomParts, roomOf, SELF } from './room-of.ts';

let nowMs = 0;
let container: HTMLElement;
let room: RoomOverlay;
let storage: FakeStorage;
let snapshots: readonly Snapshot[] = [];
let changed: () => void = () => undefined;
const act = vi.fn<(act: RoomAct) => void>();
const start = vi.fn();
const openPanel = vi.fn();
const leave = vi.fn();
const draw = vi.fn();

function mount(language: 'en' | 'de' = 'en'): void {
  container = document.createElement('div');
  document.body.append(container);
  room = mountRoom(container, {
    messages: messagesOf(language),
    store: {
      get snapshots() {
        return snapshots;
      },
      watch: (listener) => {
        changed = listener;
        return () => undefined;
      },
    },
    storage,
    nowMs: () => nowMs,
    act,
    start,
    openPanel,
    draw,
    leave,
    isClipped: () => false,
  });
}

const show = (parts: RoomParts): void => room.show({ type: 'in', room: roomOf(parts) });
const held = (holder: string): LockPhase => ({ type: 'held', holder });
const find = (selector: string): HTMLElement | null => container.querySelector<HTMLElement>(selector);
/** Without the marks that keep names apart. */
const text = (selector: string): string => (find(selector)?.textContent ?? '').replace(/[⁨⁩]/g, '');
const buttons = (): readonly string[] =>
  [...container.querySelectorAll('button')]
    .map((each) => (each.textContent ?? '').replace(/[⁨⁩]/g, ''))
    .filter((each) => each !== '');

/** As the user's own hand makes it; scripts make the others. */
function trusted<E extends Event>(event: E): E {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}
function button(name: string): HTMLElement {
  const found = [...container.querySelectorAll('button')].find(
    (each) =>
      (each.textContent ?? '').replace(/[⁨⁩]/g, '') === name || each.getAttribute('aria-label') === name,
  );
  if (found === undefined) throw new Error(`no button ${name} among ${buttons()}`);
  return found;
}
async function press(name: string): Promise<void> {
  button(name).dispatchEvent(trusted(new MouseEvent('click', { bubbles: true })));
  await vi.advanceTimersByTimeAsync(1);
}
function pass(ms: number): void {
  nowMs += ms;
  vi.advanceTimersByTime(ms);
}
async function violations(): Promise<readonly string[]> {
  vi.useRealTimers();
  const results = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  vi.useFakeTimers();
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  nowMs = 0;
  snapshots = [];
  storage = new FakeStorage();
  mount();
});
afterEach(() => {
  room.remove();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('the strip', () => {
  it('is not there without a room', () => {
    expect(find('.room-strip')).toBeNull();
    room.show({ type: 'none', relays: ['relay.example.org'] });
    expect(find('.room-strip')).toBeNull();
  });

  it('always says who has control, in words and a shape of its own', () => {
    const phases: readonly LockPhase[] = [
      { type: 'free' },
      held(ADA),
      held(SELF),
      { type: 'offered', to: BEN, cause: 'passed', leftMs: 5_000 },
      { type: 'frozen', by: ADA },
    ];
    const shapes = phases.map((phase) => {
      show({ phase });
      return find('.room-holder svg')?.innerHTML;
    });
    expect(new Set(shapes).size).toBe(phases.length);
    expect(text('.room-holder')).toBe('Frozen by Ada');
  });

  it('tells watching from operating by a word and a shape', () => {
    show({ me: { mode: 'operate' } });
    const operating = find('.room-mode')?.innerHTML;
    expect(text('.room-mode')).toBe('Operating');
    show({ me: { mode: 'watch' } });
    expect(text('.room-mode')).toBe('Watching');
    expect(find('.room-mode')?.innerHTML).not.toBe(operating);
  });

  it('asks for control, and waits with a place until one withdraws', async () => {
    show({ phase: held(ADA) });
    pass(FRESH_MS);
    await press('Ask for control');
    expect(act).toHaveBeenLastCalledWith({ type: 'ask' });
    show({ phase: held(ADA), lock: { queue: queueOf(BEN, SELF) } });
    expect(text('.room-place')).toBe('Your place: 2');
    pass(FRESH_MS);
    await press('Withdraw');
    expect(act).toHaveBeenLastCalledWith({ type: 'withdraw' });
  });

  it('takes no press of a button that has just appeared, nor one that a script made', async () => {
    show({ phase: held(ADA) });
    await press('Ask for control');
    pass(FRESH_MS);
    button('Ask for control').click();
    expect(act).not.toHaveBeenCalled();
  });

  it('takes no second half of a double click for an answer to the next question', async () => {
    show({ phase: held(ADA) });
    pass(FRESH_MS);
    await press('Ask for control');
    show({ phase: held(ADA), lock: { queue: queueOf(SELF) } });
    await press('Withdraw');
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('counts down an offer, and takes or declines it', async () => {
    show({ phase: { type: 'offered', to: SELF, cause: 'passed', leftMs: 15_000 } });
    expect(text('.room-count')).toBe('15 s left');
    pass(5_000);
    expect(text('.room-count')).toBe('10 s left');
    await press('Take the controls');
    await press('Not now');
    expect(act.mock.calls).toEqual([[{ type: 'accept' }], [{ type: 'decline' }]]);
  });

  it('passes control on to whom one chooses, who waits first', async () => {
    show({ phase: held(SELF), lock: { queue: queueOf(BEN) } });
    button('More').click();
    await press('Pass to …');
    expect([...container.querySelectorAll('.room-choices button')].map((each) => each.textContent)).toEqual([
      '⁨Ben⁩ (waits)',
      '⁨Ada⁩',
    ]);
    pass(FRESH_MS);
    await press('Ada');
    expect(act).toHaveBeenLastCalledWith({ type: 'pass', to: ADA });
    expect(find('.room-choices')).toBeNull();
  });

  it('offers to pass control to who waits first, in the line that is always there', async () => {
    show({ phase: held(SELF), lock: { queue: queueOf(BEN, ADA) } });
    pass(FRESH_MS);
    await press('Pass to Ben');
    expect(act).toHaveBeenLastCalledWith({ type: 'pass', to: BEN });
    show({ phase: held(SELF), lock: { queue: [] } });
    expect(container.textContent).not.toContain('Pass to');
  });

  it('sends a request back with a reason', async () => {
    show({ phase: held(SELF), lock: { queue: queueOf(BEN) } });
    button('More').click();
    await press('Send back …');
    pass(FRESH_MS);
    await press('An image is being taken');
    expect(act).toHaveBeenLastCalledWith({ type: 'deny', member: BEN, reason: 'acquiring' });
  });

  it('lets a trainer take control, freeze, keep it and change the order', async () => {
    show({ phase: held(ADA), me: { role: 'trainer' }, lock: { queue: queueOf(BEN, SELF) } });
    button('More').click();
    await vi.advanceTimersByTimeAsync(1);
    pass(FRESH_MS);
    await press('Take control');
    await press('Freeze');
    find('input[type=checkbox]')?.click();
    await press('Move ⁨Ben⁩ back');
    expect(act.mock.calls.map(([each]) => each)).toEqual([
      { type: 'take' },
      { type: 'freeze' },
      { type: 'keep-idle', on: true },
      { type: 'move', member: BEN, to: 1 },
    ]);
  });

  it('says for a moment that a press was not sent, and with whom control is', () => {
    show({ phase: held(ADA) });
    snapshots = [blockedBy('no-control', { droppedPresses: 1 })];
    changed();
    expect(text('.room-notes')).toBe('What you pressed was not sent. Ada has control');
    pass(4_500);
    expect(find('.room-notes')).toBeNull();
  });

  it('says what the one before may still do', () => {
    show({ phase: held(BEN), lock: { epoch: 1 } });
    show({ phase: held(SELF), lock: { epoch: 2, mayStillExecute: 3 } });
    expect(text('.room-notes')).toContain('3 actions of Ben may still execute');
  });

  it('says once in its details that people without RICE are not bound', () => {
    show({});
    expect(text('.room-strip')).not.toContain('People without RICE');
    button('More').click();
    expect(text('.room-more').match(/People without RICE/g)).toHaveLength(1);
  });

  it('does not claim control before the own gate is open', () => {
    snapshots = [snapshotOf({ seat: { state: 'opening', leftMs: 0 } })];
    show({ phase: held(SELF) });
    expect(text('.room-holder')).not.toContain('You have control');
    snapshots = [snapshotOf({ seat: { state: 'open', leftMs: 5_000 } })];
    changed();
    expect(text('.room-holder')).toContain('You have control');
  });

  it('counts what is unread, and leads to the side panel', async () => {
    show({ unread: 3 });
    expect(text('.room-chat')).toBe('3');
    expect(find('.room-chat')?.getAttribute('aria-label')).toBe('People and chat, 3 unread messages');
    find('.room-chat')?.click();
    expect(openPanel).toHaveBeenCalledTimes(1);
  });

  it('leads to drawing on the picture', () => {
    show({});
    find('[aria-label="Draw on the picture"]')?.click();
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it('is not drawn again for pointers alone', () => {
    show({ phase: held(ADA) });
    const observer = new MutationObserver(() => undefined);
    observer.observe(container, { subtree: true, childList: true, attributes: true, characterData: true });
    show({ phase: held(ADA), lockAgeMs: 100, pointers: [{ member: ADA, x: 1, y: 2, agoMs: 0 }] });
    expect(observer.takeRecords()).toEqual([]);
    observer.disconnect();
  });

  it('remembers where it is and whether it is open', async () => {
    show({});
    find('.room-grip')?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }),
    );
    button('More').click();
    expect(storage.values.get('room')).toEqual({ along: 0.55, open: true });
    room.remove();
    mount();
    show({});
    await vi.advanceTimersByTimeAsync(1);
    expect(find('.room-more')).not.toBeNull();
  });

  it('has the keyboard when asked to, closes by Escape, then gives the keyboard back', () => {
    show({});
    expect(room.focus()).toBe(true);
    button('More').click();
    const leaveIt = () =>
      find('.room-strip')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    leaveIt();
    expect(find('.room-more')).toBeNull();
    expect(leave).not.toHaveBeenCalled();
    leaveIt();
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('keeps the keyboard when the button that had it goes', async () => {
    show({ phase: held(ADA) });
    button('Ask for control').focus();
    show({ phase: held(SELF) });
    expect(document.activeElement).toBe(find('.room-strip'));
  });

  it('never takes the keyboard by itself', () => {
    const canvas = document.createElement('canvas');
    canvas.tabIndex = 0;
    document.body.append(canvas);
    canvas.focus();
    show({ phase: { type: 'offered', to: SELF, cause: 'passed', leftMs: 5_000 } });
    show({ alarms: [{ type: 'outsider', agoMs: 0 }] });
    expect(document.activeElement).toBe(canvas);
  });
});

describe('what a screen reader says', () => {
  it('interrupts only for what concerns the person', () => {
    show({ phase: held(ADA) });
    expect(text('[role=status].spoken')).toBe('Ada has control');
    expect(text('[role=alert]')).toBe('');
    show({ phase: held(BEN) });
    expect(text('[role=status].spoken')).toBe('Ben has control');
    show({ phase: { type: 'offered', to: SELF, cause: 'passed', leftMs: 5_000 } });
    expect(text('[role=alert]')).toBe('Control is offered to you 5 s left');
    show({ phase: { type: 'frozen', by: ADA } });
    expect(text('[role=alert]')).toBe('Frozen by Ada');
  });

  it('is the same while a countdown runs, and nothing after a while', () => {
    show({ phase: { type: 'offered', to: SELF, cause: 'passed', leftMs: 15_000 } });
    const said = text('.spoken');
    pass(3_000);
    expect(text('.spoken')).toBe(said);
    pass(6_000);
    expect(text('.spoken')).toBe('');
  });

  it('says a new alarm once', () => {
    show({ phase: held(ADA) });
    show({ phase: held(ADA), alarms: [{ type: 'outsider', agoMs: 0 }] });
    expect(text('[role=alert]')).toContain('Someone outside this room moved the pointer');
    pass(9_000);
    show({ phase: held(ADA), unread: 1, alarms: [{ type: 'outsider', agoMs: 9_000 }] });
    expect(text('[role=alert]')).toBe('');
  });
});

describe('before and after a room', () => {
  it('says how far the way in has come', () => {
    room.show({ type: 'joining', relayHost: 'relay.example.org', stage: 'lobby' });
    expect(text('.room-strip')).toContain('Joining a room on relay.example.org');
    expect(text('.room-strip')).toContain('somebody has to let you in');
  });

  it('says why a room is over and what to do, until it is put away', async () => {
    room.show({ type: 'ended', relayHost: 'relay.example.org', reason: 'kicked' });
    expect(text('.room-strip')).toContain('You were sent out of the room');
    expect(text('[role=alert]')).toContain('Your presses stay blocked');
    pass(FRESH_MS);
    await press('Put this message away');
    expect(find('.room-strip')).toBeNull();
  });

  it('offers to begin a room when asked to', async () => {
    room.show({ type: 'none', relays: ['relay.example.org'] });
    room.toggleOffer();
    pass(FRESH_MS);
    await press('Start a room on relay.example.org');
    expect(start).toHaveBeenCalledWith('relay.example.org');
    expect(find('.room-strip')).toBeNull();
  });

  it('says for a while what could not be done', () => {
    room.tell('uiRoomByHand');
    expect(text('.room-told')).toContain('from the RICE button in the toolbar');
    pass(9_000);
    expect(text('.room-told')).toBe('');
  });
});

describe('accessibility', () => {
  const states: readonly RoomStatus[] = [
    { type: 'in', room: roomOf({ phase: held(ADA), unread: 2 }) },
    {
      type: 'in',
      room: roomOf({
        phase: held(SELF),
        me: { role: 'trainer' },
        lock: { queue: queueOf(ADA, BEN), idlePassMs: 5_000 },
        alarms: [{ type: 'outsider', agoMs: 0 }],
      }),
    },
    { type: 'in', room: roomOf({ phase: { type: 'offered', to: SELF, cause: 'passed', leftMs: 5_000 } }) },
    { type: 'joining', relayHost: 'relay.example.org', stage: 'connecting' },
    { type: 'ended', relayHost: 'relay.example.org', reason: 'ended' },
  ];

  it.each(['en', 'de'] as const)(
    'has no axe findings in any state (%s)',
    async (language) => {
      room.remove();
      storage.values.set('room', { along: 0.5, open: true });
      mount(language);
      await vi.advanceTimersByTimeAsync(1);
      for (const status of states) {
        room.show(status);
        expect(await violations()).toEqual([]);
      }
    },
    60_000,
  );

  it('has words for every way a room can end', () => {
    for (const reason of END_REASONS) {
      room.show({ type: 'ended', relayHost: 'relay.example.org', reason });
      expect(text('.room-strip').length).toBeGreaterThan(20);
    }
  });
});
