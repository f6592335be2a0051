import type { RunPlan } from '../experiment/plan.ts';
import type { InstrumentSetup } from '../instrument/instrument-setup.ts';
import { acquire } from './acquire.ts';
import { AXES, rest, stroke } from './jog.ts';
import { BEAM, FOCUS, tune } from './knob.ts';
import type { Person } from './person.ts';
import type { Script } from './script.ts';
import { SETTLE_MS, Z_TOLERANCE_UM } from './user-parameters.ts';
import { moveView } from './view-task.ts';

export type Task = (person: Person) => Script;

/** The three tasks of the paper's section 3.2, in their order. */
export function tasksOf(user: RunPlan['user'], setup: InstrumentSetup): readonly [Task, Task, Task] {
  const focus: Task = (person) => tune(person, FOCUS);
  switch (user) {
    case 'novice':
      return [(person) => moveView(person, setup.target), focus, acquire];
    case 'expert':
      return [(person) => raise(person, setup.eucentricUm), (person) => tune(person, BEAM), focus];
  }
}

/** Brings the sample to a height: a coarse approach from below, then short presses. */
function* raise(person: Person, goalUm: number): Script {
  const { eyes } = person;
  let last: 1 | -1 | 0 = 0;
  const isThere = (): boolean => Math.abs(eyes.pose.zUm - goalUm) <= Z_TOLERANCE_UM && !eyes.pose.isMoving;
  for (;;) {
    if (isThere()) {
      yield* person.pause(SETTLE_MS);
      if (isThere()) return;
    }
    if (eyes.pose.isMoving) yield* rest(person);
    if (isThere()) continue;
    last = yield* stroke(person, AXES.z, goalUm, last);
  }
}
