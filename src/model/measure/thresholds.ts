/**
 * Every number that turns a measurement of the path into a judgement. Sources: the measured detector comparison
 * in docs/model.md, RFC 6298 for the smoothing constants. Milliseconds unless the name says otherwise.
 */

/** e above which the path is bad at once: detected 0.28-0.48 s after a capacity drop, no false alarm in 450 s. */
export const BAD_EXCESS_MS = 200;
/** Noise widens the bad threshold to this many median absolute deviations. */
export const BAD_EXCESS_DEVIATIONS = 8;
/** e above which the path is doubtful, when it lasts {@link WARN_HOLD_MS}. */
export const WARN_EXCESS_MS = 100;
export const WARN_EXCESS_DEVIATIONS = 6;
export const WARN_HOLD_MS = 150;
/** However noisy the path is, the deviations count at most this much: 8 x 50 ms = e of 400 ms is bad anywhere. */
export const MAX_DEVIATION_MS = 50;

/** Trend: e grows faster than this (ms per second) with the median of three above {@link TREND_EXCESS_MS}. */
export const TREND_MS_PER_SECOND = 50;
export const TREND_EXCESS_MS = 30;
/** The slope is fitted over this window and needs this many round trips, twice in a row. */
export const TREND_WINDOW_MS = 2000;
export const TREND_MIN_SAMPLES = 5;
export const TREND_CONSECUTIVE = 2;
/** A slope counts only above this many standard errors of itself. */
export const TREND_STANDARD_ERRORS = 4;

/** Stall: the oldest unanswered probe is older than clamp(SRTT + 4 RTTVAR + margin, min, max). */
export const STALL_MARGIN_MS = 150;
export const STALL_MIN_MS = 250;
export const STALL_MAX_MS = 1500;
/** RFC 6298 section 2. */
export const SRTT_GAIN = 1 / 8;
export const RTTVAR_GAIN = 1 / 4;
/** One round trip through a long stall must not deafen the estimator for half a minute. */
export const MAX_SMOOTHED_SAMPLE_MS = 2000;

/** Base: minimum over buckets of 5 s, for 60 s and for 10 min (as LEDBAT, RFC 6817 section 3.4.2). */
export const BASE_BUCKET_MS = 5000;
export const BASE_SHORT_BUCKETS = 12;
export const BASE_LONG_BUCKETS = 120;
/** min60 above this multiple of min600 for 60 s: the route changed, the short minimum is the base. */
export const ROUTE_CHANGE_RATIO = 1.5;
/**
 * A new base is also accepted when all round trips of 15 s lie close together far above the old one: queues
 * swing with the traffic that fills them, a longer route does not. A steady slow link is a healthy link.
 */
export const STEADY_SHIFT_MS = 15_000;
export const STEADY_SHIFT_MIN_SAMPLES = 20;
/** Close together: P90 - min within the larger of these. */
export const STEADY_SPREAD_MS = 20;
export const STEADY_SPREAD_RATIO = 0.1;

/** psi_net = exp(-max(0, e - free) / scale). */
export const QUALITY_FREE_EXCESS_MS = 30;
export const QUALITY_SCALE_MS = 200;

/** psi_net at an excess of e; never above 1. A stall, which is no excess, has 0. */
export function pathQuality(excessMs: number): number {
  return Math.exp(-Math.max(0, excessMs - QUALITY_FREE_EXCESS_MS) / QUALITY_SCALE_MS);
}

/** A baseline is settled after this many answers. */
export const SETTLED_ANSWERS = 10;

/** Without a probe the thresholds are these: an action unanswered for so long, if actions are usually answered. */
export const PASSIVE_BAD_MS = 600;
export const PASSIVE_STALL_MS = 1500;
/** Learned share of actions that an update follows, and how many it takes to know. */
export const PASSIVE_RESPONSE_RATIO = 0.8;
export const PASSIVE_MIN_ACTIONS = 5;
/** Without any probe an input counts as read by the server after this time or at the next update. */
export const PASSIVE_ACKNOWLEDGE_MS = 1000;
/** An action that no update followed for so long was not answered. */
export const PASSIVE_UNANSWERED_MS = 3000;
