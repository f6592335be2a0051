import type { UserName } from '../experiment/plan.ts';

/*
 * Everything about the scripted users that could have been otherwise, in one place. Frozen before the seeds that count:
 * what is changed here changes every result.
 * Sources: [model] docs/model.md and the literature behind it; [Fitts] Soukoreff and MacKenzie 2004, throughput of mice
 * 3.7 to 4.9 bit/s; [chosen] by hand, so that a session takes 15 to 22 s on a good link. No person was measured.
 */

/** Lognormal: median and spread (sigma of the logarithm). */
export interface Lognormal {
  readonly medianMs: number;
  readonly spread: number;
}

/** What a novice and an expert do differently. */
export interface Temper {
  /** How long an action may go unanswered. [model] */
  readonly patience: Lognormal;
  /** Of the hand, bit/s. [Fitts] */
  readonly throughputBitsPerS: number;
  /** Standard deviation of when a held button is let go, ms. [chosen] */
  readonly timingMs: number;
  /** Looks at the picture before it is judged, beyond the reaction, ms. [chosen] */
  readonly judgeMs: number;
  /** Steps of the first turn of a knob. [chosen] */
  readonly firstSteps: number;
}

export const TEMPERS: Readonly<Record<UserName, Temper>> = {
  novice: {
    patience: { medianMs: 1000, spread: 0.4 },
    throughputBitsPerS: 3.7,
    timingMs: 60,
    judgeMs: 150,
    firstSteps: 3,
  },
  expert: {
    patience: { medianMs: 700, spread: 0.4 },
    throughputBitsPerS: 4.9,
    timingMs: 30,
    judgeMs: 50,
    firstSteps: 3,
  },
};

/** From what is seen to what the hand does. [model] */
export const REACTION: Lognormal = { medianMs: 250, spread: 0.25 };
/** Probability that an unanswered action is repeated, and how often at most. Else it is given up. [model] */
export const RETRY_PROBABILITY = 0.7;
export const MAX_RETRIES = 5;
/** Somebody who gave up stays away so long, ms, even odds between. [model] */
export const AWAY_MS = { from: 3000, to: 10_000 } as const;

/** The time allowed, from the first picture, ms; then the work is given up. [chosen] */
export const TIME_ALLOWED_MS = 40_000;
/** Looks around before the first action, ms. [chosen] */
export const FIRST_LOOK_MS = { from: 1200, to: 2000 } as const;
/** Between two tasks, ms. [chosen] */
export const BETWEEN_TASKS_MS = { from: 300, to: 600 } as const;
/** What is finished is looked at once more after this, ms. [chosen] */
export const SETTLE_MS = 300;

/** Every movement of the hand takes this and Fitts' time, ms; targets count as so wide, px. [Fitts] */
export const REACH_MS = 100;
export const TARGET_PX = 30;
/** A moving hand sends its place so often, ms: coarser than a mouse (8) or noVNC (17), for the browser to follow. */
export const MOVE_EVERY_MS = 40;
/** A button of the mouse goes down for so long, ms. [chosen] */
export const CLICK_MS: Lognormal = { medianMs: 85, spread: 0.15 };
/** From one click of a quick series to the next, ms. [chosen] */
export const BETWEEN_CLICKS_MS: Lognormal = { medianMs: 110, spread: 0.2 };
/** A drag across 100 px takes so long, ms. [chosen] */
export const DRAG_MS_PER_100_PX = 350;
/** How well a place in the picture is hit, px, standard deviation. [chosen] */
export const AIM_PX = 1.5;

/** Known of the instrument from practice: its speeds are in its manual, its lag is what was seen so far. */
export const Z_SPEED_UM_PER_S = 40;
/** A held jog button moves the picture this part of its width per second. */
export const JOG_WIDTHS_PER_S = 0.32;
/** Before anything was seen, ms. [chosen] */
export const FIRST_LAG_MS = 200;
/** Motion goes on for so long at full speed when it is let go, beyond the lag, s. [chosen; inertia 0.16 s] */
export const COAST_S = 0.1;
/** What a change of direction swallows, um. */
export const BACKLASH_UM = 2;
/** Nobody presses for less, ms; what needs less than `taps` is done in one press of a judged length. [chosen] */
export const SHORTEST_PRESS_MS = 60;
export const LONGEST_TAP_MS = 300;
/** A coarse approach ends this far before the mark, um. [chosen] */
export const MARGIN_UM = 2.5;
/** A motion is followed by the eye over a gap in the pictures of so much, ms. [chosen] */
export const BRIDGE_MS = 150;
/** Less than this is not seen to move, um. */
export const SEEN_UM = 0.4;
/** Nobody waits longer to see a motion come to rest, ms. [chosen] */
export const REST_WITHIN_MS = 4000;

/** Near enough, um. [chosen] */
export const Z_TOLERANCE_UM = 2;
export const VIEW_TOLERANCE_UM = 4;
/** A picture this sharp or bright is good, 0 to 1; else the best that can be found. [chosen] */
export const GOOD = 0.92;
/** Less than this is no difference to the eye, 0 to 1. [chosen] */
export const SAME = 0.008;
/** Novices jog in so many of the cases in which the mark is outside of the picture, else they drag. [chosen] */
export const JOG_SHARE = 0.6;
/** And inside of the picture they click the mark in so many, else they drag. [chosen] */
export const CLICK_SHARE = 0.6;
/** From the picture's start to its end, with some patience, ms: 1.5 s by the instrument. */
export const ACQUIRE_WITHIN_MS = 4000;
