/** Steps that can be undone; the oldest is forgotten beyond this. */
export const MAX_STEPS = 100;

/** A value, what it was before, and what it was before that was undone. Plain data. */
export interface Undo<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the newest step was about: the next of the same kind joins it. null: the next is a step of its own. */
  readonly kind: string | null;
}

export function beginning<T>(present: T): Undo<T> {
  return { past: [], present, future: [], kind: null };
}

/**
 * Makes `next` the present. Steps of one kind that follow each other are one: letters of a name, pixels of a nudge.
 */
export function step<T>(undo: Undo<T>, next: T, kind: string | null = null): Undo<T> {
  if (next === undo.present) return undo;
  const joins = kind !== null && kind === undo.kind && undo.future.length === 0;
  const past = joins ? undo.past : [...undo.past, undo.present].slice(-MAX_STEPS);
  return { past, present: next, future: [], kind };
}

export function undone<T>(undo: Undo<T>): Undo<T> {
  const before = undo.past.at(-1);
  if (before === undefined) return undo;
  return {
    past: undo.past.slice(0, -1),
    present: before,
    future: [undo.present, ...undo.future],
    kind: null,
  };
}

export function redone<T>(undo: Undo<T>): Undo<T> {
  const [next, ...rest] = undo.future;
  if (next === undefined) return undo;
  return { past: [...undo.past, undo.present], present: next, future: rest, kind: null };
}

/** The same history, every value of it changed. */
export function mapped<T>({ past, present, future, kind }: Undo<T>, change: (value: T) => T): Undo<T> {
  return { past: past.map(change), present: change(present), future: future.map(change), kind };
}
