import { EventQueue } from '../../loop/event-queue.ts';
import { setupOf } from '../../users/setup-of.ts';
import { Worker } from '../../users/worker.ts';
import type { Network } from '../network.ts';
import { networkOf, troublesOf } from '../networks.ts';
import type { ObservedRun } from '../observed-run.ts';
import type { RunPlan } from '../plan.ts';
import { VirtualSession } from './virtual-session.ts';

/** Every arm of a pair waits as long: the guard knows its base round trip, the first picture is complete. */
const SETTLE_MS = 1500;
/** A run is over when the user says so, and at the latest then. */
const LONGEST_MS = 120_000;
const SLICE_MS = 50;
/** What is still on its way when the user has ended arrives within this after the network has healed. */
const DRAIN_MS = 20_000;
const REST_MS = 2000;

/**
 * One run in virtual time: guard, instrument and user are the real ones, server and network are simulated. The same
 * plan gives the same run.
 *
 * @param network instead of the plan's, for tests
 */
export function runVirtual(
  plan: RunPlan,
  network: Network = networkOf(plan.profile, plan.seed),
): ObservedRun {
  const queue = new EventQueue();
  const setup = setupOf(plan);
  const user = new Worker(plan, setup);
  const { arm, seed } = plan;
  const session = new VirtualSession(queue, { arm, seed, network, setup, user, beginMs: SETTLE_MS });
  while (session.outcome === 'working' && queue.nowMs < LONGEST_MS) queue.run(queue.nowMs + SLICE_MS);

  const endedAtMs = queue.nowMs - SETTLE_MS;
  const wire = session.path.wire();
  const troubles = troublesOf(network);
  const cut = troubles.find(({ fromMs, untilMs }) => fromMs <= endedAtMs && endedAtMs < untilMs);
  drain(queue, session, cut?.type === 'cut' ? cut.untilMs : endedAtMs);
  const { presses, retries, aborts, taskEndsMs } = user;
  return {
    ...{ plan, endedAtMs, outcome: session.outcome, presses, retries, aborts, taskEndsMs },
    truth: session.instrument.truth.map((entry) => ({ ...entry, atMs: entry.atMs - SETTLE_MS })),
    ...{ troubles, wire, networkLateMs: null },
    ...session.history.facts(troubles, plan.user, endedAtMs),
  };
}

/** What the user has sent arrives, after the cut in which the run ended if there is one. */
function drain(queue: EventQueue, session: VirtualSession, healedAtMs: number): void {
  const { client, server } = session.path;
  const writtenBytes = client.writtenBytes;
  const untilMs = SETTLE_MS + healedAtMs + DRAIN_MS;
  while (server.deliveredBytes < writtenBytes && queue.nowMs < untilMs) queue.run(queue.nowMs + SLICE_MS);
  // The last of it moves the stage.
  queue.run(queue.nowMs + REST_MS);
}
