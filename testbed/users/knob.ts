import type { ControlName } from '../instrument/layout.ts';
import { BEAM_LIMIT, FOCUS_LIMIT_UM } from '../instrument/lens.ts';
import type { Pose } from '../instrument/pose.ts';
import type { Person } from './person.ts';
import type { Script } from './script.ts';
import { GOOD, SAME, SETTLE_MS } from './user-parameters.ts';

/** A setting that is turned in steps, and what the picture says about it. */
export interface Knob {
  readonly name: 'focus' | 'beam';
  readonly up: ControlName;
  readonly down: ControlName;
  /** The setting as it is displayed. */
  readonly reading: (pose: Pose) => number;
  /** It is displayed at most so, up and down: there it turns no further. */
  readonly limit: number;
  /** How good the picture is, 0 to 1. */
  readonly merit: (pose: Pose) => number;
}

export const FOCUS: Knob = {
  name: 'focus',
  up: 'focusUp',
  down: 'focusDown',
  reading: (pose) => pose.focusUm,
  limit: FOCUS_LIMIT_UM,
  merit: (pose) => pose.sharpness,
};

export const BEAM: Knob = {
  name: 'beam',
  up: 'beamUp',
  down: 'beamDown',
  reading: (pose) => pose.beam,
  limit: BEAM_LIMIT,
  merit: (pose) => pose.brightness,
};

/** Turns a knob until the picture is as good as it gets: uphill, with smaller steps each time it was too far. */
export function* tune(person: Person, knob: Knob): Script {
  const { eyes, temper } = person;
  const merit = (): number => knob.merit(eyes.pose);
  let direction: 1 | -1 = person.chance.is(0.5) ? 1 : -1;
  let steps = temper.firstSteps;
  /** Turns back at single steps: after one the best place is known. */
  let turns = 0;
  let best = 0;
  const isDone = (): boolean => merit() >= GOOD || (turns > 0 && merit() >= best - SAME);
  for (;;) {
    if (isDone()) {
      yield* person.pause(SETTLE_MS);
      if (isDone()) return;
    }
    const before = merit();
    const peak = yield* turn(person, knob, direction, steps);
    yield* person.judge();
    best = Math.max(best, peak);
    if (merit() >= peak - SAME && !isAtLimit(knob, direction, eyes.pose)) continue;
    direction = direction === 1 ? -1 : 1;
    // The first step may have been the wrong way: then nothing was learned about how near it is.
    if (peak <= before + SAME && best === peak) continue;
    if (steps > 1) steps = Math.ceil(steps / 2);
    // What was best may have been so elsewhere: it is looked for anew.
    else if (++turns > 3) [turns, best] = [0, 0];
  }
}

/**
 * Clicks so many steps in a row, fewer if the picture is seen to be good or to get worse, looks, and makes up for those
 * that are missing. Returns how good the picture was at best.
 */
function* turn(person: Person, knob: Knob, direction: 1 | -1, steps: number): Script<number> {
  const { eyes, hand } = person;
  const name = direction === 1 ? knob.up : knob.down;
  const purpose = `${knob.name}-${direction === 1 ? 'up' : 'down'}`;
  const from = knob.reading(eyes.pose);
  const done = (): number => Math.round(direction * (knob.reading(eyes.pose) - from));
  let peak = knob.merit(eyes.pose);
  const isEnough = (): boolean => {
    const merit = knob.merit(eyes.pose);
    peak = Math.max(peak, merit);
    return merit >= GOOD || merit < peak - SAME || isAtLimit(knob, direction, eyes.pose);
  };
  let open: readonly number[] = Array.from({ length: steps }, () => hand.newIntent());
  let wanted = steps;
  const missing = (): number => (isAtLimit(knob, direction, eyes.pose) ? 0 : Math.max(0, wanted - done()));
  for (let tries = 0; ; tries++) {
    for (const [index, intent] of open.entries()) {
      if (index > 0) yield* person.betweenClicks();
      yield* person.heed();
      if (index > 0 && isEnough()) {
        wanted -= open.length - index;
        open = open.slice(0, index);
        break;
      }
      const isShown = yield* person.click(name, person.purpose(purpose, intent));
      if (!isShown) return peak;
      if (tries > 0) person.repeated();
    }
    const isSeen = yield* person.watch(() => {
      peak = Math.max(peak, knob.merit(eyes.pose));
      return missing() === 0;
    }, person.patienceMs());
    if (isSeen) return peak;
    yield* person.react();
    if (missing() === 0) return peak;
    // Of a row of clicks the last ones are those that are missing.
    open = open.slice(-missing());
    const again = yield* person.again(tries, open);
    if (!again) return peak;
    // A warning may have been waited for.
    yield* person.heed();
    if (missing() === 0) return peak;
    open = open.slice(-missing());
  }
}

function isAtLimit({ reading, limit }: Knob, direction: 1 | -1, pose: Pose): boolean {
  return direction * reading(pose) >= limit;
}
