import type { Snapshot } from '../../src/model/snapshot.ts';
import { snapshotOf } from './snapshots.ts';

const STEP_MS = 200;

/** A session as a user makes it, five pictures per second: works, stalls after 40 s, heals after 55 s, goes on. */
export function drive(seconds: number): readonly Snapshot[] {
  const frames: Snapshot[] = [];
  let seed = 11;
  const noise = (): number => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };
  for (let atMs = 0; atMs <= seconds * 1_000; atMs += STEP_MS) frames.push(frame(atMs, noise));
  return frames;
}

function frame(atMs: number, noise: () => number): Snapshot {
  const second = atMs / 1_000;
  const working = second > 4 && (second < 22 || second > 29);
  const attempted = working ? 2.4 + 1.6 * Math.sin(second / 2.3) ** 2 + noise() * 0.5 : 0.05 * noise();
  const phase = phaseAt(second);
  const stalled = phase === 'breakdown' || (phase === 'unstable' && second > 38);
  const roundTripMs = 38 + noise() * 9 + (phase === 'unstable' ? (second - 35) * 110 : 0);
  const blocked =
    phase === 'stable' || phase === 'idle' ? null : phase === 'unstable' ? 'probe-overdue' : 'breakdown';
  return snapshotOf({
    nowMs: 1_000 + atMs,
    state: phase === 'stable' && !working ? 'idle' : phase,
    stateSinceMs: 1_000 + 1_000 * startOf(phase, second),
    idleLabel: working ? null : 'think',
    blocked,
    blockedMs: blocked === null ? 0 : atMs - 36_000,
    unacknowledged: stalled ? 2 : 0,
    droppedPresses: blocked === null ? 0 : Math.round((second - 36) * 1.2),
    cutBurst: stalled ? { sent: 3, dropped: 4, sinceMs: 1_000 } : null,
    path: {
      roundTripMs,
      effectiveMs: phase === 'breakdown' ? (second - 40) * 1_000 + 500 : roundTripMs,
      excessMs: roundTripMs - 38,
      level: stalled ? 'stall' : phase === 'unstable' ? 'bad' : 'ok',
      quality: stalled ? 0 : phase === 'unstable' ? 0.31 : 0.98,
    },
    demand: {
      attemptedPerSecond: attempted,
      deliveredPerSecond: blocked === null ? attempted : 0,
      attemptedBitsPerSecond: attempted * 128,
      deliveredBitsPerSecond: blocked === null ? attempted * 128 : 0,
    },
    supply: {
      rateBitsPerSecond:
        phase === 'breakdown' ? 0 : 1e6 * (0.9 + 0.6 * noise()) * (phase === 'unstable' ? 0.4 : 1),
      updatesPerSecond: phase === 'breakdown' ? 0 : 9 + noise(),
      freezes: second > 40 && second < 85 ? 1 : 0,
      frozenRatio: second > 40 && second < 85 ? 0.42 : 0,
    },
  });
}

type Phase = 'stable' | 'idle' | 'unstable' | 'breakdown' | 'recovery';

function phaseAt(second: number): Phase {
  if (second < 4) return 'idle';
  if (second < 36) return 'stable';
  if (second < 40) return 'unstable';
  if (second < 55) return 'breakdown';
  if (second < 58.5) return 'recovery';
  return 'stable';
}

function startOf(phase: Phase, second: number): number {
  switch (phase) {
    case 'idle':
      return 0;
    case 'stable':
      return second < 36 ? 4 : 58.5;
    case 'unstable':
      return 36;
    case 'breakdown':
      return 40;
    case 'recovery':
      return 55;
  }
}
