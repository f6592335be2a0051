import type { InstrumentSetup } from '../instrument/instrument-setup.ts';
import { livePanel } from '../instrument/layout.ts';
import type { Place } from './hand.ts';
import { AXES, rest, stroke } from './jog.ts';
import type { Person } from './person.ts';
import type { Script } from './script.ts';
import {
  AIM_PX,
  CLICK_MS,
  CLICK_SHARE,
  JOG_SHARE,
  SEEN_UM,
  SETTLE_MS,
  VIEW_TOLERANCE_UM,
} from './user-parameters.ts';

type Target = InstrumentSetup['target'];

/** Of the picture's half: a mark within it can be clicked. */
const REACHABLE = 0.9;
/** Drags stay within this part of the picture's half. */
const DRAG_PART = 0.8;

/** Moves the picture to the mark: jogs or drags while the mark is outside, clicks or drags when it is inside. */
export function* moveView(person: Person, target: Target): Script {
  const { eyes, chance } = person;
  const directions: Record<'x' | 'y', 1 | -1 | 0> = { x: 0, y: 0 };
  const isThere = (): boolean => {
    const { dx, dy } = missing(person, target);
    return Math.max(Math.abs(dx), Math.abs(dy)) <= VIEW_TOLERANCE_UM && !eyes.pose.isMoving;
  };
  for (;;) {
    if (isThere()) {
      yield* person.pause(SETTLE_MS);
      if (isThere()) return;
    }
    if (eyes.pose.isMoving) yield* rest(person);
    if (isThere()) continue;
    const { dx, dy } = missing(person, target);
    const far = outside(person, target);
    if (far !== null && chance.is(JOG_SHARE)) {
      const goal = far === 'x' ? target.xUm : target.yUm;
      directions[far] = yield* stroke(person, AXES[far], goal, directions[far]);
    } else if (far === null && chance.is(CLICK_SHARE)) {
      yield* clickMark(person, dx, dy);
    } else {
      yield* dragBy(person, dx, dy);
    }
  }
}

function missing({ eyes }: Person, target: Target): { readonly dx: number; readonly dy: number } {
  return { dx: target.xUm - eyes.pose.xUm, dy: target.yUm - eyes.pose.yUm };
}

/** The axis along which the mark is outside of the picture; null: it is inside. */
function outside(person: Person, target: Target): 'x' | 'y' | null {
  const { dx, dy } = missing(person, target);
  const { rect, umPerPx } = picture(person);
  if (Math.abs(dx) > (REACHABLE * rect.width * umPerPx) / 2) return 'x';
  return Math.abs(dy) > (REACHABLE * rect.height * umPerPx) / 2 ? 'y' : null;
}

function picture({ eyes: { pose } }: Person) {
  const rect = livePanel(pose.view);
  return { rect, umPerPx: pose.widthUm / rect.width };
}

/** A click in the picture centres what is there. */
function* clickMark(person: Person, dx: number, dy: number): Script {
  const { eyes, hand, chance } = person;
  const { rect, umPerPx } = picture(person);
  const wanted: Place = {
    x: rect.x + rect.width / 2 + dx / umPerPx + AIM_PX * chance.normal(),
    y: rect.y + rect.height / 2 + dy / umPerPx + AIM_PX * chance.normal(),
  };
  const { xUm, yUm } = eyes.pose;
  const purpose = person.purpose('click');
  const isSeen = yield* person.insist(
    purpose,
    function* () {
      yield* hand.reach(hand.placeAt(wanted, rect));
      hand.press(purpose);
      yield* person.pause(chance.lognormalMs(CLICK_MS));
      hand.release();
      return true;
    },
    () => Math.hypot(eyes.pose.xUm - xUm, eyes.pose.yUm - yUm) >= SEEN_UM,
  );
  if (isSeen) yield* rest(person);
}

/** Takes hold of the picture and moves it, as far as it reaches. */
function* dragBy(person: Person, dx: number, dy: number): Script {
  const { eyes, hand } = person;
  const { rect, umPerPx } = picture(person);
  const part = Math.min(
    1,
    (DRAG_PART * rect.width * umPerPx) / Math.max(1e-9, Math.abs(dx)),
    (DRAG_PART * rect.height * umPerPx) / Math.max(1e-9, Math.abs(dy)),
  );
  // The picture goes the other way than the stage.
  const byX = (-dx * part) / umPerPx;
  const byY = (-dy * part) / umPerPx;
  const middle = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  const { xUm, yUm } = eyes.pose;
  const purpose = person.purpose('drag');
  const isSeen = yield* person.insist(
    purpose,
    function* () {
      const from = hand.placeAt({ x: middle.x - byX / 2, y: middle.y - byY / 2 }, rect);
      yield* hand.reach(from);
      hand.press(purpose);
      yield* hand.drag({ x: Math.round(from.x + byX), y: Math.round(from.y + byY) });
      hand.release();
      return true;
    },
    () => Math.hypot(eyes.pose.xUm - xUm, eyes.pose.yUm - yUm) >= SEEN_UM,
  );
  if (isSeen) yield* rest(person);
}
