/**
 * One run in real time, told event by event: what the network did to the session's packets, what the guard said, what was
 * pressed and what became of it. One JSON object a line, in the order of time; for finding out why a run came out as it did.
 *
 *   npx tsx testbed/experiment/live/timeline.ts --profile public-lan [--user expert] [--arm guarded] [--seeds 431-440]
 */
import { parseArgs } from 'node:util';
import type { HistoryEntry } from '../../../test/support/session-history.ts';
import type { PacketFate } from '../../packets/path.ts';
import { networkOf } from '../networks.ts';
import type { ObservedRun } from '../observed-run.ts';
import type { RunPlan } from '../plan.ts';
import { readOptions } from '../runner/options.ts';
import { plansOf } from '../runner/plans.ts';
import { matchPresses, type PressFate } from '../score/press-fate.ts';
import { unintended } from '../score/unintended.ts';
import { startLiveBench } from './live-bench.ts';
import { runLive } from './run-live.ts';

interface Told {
  readonly atMs: number;
  readonly type: string;
}

/** No two segments of the session this long apart while something is to be sent: its stream stood still. */
const STILL_MS = 150;
/** Segments of pictures that were dropped so shortly before what the guard said are told beside it. */
const LOOKBACK_MS = 600;

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'public-lan' },
    user: { type: 'string', default: 'expert' },
    arm: { type: 'string', default: 'guarded' },
    seeds: { type: 'string', default: '431-433' },
  },
});
const args = Object.entries({ realm: 'live', ...values }).flatMap(([name, value]) => [`--${name}`, value]);
const bench = await startLiveBench();
try {
  for (const plan of plansOf(readOptions(args))) await tell(plan);
} finally {
  await bench.stop();
}

async function tell(plan: RunPlan): Promise<void> {
  const packets: PacketFate[] = [];
  let history: readonly HistoryEntry[] = [];
  const run = await runLive(plan, {
    bench,
    onPacket: (packet) => packets.push(packet),
    onHistory: (heard) => {
      history = heard;
    },
  });
  const { profile, user, arm, seed } = plan;
  const told = [
    ...stepsOf(plan),
    ...segmentsOf(packets),
    ...saidOf(history, packets),
    ...pressesOf(run),
  ].filter(({ atMs }) => atMs >= 0 && atMs <= run.endedAtMs);
  console.log(JSON.stringify({ type: 'run', profile, user, arm, seed, networkLateMs: run.networkLateMs }));
  for (const each of told.sort((a, b) => a.atMs - b.atMs)) console.log(JSON.stringify(each));
}

function stepsOf({ profile, seed }: RunPlan): readonly Told[] {
  return networkOf(profile, seed).steps.map(({ atMs, flows, cut, down }) => ({
    ...{ type: 'network', atMs, flows, cut, rateBitsPerSecond: down.rateBitsPerSecond },
  }));
}

/** What was dropped, what was sent again, and when the session's stream stood still; in the order of entering the queue. */
function segmentsOf(packets: readonly PacketFate[]): readonly Told[] {
  const told: Told[] = [];
  const last = new Map<string, { readonly leftAtMs: number; readonly end: number }>();
  // Both are told in tenths: those that entered together are in the order in which they left.
  const enteredAtMs = ({ atMs, queuedMs }: PacketFate): number => Math.round(atMs - queuedMs);
  for (const packet of [...packets].sort((a, b) => enteredAtMs(a) - enteredAtMs(b) || a.atMs - b.atMs)) {
    const { way, fate, flow, sequence, bytes, atMs, queuedMs } = packet;
    const before = last.get(`${way} ${flow}`);
    // Sequence numbers wrap (RFC 9293, section 3.4).
    const isAgain = before !== undefined && ((sequence - before.end) | 0) < 0;
    if (fate !== 'sent')
      told.push({ ...{ type: 'dropped', atMs, way, fate, flow, sequence, bytes, isAgain } });
    else if (isAgain) told.push({ ...{ type: 'sent again', atMs, way, flow, sequence, bytes, queuedMs } });
    if (bytes === 0) continue;
    const isSent = fate === 'sent';
    if (isSent && before !== undefined && way === 'down' && atMs - before.leftAtMs > STILL_MS)
      told.push({ ...{ type: 'still', atMs: before.leftAtMs, untilMs: atMs, way, flow } });
    const end = isAgain && before !== undefined ? before.end : (sequence + bytes) >>> 0;
    last.set(`${way} ${flow}`, { leftAtMs: isSent ? atMs : (before?.leftAtMs ?? atMs), end });
  }
  return told;
}

function saidOf(history: readonly HistoryEntry[], packets: readonly PacketFate[]): readonly Told[] {
  const droppedBefore = (beforeMs: number): number =>
    packets.filter(
      ({ way, fate, atMs }) =>
        way === 'down' && fate !== 'sent' && atMs <= beforeMs && beforeMs - atMs <= LOOKBACK_MS,
    ).length;
  return history
    .filter((entry, index) => {
      const before = history[index - 1];
      return (['state', 'level', 'blocked', 'normalCreditLimit'] as const).some(
        (field) => entry[field] !== before?.[field],
      );
    })
    .map(({ atWallMs, state, level, blocked, normalCreditLimit, roundTripMs }) => ({
      ...{ type: 'guard', atMs: atWallMs, state, level, blocked, normalCreditLimit, roundTripMs },
      droppedBefore: droppedBefore(atWallMs),
    }));
}

function pressesOf({ presses, truth }: ObservedRun): readonly Told[] {
  const { fates } = matchPresses(presses, truth);
  const { late, duplicate, givenUp } = unintended(fates);
  const kindOf = (fate: PressFate): string => {
    if (fate.executedAtMs === null) return 'held back';
    if (late.includes(fate)) return 'late';
    if (duplicate.includes(fate)) return 'duplicate';
    return givenUp.includes(fate) ? 'given up' : 'executed';
  };
  return fates.map((fate) => ({
    ...{ type: 'press', atMs: fate.made.madeAtMs, intent: fate.made.intent, isRepetition: fate.isRepetition },
    ...{ fate: kindOf(fate), executedAtMs: fate.executedAtMs, x: fate.made.x, y: fate.made.y },
  }));
}
