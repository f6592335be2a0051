import type { BenchSession } from './bench-session.ts';
import type { FaultCase } from './fault-case.ts';
import { executedAges, type FaultResult, LATE_MS, type Press, percentile } from './fault-result.ts';
import { closedAfterMs, creditBetween, gatedMs } from './gate-view.ts';
import type { WorkDone } from './healthy-work.ts';
import type { ArmPlan } from './run-arm.ts';

/** When one fault began and ended. */
export interface Fault {
  readonly atWallMs: number;
  readonly healedWallMs: number;
  /** When the user was told that presses pass again; null where it is not waited for. */
  readonly openWallMs: number | null;
}

/** What happened in one arm, by the clock. */
export interface Observed {
  readonly fromWallMs: number;
  readonly faults: readonly Fault[];
  readonly work?: WorkDone;
}

/** What is still on its way after healing closes the gate too; later closing has another cause. */
const CLOSES_WITHIN_MS = 500;

/** Asks server and extension what became of the presses. */
export async function resultOf(
  { faultCase, browser, server }: ArmPlan,
  session: BenchSession,
  { fromWallMs, faults, work }: Observed,
): Promise<FaultResult> {
  const untilWallMs = Date.now();
  const held = await session.server.heldDown();
  const { presses } = session.user;
  const ages = executedAges(presses, session.server.events());
  const late = [...ages].filter(([, ageMs]) => ageMs > LATE_MS).map(([press]) => press);
  const lateOf = faults.map(
    (_, index) => late.filter(({ madeWallMs }) => isOfFault(faults, index, madeWallMs)).length,
  );
  const worst = faults[lateOf.indexOf(Math.max(...lateOf))];
  const lastExecuted = faults.map((fault) => lastExecutedMs(fault, ages));
  const gate =
    session.gate === null ? null : await gateFigures(session, { fromWallMs, untilWallMs, faults }, worst);
  const closed = closesGate(faultCase) ? (gate?.closedMs ?? []) : [];
  return {
    case: faultCase.name,
    browser: browser.name,
    server,
    arm: browser.extension ? 'with' : 'without',
    pressesMade: work?.made ?? presses.length,
    executedLate: late.length,
    credit: gate?.credit ?? null,
    leftDown: held.length,
    gateClosedMs: closed.length === 0 ? null : percentile(closed, 0.95),
    oldestExecutedMs: Math.max(0, ...ages.values()),
    faults: faults.length,
    held,
    executedLateOfOneFault: Math.max(0, ...lateOf),
    notExecuted: work?.missing ?? presses.length - ages.size,
    lastExecutedMs: lastExecuted.length === 0 ? null : Math.max(...lastExecuted),
    gateClosed:
      closed.length < 2
        ? null
        : { p50: percentile(closed, 0.5), p95: percentile(closed, 0.95), max: Math.max(...closed) },
    reopenedMs: reopenedMs(faults),
    gatedMs: gate?.gatedMs ?? null,
    blockedBy: gate?.blockedBy ?? null,
    bannersShown: gate?.banners ?? null,
    rearmAsked: gate?.rearmAsked ?? null,
    warned: gate?.warned ?? null,
    wronglyBlocked: work ? work.missing + work.unexpected : null,
  };
}

/** Whether the fault leaves a page that can tell when its gate closed. */
function closesGate(faultCase: FaultCase): boolean {
  switch (faultCase.type) {
    case 'cut':
    case 'spikes':
    case 'kill':
      return true;
    case 'pause':
      return faultCase.what === 'server';
    case 'leave':
    case 'reconnects':
    case 'healthy':
      return false;
  }
}

function isOfFault(faults: readonly Fault[], index: number, madeWallMs: number): boolean {
  // A press made just before the cut can still be on its way.
  const fromMs = (faults[index]?.atWallMs ?? 0) - LATE_MS;
  const untilMs = (faults[index + 1]?.atWallMs ?? Number.POSITIVE_INFINITY) - LATE_MS;
  return madeWallMs >= fromMs && madeWallMs < untilMs;
}

function lastExecutedMs({ atWallMs, healedWallMs }: Fault, ages: ReadonlyMap<Press, number>): number {
  const made = [...ages.keys()].map(({ madeWallMs }) => madeWallMs);
  const within = made.filter((each) => each >= atWallMs && each < healedWallMs);
  return Math.max(0, ...within.map((each) => each - atWallMs));
}

function reopenedMs(faults: readonly Fault[]): number | null {
  const waits = faults.flatMap(({ openWallMs, healedWallMs }) =>
    openWallMs === null ? [] : [openWallMs - healedWallMs],
  );
  return waits.length === 0 ? null : Math.max(...waits);
}

async function gateFigures(
  { gate }: BenchSession,
  { fromWallMs, untilWallMs, faults }: Observed & { readonly untilWallMs: number },
  worst: Fault | undefined,
) {
  if (gate === null) return null;
  const entries = await gate.entries();
  const within = entries.filter(({ atWallMs }) => atWallMs >= fromWallMs);
  const worstAtMs = worst?.atWallMs ?? fromWallMs;
  return {
    // What was sent shortly before can be late, too.
    credit: creditBetween(entries, worstAtMs - LATE_MS, worstAtMs),
    closedMs: faults.flatMap(
      ({ atWallMs, healedWallMs }) => closedAfterMs(entries, atWallMs, healedWallMs + CLOSES_WITHIN_MS) ?? [],
    ),
    gatedMs: gatedMs(entries, fromWallMs, untilWallMs),
    blockedBy: [
      ...new Set(within.flatMap(({ blocked, level }) => (blocked === null ? [] : [`${blocked}, ${level}`]))),
    ],
    banners: await gate.banners(),
    rearmAsked: within.some(({ guarding, armed }) => guarding === 'guarded' && !armed),
    warned: within.some(({ stuckButtons }) => stuckButtons !== 0),
  };
}
