import { ageMs, type PressFate } from './press-fate.ts';

/** A press that acts later than this acts on a screen that its user does not see any more (facts of the model, 7). */
export const LATE_MS = 1000;

/** Why an executed press was not what its user wanted when it was executed. More than one may hold. */
export interface Unintended {
  readonly late: readonly PressFate[];
  readonly duplicate: readonly PressFate[];
  readonly givenUp: readonly PressFate[];
  /** Presses for which at least one holds. */
  readonly total: number;
}

/**
 * Presses executed although nobody wanted them then.
 *
 * duplicate: presses of one intent are made because no answer to the earlier ones was seen, and an answer ends the
 * intent. So the first of them that is executed is what was wanted, and each further one happens to somebody who
 * wanted it once. A press that the instrument sees twice is one as well.
 */
export function unintended(fates: readonly PressFate[]): Unintended {
  const late = fates.filter((fate) => (ageMs(fate) ?? 0) > LATE_MS);
  const givenUp = fates.filter(
    ({ made, executedAtMs }) =>
      executedAtMs !== null && made.givenUpAtMs !== null && executedAtMs > made.givenUpAtMs,
  );
  const executed = fates.filter(({ executedAtMs }) => executedAtMs !== null);
  const inOrder = [...executed].sort((a, b) => (a.executedAtMs ?? 0) - (b.executedAtMs ?? 0));
  const seen = new Set<number>();
  const duplicate = inOrder.filter(({ made, executions }) => {
    const isSecond = seen.has(made.intent);
    seen.add(made.intent);
    return isSecond || executions > 1;
  });
  return { late, duplicate, givenUp, total: new Set([...late, ...duplicate, ...givenUp]).size };
}
