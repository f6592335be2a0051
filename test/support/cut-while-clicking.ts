import { mkdirSync, writeFileSync } from 'node:fs';
import type { StallSide } from '../../testbed/link/link.ts';
import { type Click, type GuardedSession, markOf, marks, unreleased } from './guarded-session.ts';
import { type HistoryEntry, statesOf, untilHistory } from './session-history.ts';

/** From the cut of the link to the last press that may ever reach the server. */
const GATE_BUDGET_MS = 700;
/** The overlay's world hears of a permit at most one tick and one message after the hook decided. */
const HISTORY_LAG_MS = 250;
const PERMIT_WITHIN_MS = 40_000;

/** What became of the presses made around a cut of the link, by the server's own account. */
export interface CutOutcome {
  /** Made later than 0.7 s after the cut and before the permit came back. */
  readonly forbidden: readonly Click[];
  /** Those of them that the server executed: must be none. */
  readonly late: readonly Click[];
  readonly unreleased: readonly string[];
  readonly states: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Cuts the link while a user clicks, heals it, waits until presses pass again, and asks the server. */
export async function cutWhileClicking(
  session: GuardedSession,
  { cutMs, side }: { readonly cutMs: number; readonly side: StallSide },
): Promise<CutOutcome> {
  const { link, clicks, witness, extension, page } = session;
  await session.clickFor(3000);
  const cutWallMs = Date.now();
  link.stall(side);
  await session.clickFor(cutMs);
  const healWallMs = Date.now();
  link.heal();
  await session.clickFor(1500);
  // A burst was cut, so presses pass again only after a pause.
  const isOpen = (entry: HistoryEntry | undefined) =>
    entry !== undefined && entry.atWallMs > healWallMs && entry.blocked === null;
  const history = await untilHistory(extension, page, (all) => isOpen(all.at(-1)), PERMIT_WITHIN_MS);
  const permitWallMs = history.find(isOpen)?.atWallMs ?? Number.POSITIVE_INFINITY;
  await session.clickFor(1500);
  const last = clicks.at(-1);
  if (last !== undefined) await witness.until((events) => marks(events).has(markOf(last)), 10_000);

  const reached = marks(witness.events());
  const forbidden = clicks.filter(
    ({ madeWallMs }) => madeWallMs > cutWallMs + GATE_BUDGET_MS && madeWallMs < permitWallMs - HISTORY_LAG_MS,
  );
  const during = clicks.filter(({ madeWallMs }) => madeWallMs > cutWallMs && madeWallMs < healWallMs);
  const closed = history.find(({ atWallMs, blocked }) => atWallMs > cutWallMs && blocked !== null);
  return {
    forbidden,
    late: forbidden.filter((click) => reached.has(markOf(click))),
    unreleased: unreleased(witness.events()),
    states: statesOf(history.filter(({ atWallMs }) => atWallMs >= cutWallMs)),
    figures: {
      clicks: clicks.length,
      madeDuringCut: during.length,
      sentBeforeGateClosed: during.filter((click) => reached.has(markOf(click))).length,
      gateClosedAfterMs: (closed?.atWallMs ?? Number.NaN) - cutWallMs,
      permitBackAfterHealMs: permitWallMs - healWallMs,
    },
  };
}

/** Prints a measurement and keeps it among the artifacts of the run. */
export function reportFigures(name: string, figures: Readonly<Record<string, unknown>>): void {
  mkdirSync('artifacts', { recursive: true });
  writeFileSync(`artifacts/${name}.json`, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(JSON.stringify({ name, ...figures }));
}
