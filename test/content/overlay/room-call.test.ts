import { describe, expect, it, vi } from 'vitest';
import { callRoom } from '../../../src/content/overlay/room-call.ts';
import type { OverlayPart } from '../../../src/model/port/extension-message.ts';
import type { Part } from '../../../src/ui/stage/stage.ts';

function rig() {
  const parts = new Map<OverlayPart, Part>();
  const openPart = vi.fn();
  const stop = vi.fn();
  const clock = { nowMs: 0 };
  let tell: (status: unknown) => void = () => undefined;
  callRoom(
    { parts, openPart },
    {
      subscribe: (listener) => {
        tell = listener;
        listener(null);
        return stop;
      },
    },
    () => clock.nowMs,
  );
  return { parts, openPart, stop, clock, tell: (status: unknown) => tell(status) };
}

describe('the room part', () => {
  it('is not asked for without a room', () => {
    const { openPart } = rig();
    expect(openPart).not.toHaveBeenCalled();
  });

  it('is asked for once there is one, and again only after a while', () => {
    const { openPart, tell, clock } = rig();
    tell({ type: 'in' });
    tell({ type: 'in' });
    expect(openPart.mock.calls).toEqual([['room']]);
    clock.nowMs = 3_000;
    tell({ type: 'in' });
    expect(openPart).toHaveBeenCalledTimes(2);
  });

  it('is not opened or closed any more once it is there', async () => {
    const { openPart, tell, parts, stop } = rig();
    parts.set('room', { toggle: () => undefined, remove: () => undefined });
    tell({ type: 'in' });
    await Promise.resolve();
    expect(openPart).not.toHaveBeenCalled();
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
