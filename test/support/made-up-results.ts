import {
  type ArmName,
  armsOf,
  PROFILES,
  type ProfileName,
  type RunPlan,
  USERS,
} from '../../testbed/experiment/plan.ts';
import type { RunResult } from '../../testbed/experiment/result.ts';
import { planOf } from './observed-run-of.ts';
import { randomFrom } from './random-from.ts';
import { resultOf } from './result-of.ts';

const TROUBLED: readonly ProfileName[] = ['congested-wan', 'capacity-drop', 'fault'];

/** Results of an invented grid in which every target is met and the gate does what it should. */
export function madeUpResults(seeds: number, change: (result: RunResult) => Partial<RunResult> = () => ({})) {
  return PROFILES.flatMap((profile) =>
    USERS.flatMap((user) =>
      armsOf('virtual').flatMap((arm) =>
        Array.from({ length: seeds }, (_each, index) => {
          const result = madeUp(planOf({ profile, user, arm, seed: index + 1 }));
          return { ...result, ...change(result) };
        }),
      ),
    ),
  );
}

function madeUp(plan: RunPlan): RunResult {
  const { profile, user, arm, seed } = plan;
  // The same for all arms of a pair.
  const random = randomFrom(seed * 100 + PROFILES.indexOf(profile) * 10 + USERS.indexOf(user));
  const isTroubled = TROUBLED.includes(profile);
  const worse = PROFILES.indexOf(profile);
  const harm = isTroubled ? harmOf(arm, 4 + Math.floor(8 * random())) : 0;
  const taskSeconds = 20 + 5 * random() + (isTroubled ? 8 * random() : 0);
  const upKbps = Array.from({ length: 25 }, () => 20 + 60 * worse * random());
  return resultOf({
    ...plan,
    taskSeconds,
    eachTaskSeconds: [taskSeconds / 2, taskSeconds / 4, taskSeconds / 4],
    actionsMade: 20 + harm,
    actionsExecuted: 20 + harm,
    retries: harm,
    unintendedExecuted: harm,
    lateExecuted: harm,
    lateInOneTrouble: isTroubled ? harm : null,
    creditAtTrouble: isTroubled && arm === 'guarded' ? 8 : null,
    limitContacts: harm > 6 ? 1 : 0,
    oldestExecutedMs: 40 + 1000 * harm,
    detectionDelaysMs: isTroubled && arm !== 'plain' ? [250 + 150 * random(), null] : [],
    unproductiveSeconds: isTroubled ? 8 : 0,
    wireUpBitsPerSecond: 50_000 + 100_000 * worse,
    inputBitsPerSecond: 1500,
    wireDownBitsPerSecond: 4e6,
    networkLateMs: null,
    supplyBitsPerSecond: 3.8e6,
    qMos: (user === 'novice' ? 5 : 4.95) - 0.2 * worse * (0.9 + 0.2 * random()),
    series: seed === 1 ? seriesOf(upKbps) : null,
  });
}

function harmOf(arm: ArmName, plain: number): number {
  switch (arm) {
    case 'plain':
      return plain;
    case 'monitor':
      return plain - 1;
    case 'detected':
      return 1;
    case 'guarded':
    case 'adaptive':
      return 0;
  }
}

function seriesOf(upKbps: readonly number[]): RunResult['series'] {
  return {
    upKbps,
    downKbps: upKbps.map((kbps) => 50 * kbps),
    inputKbps: upKbps.map((kbps) => kbps / 40),
    presses: upKbps.map((_each, second) => second % 3),
    supplyKbps: upKbps.map((kbps) => 45 * kbps),
    states: upKbps.map((_each, second) => (second < 8 ? 'stable' : second < 14 ? 'unstable' : 'breakdown')),
  };
}
