import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HistoryEntry } from '../../../test/support/session-history.ts';
import type { PacketWatch } from '../../packets/path.ts';
import { setupOf } from '../../users/setup-of.ts';
import type { ScriptedUser } from '../../users/user-input.ts';
import { Worker } from '../../users/worker.ts';
import type { Network } from '../network.ts';
import { networkOf, troublesOf } from '../networks.ts';
import type { ObservedRun, Trouble } from '../observed-run.ts';
import type { RunPlan } from '../plan.ts';
import { BrowserHand } from './browser-hand.ts';
import { guardFacts, guardHistory } from './guard-facts.ts';
import type { LiveBench } from './live-bench.ts';
import { type LiveNetwork, startLiveNetwork } from './live-network.ts';
import { openLiveSession } from './live-session.ts';
import { PerceptView } from './percept-view.ts';
import { letWork } from './work.ts';

/** Both arms of a pair wait as long: the guard knows its base round trip, the first picture is complete. */
const SETTLE_MS = 1500;
const SEEN_WITHIN_MS = 20_000;
/**
 * Chromium drops what it is loading when an address of the machine came or went (ERR_NETWORK_CHANGED), up to 2 s after
 * that: the new path's own address is one.
 */
const ADDRESS_NOTICED_MS = 2500;
/** Everything that was sent has arrived when nothing came for so long. */
const QUIET_MS = 700;
/** What a run leaves on its way arrives within this after the network has healed, or never. */
const DRAIN_MS = 8000;

/** How well the run itself went: whether to believe it. */
export interface LiveQuality {
  readonly form: LiveNetwork['form'];
  /** From the user's press to the browser's having taken it. */
  readonly pressLagP95Ms: number;
  /** What a look at the canvas costs the page. */
  readonly lookMs: number;
  /** The longest time for which the runner stood still: where this machine was too busy to be believed. */
  readonly stallMs: number;
  /** Wall time beside the task: starting, settling, draining, stopping. */
  readonly overheadMs: number;
}

export interface LiveOptions {
  readonly bench: LiveBench;
  /** Instead of the plan's, for tests. */
  readonly user?: ScriptedUser;
  readonly network?: Network;
  /** Hears how the run itself went. */
  readonly onQuality?: (quality: LiveQuality) => void;
  /** Hears of the session's own packets, where packets are emulated. */
  readonly onPacket?: PacketWatch['onPacket'];
  /** Hears what the guard said, change by change; ms from the begin of the run. */
  readonly onHistory?: (history: readonly HistoryEntry[]) => void;
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** One run in real time: browser, noVNC, Xvnc and network are real, only the user is a script. */
export async function runLive(plan: RunPlan, options: LiveOptions): Promise<ObservedRun> {
  const startedMs = nowMs();
  const { bench, network = networkOf(plan.profile, plan.seed) } = options;
  const { congestionControl, seed } = plan;
  const setup = setupOf(plan);
  const user = options.user ?? new Worker(plan, setup);
  const troubles = troublesOf(network);
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const shown = bench.instrument.show(bench.server.display, setup, seed);
    // Awaited below, when there is something to stop.
    shown.catch(() => {});
    const { server } = bench;
    const { onPacket } = options;
    const link = await startLiveNetwork({
      network,
      congestionControl,
      seed,
      server,
      ...(onPacket && { onPacket }),
    });
    const linkedAtMs = nowMs();
    stops.push(() => link.stop());
    await shown;
    stops.push(() => bench.instrument.take());
    await pause(ADDRESS_NOTICED_MS - (nowMs() - linkedAtMs));
    const session = await openLiveSession(bench, plan.arm, link.socketHost);
    stops.push(() => session.page.close());
    const hand = new BrowserHand(session.page, session.origin);
    let onSight = (): void => {};
    const view = await PerceptView.start(session.page, () => onSight());
    stops.push(async () => view.stop());
    await session.guard?.untilReady();
    await pause(SETTLE_MS);
    await view.untilSeen(SEEN_WITHIN_MS);

    const stalls = monitorEventLoopDelay();
    stalls.enable();
    const beginMs = nowMs();
    link.begin();
    const clockMs = (): number => nowMs() - beginMs;
    const setOnSight = (listener: () => void): void => {
      onSight = listener;
    };
    const work = letWork({ user, hand, view, clockMs, onSight: setOnSight });
    const outcome = await Promise.race([work, view.lost]);
    const endedAtMs = clockMs();
    stalls.disable();
    const [wire, networkLateMs] = [link.wire(), link.lateMs()];
    await hand.rest();
    await untilDrained(bench, troubles, clockMs);

    const history = await guardHistory(session.guard, beginMs);
    options.onHistory?.(history);
    const facts = await guardFacts(session.guard, history, troubles, plan.user, beginMs, endedAtMs);
    const lookMs = await view.costMs();
    const truth = await bench.instrument.take();
    for (const stop of stops.splice(0).reverse()) await stop();
    const lagsMs = [...hand.pressLagsMs].sort((a, b) => a - b);
    const pressLagP95Ms = lagsMs[Math.floor(0.95 * lagsMs.length)] ?? 0;
    const overheadMs = nowMs() - startedMs - endedAtMs;
    const stallMs = stalls.max / 1e6;
    options.onQuality?.({ form: link.form, pressLagP95Ms, lookMs, stallMs, overheadMs });
    const { presses, retries, aborts, taskEndsMs } = user;
    return {
      ...{ plan, endedAtMs, outcome, presses, retries, aborts, taskEndsMs },
      truth: truth.map((entry) => ({ ...entry, atMs: entry.atMs - beginMs })),
      ...{ troubles, wire, networkLateMs },
      ...facts,
    };
  } catch (error) {
    const failure = bench.server.failure();
    throw failure === null ? error : new Error(`[live] ${failure}`, { cause: error });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** What a cut still holds arrives after it: a run that ends inside of one waits for that. */
async function untilDrained(
  bench: LiveBench,
  troubles: readonly Trouble[],
  clockMs: () => number,
): Promise<void> {
  const trouble = troubles.find(
    ({ type, fromMs, untilMs }) => type === 'cut' && fromMs <= clockMs() && clockMs() < untilMs,
  );
  if (trouble !== undefined) await pause(trouble.untilMs - clockMs());
  const giveUpAtMs = clockMs() + DRAIN_MS;
  for (let count = -1; clockMs() < giveUpAtMs; ) {
    const now = await bench.instrument.inputCount();
    if (now === count) return;
    count = now;
    await pause(QUIET_MS);
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
