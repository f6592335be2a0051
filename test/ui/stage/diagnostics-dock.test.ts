// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { RoomStatus } from '../../../src/model/port/room-view.ts';
import { OverlayStore } from '../../../src/ui/overlay-store.ts';
import { DiagnosticsDock } from '../../../src/ui/stage/diagnostics-dock.ts';
import { FakePort, messagesOf } from '../fake-surroundings.ts';
import { blockedBy, snapshotOf } from '../snapshots.ts';

let root: ShadowRoot;
let host: HTMLElement;
let port: FakePort;
let dock: DiagnosticsDock;
let stopStore: () => void;
let tellRoom: (status: RoomStatus | null) => void;
const ask = vi.fn();

/** The panel's place for it, as the panel makes it. */
function openPanel(connection = 'c1'): HTMLElement {
  const home = document.createElement('div');
  home.className = 'why-home';
  home.dataset['connection'] = connection;
  root.append(home);
  return home;
}
/** Observers are told in a turn of their own. */
const told = () => vi.advanceTimersByTimeAsync(1);

beforeEach(() => {
  vi.useFakeTimers();
  ask.mockReset().mockResolvedValue({ policy: STRICT_POLICY, settingsProblems: 0 });
  host = document.createElement('div');
  document.body.append(host);
  root = host.attachShadow({ mode: 'open' });
  port = new FakePort();
  port.send(snapshotOf());
  const store = new OverlayStore(port, { nowMs: () => performance.now(), epochMs: () => 0 });
  stopStore = store.start();
  dock = new DiagnosticsDock({
    stage: { root, messages: messagesOf('en'), store },
    onRoom: (listener) => {
      tellRoom = listener;
      listener(null);
      return () => undefined;
    },
    ask,
    about: {
      ...{ extension: '1.2.3', browser: 'Firefox 153', pageHost: 'portal.example' },
      ...{ isSecure: true, isFramed: false },
    },
    copy: async () => undefined,
  });
});
afterEach(() => {
  dock.remove();
  stopStore();
  host.remove();
  vi.useRealTimers();
});

describe('the reason in the panel', () => {
  it('comes with the panel, and asks each time what is set for this site', async () => {
    expect(ask).not.toHaveBeenCalled();
    const home = openPanel();
    await told();
    expect(home.textContent).toContain('Why is my input ignored?');
    expect(ask).toHaveBeenCalledOnce();
    home.remove();
    await told();
    openPanel();
    await told();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('speaks of the connection of which the panel speaks', async () => {
    port.send(snapshotOf(), blockedBy('fault', { connection: 'c2' }));
    const home = openPanel();
    await told();
    expect(home.textContent).not.toContain('The guard has failed');
    home.dataset['connection'] = 'c2';
    await told();
    expect(home.textContent).toContain('The guard has failed');
  });

  it('holds an unconfirmed action against the limit that is set here, or the built-in one if nobody answers', async () => {
    const late = blockedBy('input-overdue', { path: { baseMs: 800 } });
    port.send(late);
    ask.mockResolvedValue({ policy: { ...STRICT_POLICY, maxInputAgeMs: 600 }, settingsProblems: 0 });
    const home = openPanel();
    await told();
    expect(home.textContent).toContain('more than 600 ms');
    home.remove();
    await told();
    ask.mockRejectedValue(new Error('gone'));
    const again = openPanel();
    await told();
    expect(again.textContent).toContain('more than 1.5 s');
  });

  it('hears from the room why control is not here', async () => {
    const home = openPanel();
    await told();
    tellRoom({ type: 'joining', relayHost: 'relay.example', stage: 'connecting' });
    port.send(blockedBy('no-control'));
    await told();
    expect(home.textContent).toContain('The room has not answered');
  });

  it('is gone when it is removed', async () => {
    const home = openPanel();
    await told();
    dock.remove();
    expect(home.textContent).toBe('');
  });
});
