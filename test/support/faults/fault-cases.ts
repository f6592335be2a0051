import type { LinkProfile } from '../../../testbed/link/profile.ts';
import type { FaultCase } from './fault-case.ts';

/** A path whose round trip is always about the same. */
function steadyPath(name: string, roundTripMs: number, jitterMs = 1): LinkProfile {
  const direction = {
    rateBitsPerSecond: 20e6,
    delayMs: roundTripMs / 2,
    jitterMs,
    queueLimitBytes: 2 * 1024 * 1024,
  };
  return { name, up: direction, down: direction };
}

function healthy(roundTripMs: number): FaultCase {
  const name = `healthy-${roundTripMs}ms`;
  return { name, type: 'healthy', profile: steadyPath(name, roundTripMs, Math.min(1, roundTripMs / 50)) };
}

/** In the order of the report. */
export const faultCases: readonly FaultCase[] = [
  { name: 'blackhole-500ms', type: 'cut', side: 'both', cutsMs: [500] },
  { name: 'blackhole-1s', type: 'cut', side: 'both', cutsMs: [1000] },
  { name: 'blackhole-5s', type: 'cut', side: 'both', cutsMs: [5000] },
  { name: 'blackhole-20s', type: 'cut', side: 'both', cutsMs: [20_000] },
  { name: 'blackhole-500ms-up', type: 'cut', side: 'up', cutsMs: [500] },
  { name: 'blackhole-1s-up', type: 'cut', side: 'up', cutsMs: [1000] },
  { name: 'blackhole-5s-up', type: 'cut', side: 'up', cutsMs: [5000] },
  { name: 'blackhole-20s-up', type: 'cut', side: 'up', cutsMs: [20_000] },
  { name: 'blackhole-500ms-down', type: 'cut', side: 'down', cutsMs: [500] },
  { name: 'blackhole-1s-down', type: 'cut', side: 'down', cutsMs: [1000] },
  { name: 'blackhole-5s-down', type: 'cut', side: 'down', cutsMs: [5000] },
  { name: 'blackhole-20s-down', type: 'cut', side: 'down', cutsMs: [20_000] },
  {
    name: 'cut-series',
    type: 'cut',
    side: 'both',
    cutsMs: Array.from({ length: 20 }, (_, i) => (i % 2 ? 5000 : 1000)),
  },
  // Repeats on the air and a busy channel.
  {
    name: 'spikes-wifi',
    type: 'spikes',
    profile: steadyPath('wifi', 8, 2),
    spikesMs: [120, 300, 180, 240, 100, 280, 150, 300],
  },
  // Handovers and scheduling.
  {
    name: 'spikes-lte',
    type: 'spikes',
    profile: steadyPath('lte', 50, 6),
    spikesMs: [150, 250, 300, 200, 300, 100],
  },
  { name: 'server-paused', type: 'pause', what: 'server', pauseMs: 5000 },
  { name: 'server-killed', type: 'kill', what: 'server' },
  { name: 'websockify-killed', type: 'kill', what: 'websockify' },
  { name: 'renderer-paused', type: 'pause', what: 'renderer', pauseMs: 3000 },
  { name: 'tab-reloaded', type: 'leave', how: 'reload', cut: false },
  { name: 'tab-closed', type: 'leave', how: 'close', cut: false },
  { name: 'tab-reloaded-cut', type: 'leave', how: 'reload', cut: true },
  { name: 'tab-closed-cut', type: 'leave', how: 'close', cut: true },
  { name: 'reconnects', type: 'reconnects', count: 100 },
  healthy(1),
  healthy(40),
  healthy(300),
  healthy(600),
];

/** Throws when there is no such case. */
export function faultCase(name: string): FaultCase {
  const found = faultCases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no case ${name}; --list shows them`);
  return found;
}
