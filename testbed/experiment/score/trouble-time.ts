import type { ObservedRun, Trouble } from '../observed-run.ts';
import { ageMs, type PressFate } from './press-fate.ts';
import { LATE_MS } from './unintended.ts';

/** What RICE promises: no press goes out later than this after the network has failed (docs/gate.md). */
export const KNOWABLE_MS = 450;
/** A run that ends sooner after a trouble's begin tells nothing about its detection. */
const DETECTION_JUDGED_AFTER_MS = 1000;
/** The network counts as well when its last trouble is longer ago than this, and than that trouble lasted. */
export const WELL_AFTER_MS = 5000;

type Span = { readonly fromMs: number; readonly untilMs: number };

/** No trouble is, nor its followers ({@link aftermathMs}). */
export function isWell(troubles: readonly Trouble[], atMs: number): boolean {
  return !troubles.some((trouble) => atMs >= trouble.fromMs && atMs < trouble.untilMs + aftermathMs(trouble));
}

/** A gate could know of a trouble at this time, or of its followers. */
export function isKnowable(troubles: readonly Trouble[], atMs: number): boolean {
  return troubles.some(
    (trouble) => atMs > trouble.fromMs + KNOWABLE_MS && atMs < trouble.untilMs + aftermathMs(trouble),
  );
}

/** Late presses and W for the trouble in which they exceed it most. */
export function worstTrouble(
  { troubles, creditAtTrouble }: ObservedRun,
  fates: readonly PressFate[],
): { readonly late: number; readonly credit: number | null } | null {
  const lateIn = troubles.map(() => 0);
  for (const fate of fates) {
    if ((ageMs(fate) ?? 0) <= LATE_MS) continue;
    const cause = troubles.findIndex((trouble) => delayed(trouble, fate));
    if (cause >= 0) lateIn[cause] = (lateIn[cause] ?? 0) + 1;
  }
  const each = lateIn.map((late, index) => ({ late, credit: creditAtTrouble[index] ?? null }));
  const worst = [...each].sort(
    (a, b) => b.late - (b.credit ?? 0) - (a.late - (a.credit ?? 0)) || b.late - a.late,
  );
  return worst[0] ?? null;
}

/**
 * From the begin of each trouble to the first alarm or closing in it; null: none before it was over. A trouble in the
 * last second of a run is left out: nobody knows what would have come.
 */
export function detectionDelays({
  troubles,
  closed,
  alarmsMs,
  endedAtMs,
}: ObservedRun): readonly (number | null)[] {
  const judged = troubles.filter(({ fromMs }) => fromMs <= endedAtMs - DETECTION_JUDGED_AFTER_MS);
  return judged.map(({ fromMs, untilMs }) => {
    if (closed.some((span) => span.fromMs <= fromMs && span.untilMs > fromMs)) return 0;
    const signs = [...alarmsMs, ...closed.map((span) => span.fromMs)].filter(
      (atMs) => atMs >= fromMs && atMs <= untilMs + KNOWABLE_MS,
    );
    return signs.length === 0 ? null : Math.min(...signs) - fromMs;
  });
}

/** How long the gate was closed: while the network was not well, and while it was. */
export function closedTime({ closed, troubles, endedAtMs }: ObservedRun): {
  readonly troubledMs: number;
  readonly healthyMs: number;
} {
  const gate = union(closed.map((span) => clip(span, endedAtMs)));
  const bad = union(
    troubles.map((trouble) =>
      clip({ fromMs: trouble.fromMs, untilMs: trouble.untilMs + aftermathMs(trouble) }, endedAtMs),
    ),
  );
  const troubledMs = gate.reduce((sum, a) => sum + bad.reduce((part, b) => part + overlapMs(a, b), 0), 0);
  return { troubledMs, healthyMs: Math.max(0, lengthMs(gate) - troubledMs) };
}

/** After a cut TCP may wait as long again as the cut has lasted before it tries once more; the rest takes 5 s. */
function aftermathMs({ fromMs, untilMs }: Trouble): number {
  return Math.max(WELL_AFTER_MS, untilMs - fromMs);
}

/** The press was on its way, or made, while the trouble was or had its followers. */
function delayed(trouble: Trouble, { made, executedAtMs }: PressFate): boolean {
  return (
    executedAtMs !== null &&
    executedAtMs >= trouble.fromMs &&
    made.madeAtMs < trouble.untilMs + aftermathMs(trouble)
  );
}

function clip({ fromMs, untilMs }: Span, endedAtMs: number): Span {
  return { fromMs: Math.max(0, fromMs), untilMs: Math.min(untilMs, endedAtMs) };
}

function union(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  const inOrder = spans.filter((each) => each.untilMs > each.fromMs).sort((a, b) => a.fromMs - b.fromMs);
  for (const span of inOrder) {
    const last = merged.at(-1);
    if (last === undefined || span.fromMs > last.untilMs) merged.push(span);
    else merged[merged.length - 1] = { fromMs: last.fromMs, untilMs: Math.max(last.untilMs, span.untilMs) };
  }
  return merged;
}

function overlapMs(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.untilMs, b.untilMs) - Math.max(a.fromMs, b.fromMs));
}

function lengthMs(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
}
