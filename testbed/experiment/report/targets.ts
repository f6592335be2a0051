import type { ProfileName } from '../plan.ts';
import { FEWEST } from './interval.ts';
import { MEASURES } from './measures.ts';
import type { Sample } from './sample.ts';
import { estimateText, numberText, PROFILE_NAMES, table } from './words.ts';

/** undecided: too few runs to say. */
export type TargetVerdict = 'met' | 'missed' | 'undecided' | 'no data';

export interface TargetResult {
  readonly target: string;
  readonly where: string;
  readonly measured: string;
  readonly verdict: TargetVerdict;
}

const TROUBLED: readonly ProfileName[] = ['fault', 'congested-wan', 'capacity-drop'];
/** The paper's four. */
export const HEALTHY: readonly ProfileName[] = ['direct', 'isolated-lan', 'public-lan', 'wan'];
const MOST_UNINTENDED = 0.05;
const MOST_TIME = 1.05;

/** What the project set out to reach, judged by the runs. */
export function judgeTargets(sample: Sample): readonly TargetResult[] {
  return [
    ...TROUBLED.flatMap((profile) => [
      unintendedTarget(sample, profile),
      contactTarget(sample, profile),
      lateTarget(sample, profile),
    ]),
    ...HEALTHY.flatMap((profile) => [timeTarget(sample, profile), legitimateTarget(sample, profile)]),
  ];
}

export function targetTable(sample: Sample): string {
  return table(
    ['target', 'network', 'measured', 'verdict'],
    judgeTargets(sample).map(({ target, where, measured, verdict }) => [
      target,
      where,
      measured,
      verdict === 'missed' ? '**missed**' : verdict,
    ]),
  );
}

function unintendedTarget(sample: Sample, profile: ProfileName): TargetResult {
  const [guarded, plain] = [{ profile, arm: 'guarded' } as const, { profile, arm: 'plain' } as const];
  const pairs = sample.pairs(guarded, plain, MEASURES.unintended.of);
  const ratio = sample.ratio(guarded, plain, MEASURES.unintended.of);
  const sum = (index: 0 | 1): number => pairs.reduce((total, pair) => total + pair[index], 0);
  return {
    target: 'unintended actions executed ≤ 5 % of plain’s',
    where: PROFILE_NAMES[profile],
    measured:
      pairs.length === 0
        ? '–'
        : `${sum(0)} of ${sum(1)} in ${pairs.length} pairs: ${estimateText(ratio, { unit: '%', factor: 100, digits: 1 })} %`,
    // Nothing to prevent is no success.
    verdict: shareVerdict(ratio, MOST_UNINTENDED),
  };
}

function contactTarget(sample: Sample, profile: ProfileName): TargetResult {
  const runs = sample.of({ profile, arm: 'guarded' });
  const sum = (of: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((total, run) => total + of(run), 0);
  const knowable = sum((run) => run.limitContactsKnowable);
  const latched = sum((run) => run.limitContactsLatched);
  return {
    target: 'contacts by a press made when the gate could know: 0',
    where: PROFILE_NAMES[profile],
    measured:
      runs.length === 0
        ? '–'
        : `${knowable} in ${runs.length} runs${knowable === 0 ? ` (less than ${rule(runs.length)} with 95 %)` : ''}; latched before: ${latched}`,
    verdict: noneVerdict(knowable, runs.length),
  };
}

/** What none of so many runs had is no more frequent than this: (1 - share)^runs = 0.05, for many the rule of three. */
function rule(runs: number): string {
  return `${numberText(1 - 0.05 ** (1 / runs), { unit: '', factor: 100, digits: 1 })} % of runs`;
}

function lateTarget(sample: Sample, profile: ProfileName): TargetResult {
  const runs = sample
    .of({ profile, arm: 'guarded' })
    .filter(({ lateInOneTrouble, creditAtTrouble }) => lateInOneTrouble !== null && creditAtTrouble !== null);
  const over = runs.filter((run) => (run.lateInOneTrouble ?? 0) > (run.creditAtTrouble ?? 0));
  const most = runs.reduce((max, run) => Math.max(max, run.lateInOneTrouble ?? 0), 0);
  return {
    target: 'executed more than 1 s late ≤ W for each trouble',
    where: PROFILE_NAMES[profile],
    measured: runs.length === 0 ? '–' : `more in ${over.length} of ${runs.length} runs; at most ${most} late`,
    verdict: noneVerdict(over.length, runs.length),
  };
}

function timeTarget(sample: Sample, profile: ProfileName): TargetResult {
  const ratio = sample.ratio({ profile, arm: 'guarded' }, { profile, arm: 'plain' }, MEASURES.time.of);
  return {
    target: 'task time guarded / plain ≤ 1.05',
    where: PROFILE_NAMES[profile],
    measured:
      ratio === null
        ? '–'
        : `${estimateText(ratio, { unit: '', digits: 3 })}, ${ratio.count} pairs${
            ratio.value <= MOST_TIME && (ratio.high ?? 0) > MOST_TIME ? '; its interval goes beyond' : ''
          }`,
    verdict: shareVerdict(ratio, MOST_TIME),
  };
}

function legitimateTarget(sample: Sample, profile: ProfileName): TargetResult {
  const runs = sample.of({ profile, arm: 'guarded' });
  const blocked = runs.reduce((sum, run) => sum + run.blockedLegitimate, 0);
  const repeats = runs.reduce((sum, run) => sum + run.blockedLegitimateRetries, 0);
  const made = runs.reduce((sum, run) => sum + run.actionsMade, 0);
  return {
    target: 'no legitimate action held back',
    where: PROFILE_NAMES[profile],
    measured:
      runs.length === 0
        ? '–'
        : `${blocked} of ${made} presses in ${runs.length} runs; repetitions among them: ${repeats}`,
    verdict: noneVerdict(blocked, runs.length),
  };
}

function shareVerdict(ratio: ReturnType<Sample['ratio']>, most: number): TargetVerdict {
  if (ratio === null) return 'no data';
  if (ratio.count < FEWEST) return 'undecided';
  return ratio.value <= most ? 'met' : 'missed';
}

/** One is too many, however few the runs. */
function noneVerdict(count: number, runs: number): TargetVerdict {
  if (runs === 0) return 'no data';
  if (count > 0) return 'missed';
  return runs < FEWEST ? 'undecided' : 'met';
}
