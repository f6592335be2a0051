import { describe, expect, it } from 'vitest';
import { History, MAX_CONNECTIONS, MAX_EPISODES, WINDOW_MS } from '../../src/ui/history.ts';
import { bands, stripData } from '../../src/ui/panel/strip-data.ts';
import { QUIET_DISPLAY } from '../../src/ui/verdict.ts';
import { blockedBy, type SnapshotParts, snapshotOf } from './snapshots.ts';

function recorded(steps: readonly SnapshotParts[]): History {
  const history = new History();
  for (const parts of steps) history.record([snapshotOf(parts)], QUIET_DISPLAY, parts.nowMs ?? 0);
  return history;
}

describe('the history', () => {
  it('keeps one sample per picture, but not those of an edge in between', () => {
    const { samples } = recorded([{ nowMs: 0 }, { nowMs: 200 }, { nowMs: 210 }, { nowMs: 400 }]).of('c1')!;
    expect(samples.map((each) => each.nowMs)).toEqual([0, 200, 400]);
  });

  it('forgets what is older than the chart', () => {
    const steps = Array.from({ length: 2_000 }, (_, i) => ({ nowMs: i * 200 }));
    const history = recorded(steps).of('c1')!;
    expect(history.samples.length).toBeLessThanOrEqual(600);
    const { supply } = stripData(history, []);
    expect(supply[0][0]).toBe(-WINDOW_MS / 1_000);
    expect(supply[0].at(-1)).toBe(0);
  });

  it('tells one episode per verdict, with its length and whether input was held back', () => {
    const history = new History();
    const record = (snapshot: ReturnType<typeof snapshotOf>) =>
      history.record([snapshot], QUIET_DISPLAY, 5_000 + snapshot.nowMs);
    record(snapshotOf({ nowMs: 0 }));
    record(snapshotOf({ nowMs: 1_000 }));
    record(blockedBy('probe-overdue', { nowMs: 1_500 }));
    record(snapshotOf({ nowMs: 4_000 }));
    expect(history.of('c1')?.episodes).toEqual([
      { name: 'stable', startMs: 0, endMs: 1_500, startEpochMs: 5_000, held: false },
      { name: 'unstable', startMs: 1_500, endMs: 4_000, startEpochMs: 6_500, held: true },
      { name: 'stable', startMs: 4_000, endMs: 4_000, startEpochMs: 9_000, held: false },
    ]);
  });

  it('bounds episodes and connections', () => {
    const history = recorded(
      Array.from({ length: 3 * MAX_EPISODES }, (_, i) => ({
        nowMs: i * 200,
        state: i % 2 ? 'idle' : 'stable',
      })),
    );
    expect(history.of('c1')?.episodes.length).toBe(MAX_EPISODES);
    for (let i = 0; i < MAX_CONNECTIONS; i++) {
      history.record([snapshotOf({ connection: `x${i}` })], QUIET_DISPLAY, 0);
    }
    expect(history.of('c1')).toBeUndefined();
    expect(history.of('x0')).toBeDefined();
  });
});

describe('the strips', () => {
  it('leave a gap where nothing was measured, and stay within the logarithmic axis', () => {
    const history = recorded([
      { nowMs: 0, path: { effectiveMs: null, baseMs: null } },
      { nowMs: 200, path: { effectiveMs: 0.4, baseMs: 0.3 } },
      { nowMs: 400, path: { effectiveMs: Number.POSITIVE_INFINITY } },
      { nowMs: 600, path: { effectiveMs: 60_000 } },
    ]).of('c1')!;
    expect(stripData(history, []).trip[1]).toEqual([null, 3, null, 20_000]);
  });

  it('lay the bands over the window without holes', () => {
    const history = recorded([
      { nowMs: 0 },
      { nowMs: WINDOW_MS / 2, state: 'idle' },
      { nowMs: WINDOW_MS, state: 'idle' },
      { nowMs: 1.5 * WINDOW_MS },
    ]).of('c1')!;
    expect(bands(history).map(({ startRatio, endRatio }) => [startRatio, endRatio])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});
