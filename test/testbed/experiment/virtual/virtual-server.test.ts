import { describe, expect, it } from 'vitest';
import {
  type ClientWrite,
  type ServerMessage,
  VirtualServer,
} from '../../../../testbed/experiment/virtual/virtual-server.ts';
import { Instrument } from '../../../../testbed/instrument/instrument.ts';
import { type ControlName, controlRect } from '../../../../testbed/instrument/layout.ts';
import type { ScreenView } from '../../../../testbed/instrument/pose.ts';
import { EventQueue } from '../../../../testbed/loop/event-queue.ts';

/** A client that answers the fence behind each picture after `roundTripMs`, or never. */
function start(roundTripMs: number | null = 1) {
  const queue = new EventQueue();
  const instrument = new Instrument(0);
  const sent: { message: ServerMessage; bytes: number; atMs: number }[] = [];
  const server: VirtualServer = new VirtualServer(queue, instrument, (bytes, message) => {
    sent.push({ message, bytes, atMs: queue.nowMs });
    if (roundTripMs === null || message.type !== 'picture' || !message.isLast) return;
    queue.after(roundTripMs, () => server.receive({ type: 'echo' }));
  });
  const write = (bytes: Uint8Array): void => server.receive({ type: 'bytes', bytes } satisfies ClientWrite);
  return { queue, instrument, sent, write };
}

type Bench = ReturnType<typeof start>;

function press({ write }: Bench, isDown: boolean, name: ControlName, view: ScreenView = 'quad'): void {
  const { x, y } = controlRect(name, view) ?? { x: 0, y: 0 };
  write(Uint8Array.of(5, isDown ? 1 : 0, (x + 9) >> 8, (x + 9) & 255, (y + 9) >> 8, (y + 9) & 255));
}

/** Bytes a second while the instrument is used like this. */
function rate(bench: Bench, ms: number, work: () => void): number {
  const before = bench.sent.length;
  work();
  bench.queue.run(bench.queue.nowMs + ms);
  const bytes = bench.sent.slice(before).reduce((sum, each) => sum + each.bytes, 0);
  return (1000 * bytes) / ms;
}

/** Within an eighth. */
function near(found: number, measured: number): boolean {
  return Math.abs(found / measured - 1) < 1 / 8;
}

function clicks(bench: Bench, name: ControlName, view: ScreenView): void {
  for (let at = 0; at < 8; at++) {
    bench.queue.after(400 * at, () => press(bench, true, name, view));
    bench.queue.after(400 * at + 200, () => press(bench, false, name, view));
  }
}

describe('the simulated server', () => {
  it('sends as much as Xvnc does, at rest, in motion, and when a knob is turned', () => {
    // Xvnc 1.12, bytes a second, by measure-server.ts; quality 6.
    const bench = start();
    bench.queue.run(3000);
    expect(
      near(
        rate(bench, 3000, () => {}),
        182_000,
      ),
    ).toBe(true);
    press(bench, true, 'jogRight');
    bench.queue.run(3300);
    expect(
      near(
        rate(bench, 1200, () => {}),
        472_000,
      ),
    ).toBe(true);
    press(bench, false, 'jogRight');
    bench.queue.run(8000);
    expect(
      near(
        rate(bench, 3300, () => clicks(bench, 'focusUp', 'quad')),
        343_000,
      ),
    ).toBe(true);
    bench.queue.run(14_000);
    press(bench, true, 'viewToggle');
    press(bench, false, 'viewToggle');
    bench.queue.run(16_000);
    expect(
      near(
        rate(bench, 3000, () => {}),
        122_700,
      ),
    ).toBe(true);
    expect(
      near(
        rate(bench, 3300, () => clicks(bench, 'focusDown', 'single')),
        708_000,
      ),
    ).toBe(true);
  });

  it('shows in a picture what the instrument was like when it was drawn', () => {
    const bench = start();
    press(bench, true, 'zUp');
    bench.queue.run(1000);
    const last = bench.sent.at(-1)?.message;
    expect(last?.type === 'picture' && last.pose.zUm).toBeGreaterThan(20);
  });

  it('answers fences at once, and merges pictures until there is room', () => {
    const bench = start(null);
    bench.queue.run(5000);
    const pictures = bench.sent.filter(({ message }) => message.type === 'picture' && message.isFirst);
    expect(pictures.length).toBeLessThan(3);
    const fence = Uint8Array.of(248, 0, 0, 0, 0x80, 0, 0, 0, 1, 7);
    bench.write(fence);
    expect(bench.sent.at(-1)?.message).toEqual({ type: 'fence', payload: Uint8Array.of(7) });
  });

  it('sends every drawing while there is room', () => {
    const slow = start(20);
    slow.queue.run(20_000);
    expect(
      slow.sent.filter(({ message }) => message.type === 'picture' && message.isLast).length,
    ).toBeGreaterThan(200);
  });
});
