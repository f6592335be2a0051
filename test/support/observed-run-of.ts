import type { ObservedRun } from '../../testbed/experiment/observed-run.ts';
import type { RunPlan } from '../../testbed/experiment/plan.ts';
import type { TruthEntry } from '../../testbed/instrument/truth-log.ts';
import type { MadePress } from '../../testbed/users/user-input.ts';

/** A guarded run of an expert on a link that fails. */
export function planOf(parts: Partial<RunPlan> = {}): RunPlan {
  return {
    realm: 'virtual',
    profile: 'fault',
    user: 'expert',
    arm: 'guarded',
    seed: 2,
    patienceFactor: 1,
    retryProbability: null,
    heedProbability: 0,
    congestionControl: 'cubic',
    ...parts,
  };
}

/** A run of a minute in which nothing happened, but for what is told. */
export function observedRunOf(parts: Partial<ObservedRun> = {}): ObservedRun {
  return {
    plan: planOf(),
    endedAtMs: 60_000,
    outcome: 'success',
    presses: [],
    retries: 0,
    aborts: 0,
    taskEndsMs: [20_000, 40_000, 60_000],
    truth: [],
    troubles: [],
    bins: [],
    closed: [],
    alarmsMs: [],
    creditAtTrouble: [],
    wire: [],
    networkLateMs: null,
    qualities: [],
    ...parts,
  };
}

/** A press with a place and an intent of its own, let go of after 0.1 s. */
export function pressOf(index: number, madeAtMs: number, parts: Partial<MadePress> = {}): MadePress {
  return {
    index,
    madeAtMs,
    x: 100 + (index % 700),
    y: 100 + Math.floor(index / 700),
    releasedAtMs: madeAtMs + 100,
    intent: index,
    givenUpAtMs: null,
    task: 1,
    purpose: 'z-up',
    ...parts,
  };
}

/** How the instrument logs that a press has reached it. */
export function executionOf({ x, y, index }: MadePress, atMs: number, number = index + 1): TruthEntry {
  const event = { type: 'pointer', mask: 1, x, y } as const;
  return { type: 'input', atMs, input: { number, timeMs: atMs, kind: 'press', event } };
}
