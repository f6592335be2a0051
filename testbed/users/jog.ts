import type { ControlName } from '../instrument/layout.ts';
import type { Pose } from '../instrument/pose.ts';
import type { Person } from './person.ts';
import type { Script } from './script.ts';
import {
  BACKLASH_UM,
  BRIDGE_MS,
  COAST_S,
  JOG_WIDTHS_PER_S,
  LONGEST_TAP_MS,
  MARGIN_UM,
  REACTION,
  REST_WITHIN_MS,
  SEEN_UM,
  SHORTEST_PRESS_MS,
  Z_SPEED_UM_PER_S,
} from './user-parameters.ts';

/** A direction in which the stage moves while a button is held. */
export interface Axis {
  readonly name: 'x' | 'y' | 'z';
  readonly plus: ControlName;
  readonly minus: ControlName;
  readonly reading: (pose: Pose) => number;
  readonly speedUmPerS: (pose: Pose) => number;
}

const jogSpeed = (pose: Pose): number => pose.widthUm * JOG_WIDTHS_PER_S;

export const AXES = {
  x: { name: 'x', plus: 'jogRight', minus: 'jogLeft', reading: (pose) => pose.xUm, speedUmPerS: jogSpeed },
  y: { name: 'y', plus: 'jogDown', minus: 'jogUp', reading: (pose) => pose.yUm, speedUmPerS: jogSpeed },
  z: {
    name: 'z',
    plus: 'zUp',
    minus: 'zDown',
    reading: (pose) => pose.zUm,
    speedUmPerS: () => Z_SPEED_UM_PER_S,
  },
} as const satisfies Readonly<Record<Axis['name'], Axis>>;

/** One press of a jog button towards a goal. */
interface Stroke {
  readonly axis: Axis;
  readonly goalUm: number;
  readonly direction: 1 | -1;
  readonly fromUm: number;
}

/** Moves an axis towards a place with one press, a short one if it is near, and looks until it rests. */
export function* stroke(
  person: Person,
  axis: Axis,
  goalUm: number,
  lastDirection: 1 | -1 | 0,
): Script<1 | -1> {
  const { eyes, hand } = person;
  const fromUm = axis.reading(eyes.pose);
  const direction = goalUm >= fromUm ? 1 : -1;
  const speed = axis.speedUmPerS(eyes.pose);
  const slack = lastDirection !== 0 && lastDirection !== direction ? BACKLASH_UM : 0;
  const needsMs = (1000 * (Math.abs(goalUm - fromUm) + slack)) / speed;
  const intent = hand.newIntent();
  const purpose = person.purpose(`${axis.name}-${direction === 1 ? 'up' : 'down'}`, intent);
  const control = direction === 1 ? axis.plus : axis.minus;
  const of: Stroke = { axis, goalUm, direction, fromUm };
  const isShort = needsMs <= LONGEST_TAP_MS;
  let pressedAtMs = 0;
  const isSeen = yield* person.insist(
    purpose,
    function* () {
      const isShown = yield* person.pressControl(control, purpose);
      if (!isShown) return false;
      pressedAtMs = eyes.nowMs;
      if (!isShort) return true;
      yield* person.pause(Math.max(SHORTEST_PRESS_MS, needsMs * (1 + 0.1 * person.chance.normal())));
      hand.release();
      return true;
    },
    () => wayUm(person, of) >= SEEN_UM,
  );
  if (!isSeen) {
    yield* person.judge();
    return direction;
  }
  if (!isShort) {
    person.lagMs = eyes.nowMs - pressedAtMs;
    yield* hold(person, of);
  }
  hand.release();
  yield* rest(person);
  return direction;
}

/** Until the motion is seen to end, or the picture has stood still for longer than the patience. */
export function* rest(person: Person): Script {
  const { eyes } = person;
  const sinceMs = eyes.nowMs;
  const enduresMs = person.patienceMs();
  for (;;) {
    const seenAtMs = Math.max(sinceMs, eyes.changedAtMs);
    const untilMs = Math.min(sinceMs + REST_WITHIN_MS, seenAtMs + enduresMs);
    if (untilMs <= eyes.nowMs || (seenAtMs > sinceMs && !eyes.pose.isMoving)) break;
    yield { untilMs, sees: () => eyes.changedAtMs > seenAtMs };
  }
  yield* person.judge();
}

/** Holds until it is time to let go, so that lag and inertia bring the axis to its goal, or until the picture freezes. */
function* hold(person: Person, { axis, goalUm, direction }: Stroke): Script {
  const { eyes, chance, temper } = person;
  const speed = axis.speedUmPerS(eyes.pose);
  const missMs = temper.timingMs * chance.normal();
  const enduresMs = chance.lognormalMs(REACTION) + person.patienceMs();
  for (;;) {
    const aheadUm = direction * (goalUm - axis.reading(eyes.pose));
    const stopUm = speed * (person.lagMs / 1000 + COAST_S) + MARGIN_UM;
    const dueMs = eyes.changedAtMs + (1000 * (aheadUm - stopUm)) / speed + missMs;
    const frozenMs = eyes.changedAtMs + enduresMs;
    if (dueMs <= eyes.nowMs || frozenMs <= eyes.nowMs) return;
    const seenAtMs = eyes.changedAtMs;
    // Nobody lets go by a picture that stands still; a short gap is bridged.
    const untilMs = dueMs <= seenAtMs + BRIDGE_MS ? dueMs : frozenMs;
    yield { untilMs, sees: () => eyes.changedAtMs > seenAtMs };
  }
}

function wayUm({ eyes }: Person, { axis, direction, fromUm }: Stroke): number {
  return direction * (axis.reading(eyes.pose) - fromUm);
}
