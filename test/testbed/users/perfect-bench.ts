import type { RunPlan } from '../../../testbed/experiment/plan.ts';
import { Instrument } from '../../../testbed/instrument/instrument.ts';
import type { Pose } from '../../../testbed/instrument/pose.ts';
import { setupOf } from '../../../testbed/users/setup-of.ts';
import type { UserInput, UserOutcome } from '../../../testbed/users/user-input.ts';
import { Worker } from '../../../testbed/users/worker.ts';

export const PLAN: RunPlan = {
  realm: 'virtual',
  profile: 'direct',
  user: 'expert',
  arm: 'plain',
  seed: 1,
  patienceFactor: 1,
  retryProbability: null,
  heedProbability: 0,
  congestionControl: 'cubic',
};

/** As the instrument's server draws. */
const DRAW_MS = 90;
const END_MS = 60_000;

/** What happens between user and instrument. */
export interface Interference {
  /** Whether an input reaches the instrument. */
  readonly passes?: (input: UserInput, nowMs: number) => boolean;
  /** Whether a drawing reaches the user. */
  readonly shows?: (pose: Pose, nowMs: number) => boolean;
  readonly isWarned?: (nowMs: number) => boolean;
}

export interface Played {
  readonly user: Worker;
  readonly instrument: Instrument;
  readonly inputs: readonly { readonly input: UserInput; readonly atMs: number; readonly pose: Pose }[];
  readonly outcome: UserOutcome;
  readonly endedAtMs: number;
}

/** A user at the instrument's own desk: no link at all. */
export function play(plan: RunPlan, { passes, shows, isWarned }: Interference = {}): Played {
  const setup = setupOf(plan);
  const instrument = new Instrument(0, setup);
  const user = new Worker(plan, setup);
  const inputs: { input: UserInput; atMs: number; pose: Pose }[] = [];
  let shown: Pose | null = null;
  let drawAtMs = 0;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  let nowMs = 0;
  for (;;) {
    nowMs = Math.min(drawAtMs, wakeAtMs);
    if (nowMs >= END_MS) return { user, instrument, inputs, outcome: 'working', endedAtMs: nowMs };
    instrument.advance(nowMs);
    if (nowMs === drawAtMs) {
      instrument.countDrawing();
      const pose = instrument.pose();
      if (shows?.(pose, nowMs) ?? true) shown = pose;
      drawAtMs += DRAW_MS;
    }
    const step = user.step({ pose: shown, isWarned: isWarned?.(nowMs) ?? false }, nowMs);
    for (const input of step.inputs) {
      inputs.push({ input, atMs: nowMs, pose: shown ?? instrument.pose() });
      if (!(passes?.(input, nowMs) ?? true)) continue;
      const mask = input.type === 'press' || (input.type === 'move' && isDown(inputs)) ? 1 : 0;
      instrument.input({ type: 'pointer', mask, x: input.x, y: input.y }, nowMs);
    }
    if (step.outcome !== 'working')
      return { user, instrument, inputs, outcome: step.outcome, endedAtMs: nowMs };
    wakeAtMs = Math.max(step.wakeAtMs, nowMs);
  }
}

function isDown(inputs: readonly { readonly input: UserInput }[]): boolean {
  for (let at = inputs.length - 1; at >= 0; at--) {
    const type = inputs[at]?.input.type;
    if (type === 'press') return true;
    if (type === 'release') return false;
  }
  return false;
}
