/**
 * Every number that turns what is seen of a session into a state. Milliseconds unless the name says otherwise.
 * Sources: docs/model.md, "From excess to level" and "From level to state", and docs/decisions.md.
 * All of them look at the excess over the base round trip, so that a steady slow link is a healthy link.
 */

/** The path is bad once its level has been bad or worse for so long: a spike below 300 ms stays below it. */
export const BAD_HOLD_MS = 100;
/** Breakdown: the path has been stalled without a break for so long, whatever the user does. */
export const STALL_BREAKDOWN_MS = 1000;
/** Breakdown out of Unstable: answers do come, but this much later than they should. */
export const BREAKDOWN_EXCESS_MS = 2000;

/** Stable becomes Idle after so long without an attempted action. */
export const IDLE_AFTER_MS = 2000;
/**
 * Unstable becomes Recovery when the user stopped for so long (the paper's abort). As long as the idle limit:
 * with 1 s, a user who acts once a second would make the state flicker.
 */
export const ABORT_AFTER_MS = 2000;
/** ... or when the gate let nothing through for so long although the user tried. */
export const SUPPRESSED_AFTER_MS = 1000;

/** Unstable and Breakdown last at least so long, so that a state can be read before it goes. */
export const MIN_STAY_MS = 1000;
/** Unstable becomes Stable when the net has been OK for so long and nothing is unacknowledged, */
export const UNSTABLE_OK_MS = 1000;
/** ... or not bad for so long: on a path that others fill, pictures of our own delay an answer now and then. */
export const UNSTABLE_NOT_BAD_MS = 2000;

/** Retries / actions from which the user amplifies the trouble (positive feedback), and strongly so. */
export const RETRY_RATIO_UNSTABLE = 0.3;
export const RETRY_RATIO_BREAKDOWN = 0.5;
/** Strong positive feedback on a path that gets worse must last so long in Unstable to be called Breakdown. */
export const FEEDBACK_BREAKDOWN_MS = 3000;
/** A path that gets worse: the excess grows faster than this (ms per second), as the early warning has it. */
export const RISING_MS_PER_SECOND = 50;
/** d0, optimum demand in actions per second, until it can be learned (docs/model.md, "The two points of Fig. 5"). */
export const OPTIMUM_DEMAND_PER_SECOND = 4;
/** Demand above this multiple of d0 on a path that gets worse makes a session Unstable. */
export const EXCESS_DEMAND_RATIO = 1.25;
/** ... when it lasts so long: a burst of typing during one noisy probe is no trouble. */
export const EXCESS_DEMAND_HOLD_MS = 500;

/** Recovery ends after so long without a bad moment; doubled for each re-entry, up to the maximum. */
export const RECOVERY_HOLD_MS = 2000;
export const RECOVERY_HOLD_MAX_MS = 16_000;
/** A re-entry is a Recovery that begins within so long after the end of the one before. */
export const RE_ENTRY_MS = 10_000;
/** The newest answers that Recovery looks at, and how few of them may do. */
export const RECOVERY_ANSWERS = 10;
export const RECOVERY_MIN_ANSWERS = 5;
/** With a full window one answer may be above the OK limit, but none above this. */
export const RECOVERY_OUTLIERS = 1;
export const RECOVERY_WORST_EXCESS_MS = 200;
/** Without any probe there are no answers to count: the hold is this many times longer instead. */
export const PASSIVE_HOLD_FACTOR = 2;

/** Liveness: after so long in Recovery or Unstable a steady link is accepted as it is, with the flag DEGRADED. */
export const DEGRADED_AFTER_MS = 10_000;
/** Steady: the excess stayed below this and did not rise, for {@link DEGRADED_STEADY_MS}. */
export const DEGRADED_EXCESS_MS = 250;
export const DEGRADED_STEADY_MS = 2000;
/** While DEGRADED, the path is bad only above this excess, else it would be bad by what was just accepted. */
export const DEGRADED_BAD_EXCESS_MS = 400;
/** The flag goes when the net has been OK for so long. */
export const DEGRADED_CLEAR_MS = 10_000;

/** WARN stays on for so long after the last sign, so that it can be read. */
export const WARN_CLEAR_MS = 1000;

/** An idle episode is an abort if the path was bad so shortly before the user's last action. */
export const ABORT_LOOKBACK_MS = 3000;
/** ... and suppressed if the gate dropped input in this time before the episode was noticed. */
export const SUPPRESSED_LOOKBACK_MS = 2000;

/** e_ok = clamp(P95 of e over 5 minutes of Stable + margin, min, max): jitter must not lock Recovery in. */
export const OK_EXCESS_MARGIN_MS = 20;
/** Where early signs begin (measure/thresholds.ts): what is no reason for one is none to stay in trouble. */
export const OK_EXCESS_MIN_MS = 100;
export const OK_EXCESS_MAX_MS = 150;
export const OK_EXCESS_QUANTILE = 0.95;
/** 5 minutes at 5 answers per second. The oldest answer makes room. */
export const OK_EXCESS_SAMPLES = 1500;
/** The quantile is taken anew after so many answers. */
export const OK_EXCESS_REFRESH_SAMPLES = 25;

/** Without any probe, seeing counts again after so long without another gap: there is no answer to wait for. */
export const PASSIVE_SIGHT_MS = 1000;
/**
 * After a gap no round trip is known, so a stall cannot be told from a slow answer: an answer this much later
 * than the base counts as a stall all the same. The upper bound of the stall limit.
 */
export const UNSEEN_STALL_EXCESS_MS = 1500;
