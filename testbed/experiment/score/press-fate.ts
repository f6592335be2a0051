import type { TruthEntry } from '../../instrument/truth-log.ts';
import type { MadePress } from '../../users/user-input.ts';

/** What became of a press. */
export interface PressFate {
  readonly made: MadePress;
  /** When it reached the instrument, the first time; null: never. */
  readonly executedAtMs: number | null;
  /** How often it reached the instrument. */
  readonly executions: number;
  /** It repeats one that was made before for the same purpose. */
  readonly isRepetition: boolean;
}

export interface Matching {
  /** In the order in which they were made. */
  readonly fates: readonly PressFate[];
  /** By the number of the input at the instrument. */
  readonly byInput: ReadonlyMap<number, PressFate>;
  /** Presses at the instrument, at places where nobody has pressed. */
  readonly strays: number;
}

/**
 * Finds the presses that were made among those that the instrument saw, by their place. A gate may leave out presses
 * and add releases, so order and number tell nothing. Were two presses made at one place, the instrument's first there
 * is taken for the first made; what it sees beyond them is the last one again.
 */
export function matchPresses(presses: readonly MadePress[], truth: readonly TruthEntry[]): Matching {
  const atPlace = new Map<string, number[]>();
  presses.forEach(({ x, y }, index) => {
    const place = placeOf(x, y);
    atPlace.set(place, [...(atPlace.get(place) ?? []), index]);
  });
  const executions = presses.map((): { readonly atMs: number; readonly number: number }[] => []);
  let strays = 0;
  for (const entry of truth) {
    if (entry.type !== 'input' || entry.input.kind !== 'press') continue;
    const { event, number } = entry.input;
    const made = event.type === 'pointer' ? atPlace.get(placeOf(event.x, event.y)) : undefined;
    const open = made?.find((index) => executions[index]?.length === 0) ?? made?.at(-1);
    const list = open === undefined ? undefined : executions[open];
    if (list === undefined) strays += 1;
    else list.push({ atMs: entry.atMs, number });
  }
  const intents = new Set<number>();
  const byInput = new Map<number, PressFate>();
  const fates = presses.map((made, index): PressFate => {
    const list = executions[index] ?? [];
    const isRepetition = intents.has(made.intent);
    intents.add(made.intent);
    const first = list[0]?.atMs;
    const fate = { made, executedAtMs: first ?? null, executions: list.length, isRepetition };
    for (const { number } of list) byInput.set(number, fate);
    return fate;
  });
  return { fates, byInput, strays };
}

/** From when it was made to when it was executed; null: it was not. Two clocks may make it a little less than 0. */
export function ageMs({ made, executedAtMs }: PressFate): number | null {
  return executedAtMs === null ? null : Math.max(0, executedAtMs - made.madeAtMs);
}

function placeOf(x: number, y: number): string {
  return `${Math.round(x)},${Math.round(y)}`;
}
