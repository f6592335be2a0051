import { quantileOf } from '../../../src/model/measure/quantities/quartiles.ts';
import type { SessionState } from '../../../src/model/session/session-state.ts';
import type { InputEvent } from '../../instrument/input-log.ts';
import type { ObservedRun } from '../observed-run.ts';
import type { RunSeries } from '../result.ts';

/** As the session's score in the product: bad moments are remembered (measure/quantities/session-score.ts). */
const MEAN_SHARE = 0.7;
/** An hour: no run is longer, and a broken clock must not ask for more memory. */
const MOST_SECONDS = 3600;

/** Seconds in each state; null: nothing measured. */
export function secondsInState({ bins }: ObservedRun): Readonly<Record<SessionState, number>> | null {
  if (bins.length === 0) return null;
  const seconds: Record<SessionState, number> = {
    idle: 0,
    stable: 0,
    unstable: 0,
    breakdown: 0,
    recovery: 0,
  };
  for (const { state, lengthMs } of bins) seconds[state] += lengthMs / 1000;
  return seconds;
}

/** Averages over the run, bit/s. */
export function ratesOf({ wire, bins, truth, endedAtMs }: ObservedRun): {
  readonly up: number;
  readonly down: number;
  readonly input: number;
  readonly supply: number | null;
} {
  const seconds = Math.max(1, endedAtMs) / 1000;
  const onWire = (of: (second: (typeof wire)[number]) => number): number =>
    wire.length === 0 ? 0 : (8 * wire.reduce((sum, second) => sum + of(second), 0)) / wire.length;
  let inputBytes = 0;
  for (const entry of truth) if (entry.type === 'input') inputBytes += messageBytes(entry.input.event);
  return {
    up: onWire((second) => second.upBytes),
    down: onWire((second) => second.downBytes),
    input: (8 * inputBytes) / seconds,
    supply: bins.length === 0 ? null : (8 * bins.reduce((sum, bin) => sum + bin.supplyBytes, 0)) / seconds,
  };
}

/** q_mos of the whole run; null: nothing measured. */
export function sessionOpinion(qualities: readonly number[]): number | null {
  const tenth = quantileOf(
    [...qualities].sort((a, b) => a - b),
    0.1,
  );
  if (tenth === null) return null;
  const mean = qualities.reduce((sum, each) => sum + each, 0) / qualities.length;
  return MEAN_SHARE * mean + (1 - MEAN_SHARE) * tenth;
}

/** The run second by second. */
export function seriesOf({ wire, bins, truth, presses, endedAtMs }: ObservedRun): RunSeries {
  const count = Math.min(MOST_SECONDS, Math.max(0, Math.ceil(endedAtMs / 1000)));
  const input = zeros(count);
  const supply = zeros(count);
  const made = zeros(count);
  const states: SessionState[] = [];
  for (const entry of truth) {
    if (entry.type === 'input') add(input, entry.atMs, (8 * messageBytes(entry.input.event)) / 1000);
  }
  for (const { madeAtMs } of presses) add(made, madeAtMs, 1);
  for (const { atMs, lengthMs, supplyBytes, state } of bins) {
    // A bin is known by its end; the second that it began in is the one it belongs to.
    add(supply, atMs - lengthMs, (8 * supplyBytes) / 1000);
    const second = secondOf(atMs - lengthMs);
    while (second < count && states.length <= second) states.push(state);
    if (second >= 0 && second < count) states[second] = state;
  }
  return {
    upKbps: wire.slice(0, MOST_SECONDS).map(({ upBytes }) => tenths(upBytes * 0.008)),
    downKbps: wire.slice(0, MOST_SECONDS).map(({ downBytes }) => tenths(downBytes * 0.008)),
    inputKbps: input.map(tenths),
    presses: made,
    supplyKbps: bins.length === 0 ? [] : supply.map(tenths),
    states,
  };
}

/** RFB: a PointerEvent has 6 bytes, a KeyEvent 8. */
function messageBytes({ type }: InputEvent): number {
  switch (type) {
    case 'pointer':
      return 6;
    case 'key':
      return 8;
  }
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function add(seconds: number[], atMs: number, amount: number): void {
  const index = secondOf(atMs);
  const before = seconds[index];
  if (before !== undefined) seconds[index] = before + amount;
}

function secondOf(atMs: number): number {
  return Math.floor(Math.max(0, atMs) / 1000);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
