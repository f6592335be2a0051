import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OverlayStore, SILENT_AFTER_MS, SMALL_AFTER_MS } from '../../src/ui/overlay-store.ts';
import { FakePort } from './fake-surroundings.ts';
import { blockedBy, snapshotOf } from './snapshots.ts';

let nowMs = 0;
let port: FakePort;
let store: OverlayStore;
let stop: () => void;

function wait(ms: number): void {
  nowMs += ms;
  vi.advanceTimersByTime(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 0;
  port = new FakePort();
  store = new OverlayStore(port, { nowMs: () => nowMs, epochMs: () => 1e12 + nowMs });
  stop = store.start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('the overlay store', () => {
  it('is empty before the first connection', () => {
    expect(store.picture).toMatchObject({ snapshot: null, verdict: null, connections: 0 });
  });

  it('shows the worst connection and counts them all', () => {
    port.send(snapshotOf(), blockedBy('breakdown', { connection: 'c2', state: 'breakdown' }));
    expect(store.picture).toMatchObject({ snapshot: { connection: 'c2' }, connections: 2 });
    expect(store.picture.verdict?.name).toBe('breakdown');
  });

  it('does not go on showing green when no picture comes any more', () => {
    port.send(snapshotOf());
    wait(SILENT_AFTER_MS - 1_000);
    expect(store.picture.verdict?.tone).toBe('good');
    wait(1_000);
    expect(store.picture.verdict).toMatchObject({ name: 'no-data', tone: 'caution' });
    port.send(snapshotOf());
    expect(store.picture.verdict?.tone).toBe('good');
  });

  it('settles after a while without trouble, and not before', () => {
    const calm = (ms: number) => {
      for (let i = 0; i < ms; i += 500) {
        port.send(snapshotOf({ nowMs: nowMs + 1_000 }));
        wait(500);
      }
    };
    calm(SMALL_AFTER_MS - 500);
    expect(store.picture.settled).toBe(false);
    calm(1_000);
    expect(store.picture.settled).toBe(true);
    port.send(snapshotOf({ flags: { warn: true } }));
    expect(store.picture.settled).toBe(false);
  });

  it('tells that the extension went away', () => {
    port.send(snapshotOf());
    port.detached = true;
    wait(500);
    expect(store.picture.verdict?.notes).toContain('detached');
    port.detached = false;
    store.setOutOfReach(true);
    expect(store.picture.desk.shown?.id).toBe('detached');
    store.setOutOfReach(false);
    expect(store.picture.desk.shown).toBeNull();
  });

  it('tells its listeners, until they stop', () => {
    const listener = vi.fn();
    const unwatch = store.watch(listener);
    port.send(snapshotOf());
    expect(listener).toHaveBeenCalledTimes(1);
    unwatch();
    port.send(snapshotOf());
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('leaves nothing behind when stopped', () => {
    stop();
    expect(port.listeners).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
