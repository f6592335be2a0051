import { RETRY_RATIO_UNSTABLE } from '../session/thresholds.ts';
import {
  CHANGE_INTERVAL_MS,
  CLEAR_DELAY_MS,
  DOWN_STEPS,
  EASE_MS,
  GOOD_OPINION,
  HELPFUL_SHARE,
  IDLE_INTERVAL_MS,
  IDLE_LOAD,
  LONG_STALL_MS,
  LOOSE_DELAY_MS,
  MAX_DELAY_MS,
  MIN_FLOW_BITS_PER_SECOND,
  NON_IDEAL_MS,
  OWN_FLOW_SHARE,
  RAISE_DELAY_MS,
  RAISE_HOLD_MAX_MS,
  RAISE_HOLD_MS,
  RAISE_INTERVAL_MS,
  RAISE_PROVEN_MS,
  RAISE_UNDONE_MS,
  RESUME_LEVEL,
  TIGHT_DELAY_MS,
  TROUBLE_HOLD_MS,
  UNMEASURED_HOLD_MS,
  VAIN_HOLD_MAX_MS,
  VAIN_HOLD_MS,
} from './law-constants.ts';
import type { LawBounds, LawEvent, LawSight, LawState, LawStep, LawTrial } from './law-state.ts';
import { LADDER, type QualityLevel } from './quality-level.ts';
import type { QualityCause } from './quality-reading.ts';

/**
 * The law that keeps a picture responsive (docs/quality-law.md): feed-forward picks a level whose updates take no
 * longer than they should, feedback goes down when the path shows that it was too high and up when it is at ease.
 * Pure: the same values give the same answer. No effect in a stall, none sooner than 500 ms after another.
 *
 * @example
 * const { state, effects } = transition(startLaw(6, 0), { type: 'tick', nowMs: 50, sight });
 */
export function transition(state: LawState, event: LawEvent): LawStep {
  const { nowMs } = event;
  if (event.type === 'blind') {
    return stay({ ...state, troubleMs: 0, tickAtMs: nowMs, stalledSinceMs: null, uneasyAtMs: nowMs });
  }
  const { sight } = event;
  const seen = observe(state, sight, nowMs);
  if (sight.level === 'stall' || nowMs - seen.changedAtMs < CHANGE_INTERVAL_MS) return stay(seen);
  const next = decide(seen, sight, nowMs);
  if (next.level === seen.level) return stay(next);
  return {
    state: { ...next, changedAtMs: nowMs, troubleMs: 0 },
    effects: [{ type: 'level', level: next.level, cause: next.cause }],
  };
}

/** What is remembered of a tick, whatever is decided. */
function observe(state: LawState, sight: LawSight, nowMs: number): LawState {
  const isStalled = sight.level === 'stall';
  const isTrouble = isStalled || (sight.isSettled && troubleOf(sight, rung(state.level)) !== null);
  const { stalledSinceMs } = state;
  const sinceMs = Math.max(0, nowMs - state.tickAtMs);
  // Where nothing arrives, nothing tells whether the level is to blame.
  const troubleMs = state.troubleMs + (isStalled ? 0 : isTrouble ? sinceMs : -sinceMs);
  return {
    ...state,
    tickAtMs: nowMs,
    troubleMs: sight.isSettled || isStalled ? Math.min(Math.max(0, troubleMs), UNMEASURED_HOLD_MS) : 0,
    uneasyAtMs: isTrouble || !sight.isWell ? nowMs : state.uneasyAtMs,
    trial: sight.isSettled ? measured(state.trial, sight) : state.trial,
    stalledSinceMs: isStalled ? (stalledSinceMs ?? nowMs) : null,
    resumes:
      state.resumes || (!isStalled && stalledSinceMs !== null && nowMs - stalledSinceMs >= LONG_STALL_MS),
  };
}

/** The rows of the law, the first that fits. */
function decide(seen: LawState, sight: LawSight, nowMs: number): LawState {
  const { former } = seen;
  const isTrouble = seen.troubleMs >= TROUBLE_HOLD_MS;
  const { bounds } = sight;
  if (former !== null && (!sight.isIdle || isTrouble)) {
    // It was raised for somebody who looks on; now somebody acts, or it was too much.
    const idleHoldMs = isTrouble ? 2 * seen.idleHoldMs : IDLE_INTERVAL_MS;
    return { ...seen, ...former, former: null, idleRaisedAtMs: nowMs, idleHoldMs };
  }
  const bounded = within(seen.level, bounds.lowest, former === null ? bounds.home : bounds.highest);
  if (bounded !== seen.level) return { ...seen, level: bounded, cause: 'user', former: null, trial: null };
  const judged = judge(seen, sight, nowMs);
  if (judged !== null) return judged;
  if (nowMs < seen.vainUntilMs) return raise({ ...seen, resumes: false }, sight, nowMs);
  if (seen.resumes) {
    const level = Math.min(rung(RESUME_LEVEL), forwardOf(sight) ?? rung(RESUME_LEVEL));
    return lower({ ...seen, resumes: false }, level, 'network', bounds, nowMs);
  }
  // By how much it is too high, only a capacity tells: that is waited for, within reason.
  if (isTrouble && (sight.isMeasured || seen.troubleMs >= UNMEASURED_HOLD_MS)) {
    const cause = troubleOf(sight, rung(seen.level));
    const down = rung(seen.level) - DOWN_STEPS;
    const level = Math.min(down, forwardOf(sight) ?? down);
    if (cause !== null) return lower(seen, level, cause, bounds, nowMs);
  }
  return raise(seen, sight, nowMs);
}

/** How it was before the steps, once the first of them has settled. Where all was ideal nothing can be compared. */
function measured(trial: LawTrial | null, { former }: LawSight): LawTrial | null {
  if (trial === null || trial.former !== null) return trial;
  return former === null ? null : { ...trial, former };
}

/**
 * The verdict on steps down, as soon as e has been watched behind the last of them: what did not help is given back,
 * and not tried again for a while. null: none is due.
 */
function judge(seen: LawState, { usual, delaysMs, bounds }: LawSight, nowMs: number): LawState | null {
  const { trial } = seen;
  if (trial === null || trial.former === null || usual === null) return null;
  const { former } = trial;
  const formerMs = delaysMs[rung(trial.level)] ?? 0;
  // What the bytes of an update fell by; S is as many times less.
  const fallen = formerMs > 0 ? 1 - (delaysMs[rung(seen.level)] ?? 0) / formerMs : 0;
  const hasHelped = usual.excessMs <= Math.max(NON_IDEAL_MS, former.excessMs * (1 - HELPFUL_SHARE * fallen));
  const isOurs = usual.flowBitsPerSecond >= OWN_FLOW_SHARE * former.flowBitsPerSecond;
  if (hasHelped || isOurs) return { ...seen, trial: null, vainHoldMs: VAIN_HOLD_MS };
  return {
    ...seen,
    level: within(trial.level, bounds.lowest, bounds.home),
    cause: trial.cause,
    trial: null,
    raisedAtMs: null,
    raisedFrom: null,
    vainUntilMs: nowMs + seen.vainHoldMs,
    vainHoldMs: Math.min(2 * seen.vainHoldMs, VAIN_HOLD_MAX_MS),
  };
}

/** Why the level is too high now; null: it is not, or less of it would not help. */
function troubleOf(sight: LawSight, at: number): QualityCause | null {
  const { level, isFull, flowBitsPerSecond } = sight;
  const delayMs = sight.delaysMs[at] ?? 0;
  if (flowBitsPerSecond < MIN_FLOW_BITS_PER_SECOND || delayMs <= RAISE_DELAY_MS) return null;
  if (level === 'bad') return 'network';
  if (!isFull) return null;
  if (delayMs > MAX_DELAY_MS) return 'network';
  if (sight.retryRatio >= RETRY_RATIO_UNSTABLE || sight.isPushing) return 'retries';
  return sight.opinion < GOOD_OPINION ? 'opinion' : null;
}

/** q_ff: the highest rung whose updates take no longer than they should, the lowest if none does; null: not known. */
function forwardOf({ delaysMs, isTight, isMeasured }: LawSight): number | null {
  if (!isMeasured) return null;
  const limitMs = isTight ? TIGHT_DELAY_MS : LOOSE_DELAY_MS;
  return Math.max(0, delaysMs.filter((each) => each <= limitMs).length - 1);
}

function lower(
  seen: LawState,
  to: number,
  cause: QualityCause,
  { lowest }: LawBounds,
  nowMs: number,
): LawState {
  const lastedMs = nowMs - (seen.raisedAtMs ?? Number.NEGATIVE_INFINITY);
  // What went well before a raise that is undone at once goes well again; if it does not, the next step comes soon.
  const landing = lastedMs < RAISE_UNDONE_MS && seen.raisedFrom !== null ? rung(seen.raisedFrom) : 0;
  const level = levelAt(Math.max(to, landing, rung(lowest)));
  if (level >= seen.level) return seen;
  const trial = seen.trial ?? { level: seen.level, cause: seen.cause, former: null };
  const down: LawState = { ...seen, level, cause, raisedAtMs: null, raisedFrom: null, former: null, trial };
  if (seen.raisedAtMs === null) return down;
  // A raise that did not last makes the next one wait for longer, a second one for as long as may be.
  const isAgain = seen.raiseHoldMs > RAISE_HOLD_MS;
  const longerMs = isAgain
    ? RAISE_HOLD_MAX_MS
    : Math.min(2 * Math.max(RAISE_HOLD_MS, lastedMs), RAISE_HOLD_MAX_MS);
  return { ...down, raiseHoldMs: lastedMs < RAISE_PROVEN_MS ? longerMs : RAISE_HOLD_MS };
}

function raise(seen: LawState, sight: LawSight, nowMs: number): LawState {
  const { highExcessMs, delaysMs, bounds } = sight;
  const isAtEase = highExcessMs !== null && highExcessMs < EASE_MS;
  if (!isAtEase || sight.isDragging || nowMs - seen.changedAtMs < RAISE_INTERVAL_MS) return seen;
  const at = rung(seen.level);
  if (seen.level < bounds.home) {
    const nextMs = delaysMs[at + 1] ?? 0;
    const isHeld = nowMs - seen.uneasyAtMs >= seen.raiseHoldMs;
    if (!isHeld || !sight.isWell || nextMs > RAISE_DELAY_MS) return seen;
    // Where a raise failed, the next ones come one at a time, unless the link shows that it has changed.
    const isCautious = seen.raiseHoldMs > RAISE_HOLD_MS && nextMs > CLEAR_DELAY_MS;
    if (isCautious && nowMs - seen.changedAtMs < seen.raiseHoldMs) return seen;
    const level = levelAt(at + 1);
    return {
      ...seen,
      level,
      cause: level === bounds.home ? 'page' : 'clear',
      raisedAtMs: nowMs,
      raisedFrom: seen.level,
    };
  }
  const isDue = nowMs - seen.idleRaisedAtMs >= seen.idleHoldMs && seen.former === null;
  if (!isDue || !sight.isIdle || !sight.isWell) return seen;
  const fits = (index: number) =>
    (delaysMs[index] ?? 0) <= LOOSE_DELAY_MS && (sight.loads[index] ?? 0) <= IDLE_LOAD;
  const top = LADDER.filter((each, index) => each <= bounds.highest && fits(index)).at(-1);
  if (top === undefined || top <= seen.level) return seen;
  const former = { level: seen.level, cause: seen.cause };
  return { ...seen, level: top, cause: 'idle', former, idleRaisedAtMs: nowMs };
}

function stay(state: LawState): LawStep {
  return { state, effects: [] };
}

function rung(level: QualityLevel): number {
  return LADDER.indexOf(level);
}

function levelAt(index: number): QualityLevel {
  return LADDER[Math.max(0, index)] ?? 9;
}

function within(level: QualityLevel, lowest: QualityLevel, highest: QualityLevel): QualityLevel {
  if (level < lowest) return lowest;
  return level > highest ? highest : level;
}
