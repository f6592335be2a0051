import { describe, expect, it } from 'vitest';
import { TICK_MS } from '../../src/driver/driver.ts';
import { DriverRig, ScriptedGuard } from '../support/driver-rig.ts';
import { firstMessages, key, openSession } from '../support/rfb-bytes.ts';

function connected(): { rig: DriverRig; guard: ScriptedGuard } {
  const guard = new ScriptedGuard();
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  rig.recorded.length = 0;
  rig.clear();
  return { rig, guard };
}

describe('what the guard wants recorded', () => {
  it('comes out in order, each with the time of both clocks at which it was said', () => {
    const { rig, guard } = connected();
    guard.client = () => ({
      outcome: { type: 'send' },
      effects: [
        { type: 'record', event: { type: 'retry', sentAgoMs: 1 } },
        { type: 'record', event: { type: 'retry', sentAgoMs: 2 } },
      ],
    });
    rig.client(key(true, 1));
    const saidMs = rig.nowMs;
    guard.tick = () => [
      { type: 'record', event: { type: 're-arm' } },
      ...(rig.nowMs >= saidMs + 2 * TICK_MS ? [{ type: 'announce' } as const] : []),
    ];
    rig.tick(TICK_MS);
    rig.tick(TICK_MS);
    const [first, second, third, fourth] = rig.recorded;
    expect([first, second, third, fourth].map((each) => each?.event)).toEqual([
      { type: 'retry', sentAgoMs: 1 },
      { type: 'retry', sentAgoMs: 2 },
      { type: 're-arm' },
      { type: 're-arm' },
    ]);
    expect(rig.recorded.map(({ atMs }) => atMs - saidMs)).toEqual([0, 0, TICK_MS, 2 * TICK_MS]);
    expect(rig.recorded.every(({ atMs, wallMs }) => wallMs === 1_700_000_000_000 + atMs)).toBe(true);
  });

  it('is told before the picture that shows it, and at the end before the last one', () => {
    const { rig, guard } = connected();
    const seen: number[] = [];
    guard.snapshot = (nowMs) => {
      seen.push(rig.recorded.length);
      return rig.snapshots[0] ?? new ScriptedGuard().snapshot(nowMs);
    };
    guard.client = () => ({
      outcome: { type: 'send' },
      effects: [{ type: 'record', event: { type: 're-arm' } }, { type: 'announce' }],
    });
    rig.client(key(true, 1));
    guard.closed = () => [{ type: 'record', event: { type: 'closed', unacknowledged: 0 } }];
    rig.driver.closed();
    expect(seen).toEqual([1, 2]);
    expect(rig.recorded.at(-1)?.event).toEqual({ type: 'closed', unacknowledged: 0 });
  });
});
