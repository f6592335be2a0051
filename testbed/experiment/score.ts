import { TIME_ALLOWED_MS } from '../users/user-parameters.ts';
import type { ObservedRun } from './observed-run.ts';
import { type ArmName, FIRST_SEED_THAT_COUNTS, type RunPlan } from './plan.ts';
import type { RunResult } from './result.ts';
import { ageMs, matchPresses, type PressFate } from './score/press-fate.ts';
import { ratesOf, secondsInState, seriesOf, sessionOpinion } from './score/session-rates.ts';
import { contactsOf, overshootUm } from './score/stage-harm.ts';
import { closedTime, detectionDelays, isWell, worstTrouble } from './score/trouble-time.ts';
import { unintended } from './score/unintended.ts';

/** A press made this shortly before the end may still be on its way. */
const ON_ITS_WAY_MS = 1000;
/** Only these seeds keep their series. */
const SERIES_SEEDS: readonly number[] = [1, FIRST_SEED_THAT_COUNTS];

/** Judges a run. Definitions: docs/experiments.md. Pure, and total: any log gives a result. */
export function score(observed: ObservedRun): RunResult {
  const run = untilItsEnd(observed);
  const matching = matchPresses(run.presses, run.truth);
  const { fates } = matching;
  const ages = fates.map(ageMs).filter((age) => age !== null);
  const { late, duplicate, givenUp, total } = unintended(fates);
  const contacts = contactsOf(run, matching);
  const blocked = hasGate(run.plan.arm) ? fates.filter((fate) => isBlocked(fate, run.endedAtMs)) : [];
  const legitimate = blocked.filter(({ made }) => isWell(run.troubles, made.madeAtMs));
  const closed = closedTime(run);
  const states = secondsInState(run);
  const rates = ratesOf(run);
  const opinion = sessionOpinion(run.qualities);
  const worst = worstTrouble(run, fates);
  const isDone = run.outcome === 'success';
  const doneMs = isDone ? (run.taskEndsMs.at(-1) ?? run.endedAtMs) : Math.max(TIME_ALLOWED_MS, run.endedAtMs);
  return {
    version: 1,
    ...planOf(run.plan),
    taskSeconds: fine(doneMs / 1000),
    success: isDone && contacts.total === 0,
    eachTaskSeconds: eachTask(run.taskEndsMs),
    actionsMade: fates.length,
    actionsExecuted: ages.length,
    strayExecuted: matching.strays,
    retries: run.retries,
    aborts: run.aborts,
    unintendedExecuted: total,
    lateExecuted: late.length,
    duplicateExecuted: duplicate.length,
    givenUpExecuted: givenUp.length,
    lateInOneTrouble: worst?.late ?? null,
    creditAtTrouble: worst?.credit ?? null,
    limitContacts: contacts.total,
    limitContactsKnowable: contacts.knowable,
    limitContactsLatched: contacts.latched,
    overshootUm: fine(overshootUm(run, matching)),
    oldestExecutedMs: Math.round(ages.reduce((oldest, age) => Math.max(oldest, age), 0)),
    blocked: blocked.length,
    blockedLegitimate: legitimate.length,
    blockedLegitimateRetries: legitimate.filter(({ isRepetition }) => isRepetition).length,
    detectionDelaysMs: detectionDelays(run).map((delay) => (delay === null ? null : Math.round(delay))),
    closedSeconds: fine(closed.troubledMs / 1000),
    closedHealthySeconds: fine(closed.healthyMs / 1000),
    secondsInState:
      states === null
        ? null
        : {
            idle: fine(states.idle),
            stable: fine(states.stable),
            unstable: fine(states.unstable),
            breakdown: fine(states.breakdown),
            recovery: fine(states.recovery),
          },
    unproductiveSeconds: states === null ? null : fine(states.unstable + states.breakdown + states.recovery),
    wireUpBitsPerSecond: Math.round(rates.up),
    wireDownBitsPerSecond: Math.round(rates.down),
    inputBitsPerSecond: Math.round(rates.input),
    supplyBitsPerSecond: rates.supply === null ? null : Math.round(rates.supply),
    networkLateMs: run.networkLateMs,
    qMos: opinion === null ? null : fine(opinion),
    series: SERIES_SEEDS.includes(run.plan.seed) ? seriesOf(run) : null,
  };
}

/** Schedules of networks go on behind the end of a run. */
function untilItsEnd(run: ObservedRun): ObservedRun {
  const isBegun = run.troubles.map(({ fromMs }) => fromMs < run.endedAtMs);
  return {
    ...run,
    troubles: run.troubles.filter((_each, index) => isBegun[index]),
    creditAtTrouble: run.creditAtTrouble.filter((_each, index) => isBegun[index]),
  };
}

function hasGate(arm: ArmName): boolean {
  switch (arm) {
    case 'plain':
    case 'monitor':
      return false;
    case 'detected':
    case 'guarded':
    case 'adaptive':
      return true;
  }
}

function isBlocked({ made, executedAtMs }: PressFate, endedAtMs: number): boolean {
  return executedAtMs === null && made.madeAtMs <= endedAtMs - ON_ITS_WAY_MS;
}

/** Field by field: what else a plan may carry is no part of the result. */
function planOf(plan: RunPlan): RunPlan {
  const { realm, profile, user, arm, seed } = plan;
  const { patienceFactor, retryProbability, heedProbability, congestionControl } = plan;
  return {
    realm,
    profile,
    user,
    arm,
    seed,
    patienceFactor,
    retryProbability,
    heedProbability,
    congestionControl,
  };
}

function eachTask(endsMs: readonly (number | null)[]): readonly (number | null)[] {
  return endsMs.map((endMs, index) => {
    const beganMs = index === 0 ? 0 : (endsMs[index - 1] ?? null);
    return endMs === null || beganMs === null ? null : fine((endMs - beganMs) / 1000);
  });
}

/** Thousandths: more would only make the files longer. */
function fine(value: number): number {
  return Math.round(value * 1000) / 1000;
}
