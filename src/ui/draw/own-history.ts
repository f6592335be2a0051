import type { Mark } from '../../model/annotation/mark.ts';

/** A mark of this user; whose it is depends on where it goes. */
export type OwnMark = Omit<Mark, 'by'>;

/** Something the user did to own marks, that can be taken back. */
export type OwnStep =
  | { readonly type: 'made'; readonly mark: OwnMark }
  | { readonly type: 'erased'; readonly marks: readonly OwnMark[] };

/** What can be undone and done again, the newest last. Plain data. */
export interface OwnHistory {
  readonly past: readonly OwnStep[];
  readonly future: readonly OwnStep[];
}

export const NO_HISTORY: OwnHistory = { past: [], future: [] };

/** Steps that can be undone; the oldest is forgotten beyond this. */
const MAX_OWN_STEPS = 200;

/** What has to happen to the marks, after a step back or forth. */
export interface OwnMove {
  readonly history: OwnHistory;
  readonly make: readonly OwnMark[];
  readonly erase: readonly number[];
}

export function withStep({ past }: OwnHistory, step: OwnStep): OwnHistory {
  return { past: [...past, step].slice(-MAX_OWN_STEPS), future: [] };
}

/**
 * Takes the newest step back whose mark still stands: what has faded since is passed over.
 * @param standing numbers of the own marks that can be seen
 * @param number of the next mark: an erased number never comes back, so that marks return under new ones
 */
export function undone(
  history: OwnHistory,
  standing: ReadonlySet<number>,
  number: number,
): OwnMove | undefined {
  let last = history.past.length - 1;
  while (last >= 0 && isGone(history.past[last], standing)) last--;
  const step = history.past[last];
  if (step === undefined) return undefined;
  const past = history.past.slice(0, last);
  if (step.type === 'made') {
    return { history: { past, future: [...history.future, step] }, make: [], erase: [step.mark.number] };
  }
  const { past: renamed, future, make } = again({ past, future: history.future }, step.marks, number);
  return {
    history: { past: renamed, future: [...future, { type: 'erased', marks: make }] },
    make,
    erase: [],
  };
}

function isGone(step: OwnStep | undefined, standing: ReadonlySet<number>): boolean {
  return step?.type === 'made' && !standing.has(step.mark.number);
}

/** Does the step again that was undone last. */
export function redone(history: OwnHistory, number: number): OwnMove | undefined {
  const step = history.future.at(-1);
  if (step === undefined) return undefined;
  const future = history.future.slice(0, -1);
  if (step.type === 'erased') {
    const erase = step.marks.map((mark) => mark.number);
    return { history: { past: [...history.past, step], future }, make: [], erase };
  }
  const moved = again({ past: history.past, future }, [step.mark], number);
  const made = moved.make.map((mark): OwnStep => ({ type: 'made', mark }));
  return { history: { past: [...moved.past, ...made], future: moved.future }, make: moved.make, erase: [] };
}

/** The marks under new numbers, in the steps about them as well. */
function again(
  { past, future }: OwnHistory,
  marks: readonly OwnMark[],
  number: number,
): OwnHistory & { readonly make: readonly OwnMark[] } {
  const fresh = new Map(marks.map((mark, index) => [mark.number, { ...mark, number: number + index }]));
  const renamed = (step: OwnStep): OwnStep =>
    step.type === 'made'
      ? { type: 'made', mark: fresh.get(step.mark.number) ?? step.mark }
      : { type: 'erased', marks: step.marks.map((mark) => fresh.get(mark.number) ?? mark) };
  return { past: past.map(renamed), future: future.map(renamed), make: [...fresh.values()] };
}
