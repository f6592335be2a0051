import { SessionModel } from '../../../src/model/measure/quantities/session-model.ts';
import { creditBetween } from '../../../test/support/faults/gate-view.ts';
import type { HistoryEntry } from '../../../test/support/session-history.ts';
import type { ObservedRun, Trouble } from '../observed-run.ts';
import type { UserName } from '../plan.ts';
import type { GuardView } from './guard-view.ts';

type GuardFacts = Pick<ObservedRun, 'bins' | 'closed' | 'alarmsMs' | 'creditAtTrouble' | 'qualities'>;

/** What is sent so shortly before a trouble can be late because of it. */
const BEFORE_TROUBLE_MS = 1000;

/** What the guard said, change by change; times from the begin of the run. */
export async function guardHistory(
  guard: GuardView | null,
  beginMs: number,
): Promise<readonly HistoryEntry[]> {
  const history = (await guard?.history()) ?? [];
  return history.map((entry) => ({ ...entry, atWallMs: entry.atWallMs - beginMs }));
}

/** What the extension says about a run; times from its begin. */
export async function guardFacts(
  guard: GuardView | null,
  history: readonly HistoryEntry[],
  troubles: readonly Trouble[],
  user: UserName,
  beginMs: number,
  endedAtMs: number,
): Promise<GuardFacts> {
  if (guard === null) {
    return { bins: [], closed: [], alarmsMs: [], creditAtTrouble: troubles.map(() => null), qualities: [] };
  }
  const all = await guard.bins();
  const bins = all
    .map((bin) => ({ ...bin, atMs: bin.atMs - beginMs }))
    .filter(({ atMs }) => atMs > 0 && atMs <= endedAtMs);
  const hasGate = history.some(({ guarding }) => guarding === 'guarded');
  return {
    bins,
    closed: hasGate ? closedStretches(history, endedAtMs) : [],
    alarmsMs: alarms(history, endedAtMs),
    creditAtTrouble: troubles.map(({ fromMs }) =>
      hasGate ? creditBetween(history, fromMs - BEFORE_TROUBLE_MS, fromMs) : null,
    ),
    qualities: qualitiesOf(bins, user),
  };
}

/** When presses were held back, from the begin to the end of the run. */
export function closedStretches(history: readonly HistoryEntry[], endedAtMs: number): ObservedRun['closed'] {
  const stretches: { fromMs: number; untilMs: number }[] = [];
  for (const [index, { atWallMs, blocked }] of history.entries()) {
    const fromMs = Math.max(0, atWallMs);
    const untilMs = Math.min(history[index + 1]?.atWallMs ?? endedAtMs, endedAtMs);
    if (blocked === null || untilMs <= fromMs) continue;
    const last = stretches.at(-1);
    if (last?.untilMs === fromMs) last.untilMs = untilMs;
    else stretches.push({ fromMs, untilMs });
  }
  return stretches;
}

/** When the path was first said to be bad or stalled, for each stretch in which it was. */
export function alarms(history: readonly HistoryEntry[], endedAtMs: number): readonly number[] {
  const isBad = (entry: HistoryEntry | undefined): boolean =>
    entry?.level === 'bad' || entry?.level === 'stall';
  return history
    .filter((entry, index) => isBad(entry) && !isBad(history[index - 1]))
    .map(({ atWallMs }) => atWallMs)
    .filter((atMs) => atMs >= 0 && atMs <= endedAtMs);
}

/** q_mos second by second; an expert's work is judged by the tight one. */
function qualitiesOf(bins: ObservedRun['bins'], user: UserName): readonly number[] {
  const model = new SessionModel();
  for (const bin of bins) model.add(bin);
  return model.rows().flatMap(({ tight, loose }) => (user === 'expert' ? tight : loose) ?? []);
}
