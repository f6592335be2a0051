/**
 * Every number of the quality's control law (docs/quality-law.md). Milliseconds unless the name says otherwise.
 * S is the time that one update of the usual size takes on the link: what a probe, and a click's picture, waits for.
 */

/** S that is chosen for while the user drives or focuses, and while he looks on. */
export const TIGHT_DELAY_MS = 60;
export const LOOSE_DELAY_MS = 100;
/** Above this S the level is too high, if the path shows it ({@link NON_IDEAL_MS}). */
export const MAX_DELAY_MS = 150;
/** A raise must leave S below this; and where S is below it already, less quality would not help. */
export const RAISE_DELAY_MS = 40;
/** Where S stays below this the link has much more to give than is asked of it. */
export const CLEAR_DELAY_MS = 10;
/** e up to which the path is at ease, at its upper decile; as psi_net has it. */
export const EASE_MS = 30;
/** e from which the path is not ideal any more. */
export const NON_IDEAL_MS = 60;
/** Trouble must last so long, longer than the time without it: a spike of a Wi-Fi link is none. */
export const TROUBLE_HOLD_MS = 300;
/** ... and so long while the capacity is not known: two samples of it take about as long. */
export const UNMEASURED_HOLD_MS = 1000;
/** After e fell a path counts as full for so long: behind large updates e is a sawtooth, near zero after each of them. */
export const FULL_HOLD_MS = 300;
/** Below this q_mos a session is not "Good" any more. */
export const GOOD_OPINION = 4;
/** What hardly flows does not fill the link, and smaller pictures would change nothing; bit/s. */
export const MIN_FLOW_BITS_PER_SECOND = 30_000;
/** So many steps at least when it goes down. */
export const DOWN_STEPS = 2;

/**
 * e must have fallen by this share of what the bytes of an update fell by, or the step down was in vain. Of our own
 * queue it falls by about all of it; of a queue that others fill it falls by what we had in it.
 */
export const HELPFUL_SHARE = 0.5;
/** Where as much flows as before, to this share, smaller updates fill the link as well: the queue is ours all the same. */
export const OWN_FLOW_SHARE = 0.8;
/** So long nothing is lowered after a step that was in vain; doubled each time, up to the maximum, until one helped. */
export const VAIN_HOLD_MS = 60_000;
export const VAIN_HOLD_MAX_MS = 600_000;

/** Between any two SetEncodings of our own. */
export const CHANGE_INTERVAL_MS = 500;
/** Between two raises, and how long e must have been watched at a level before the next. */
export const RAISE_INTERVAL_MS = 3000;
/**
 * The path has been at ease for so long before a raise. After one that did not last the next waits for twice as long
 * as that one waited, or as it lasted, whichever is more, up to the maximum.
 */
export const RAISE_HOLD_MS = 5000;
export const RAISE_HOLD_MAX_MS = 60_000;
/** A step down so soon after a raise undoes that raise, and goes no further at once. */
export const RAISE_UNDONE_MS = 30_000;
/** A raise has lasted when no step down followed for so long: then it is the link that changed. */
export const RAISE_PROVEN_MS = 300_000;

/** After a stall this long (a Breakdown) the picture begins again with at most this level. */
export const LONG_STALL_MS = 1000;
export const RESUME_LEVEL = 4;

/** Idle raises come no closer than this, so that who pauses often does not make the level flicker. */
export const IDLE_INTERVAL_MS = 60_000;
/** An idle raise must leave so much of the link free. */
export const IDLE_LOAD = 0.7;
/** No lower than this while the user focuses. */
export const FOCUS_LEVEL = 6;
