import { quantileOf } from '../../../src/model/measure/quantities/quartiles.ts';
import { type ArmName, PROFILES, USERS } from '../plan.ts';
import { signOf } from './interval.ts';
import { MEASURES, type Measure } from './measures.ts';
import type { Cell, Sample } from './sample.ts';
import { ARM_NAMES, estimateText, numberText, PROFILE_NAMES, table, USER_NAMES } from './words.ts';

/** A table per measure: networks and users down, arms across, and what the guard changes. */
export function benefitTables(sample: Sample): string {
  return Object.values<Measure>(MEASURES)
    .map((measure) => `**${measure.name}**\n\n${measureTable(sample, measure)}`)
    .join('\n\n');
}

/** Where RICE costs something: every measure that is surely worse with it, and by how much. */
export function losses(sample: Sample): string {
  const rows = Object.values<Measure>(MEASURES).flatMap((measure) =>
    cellsOf(sample).flatMap((cell) => {
      const [guarded, plain] = [arm(cell, 'guarded'), arm(cell, 'plain')];
      const change = sample.difference(guarded, plain, measure.of);
      const isWorse =
        change !== null && measure.better !== null && signOf(change) === (measure.better === 'less' ? 1 : -1);
      if (!isWorse) return [];
      return [
        [
          measure.name,
          nameOf(cell),
          estimateText(sample.mean(plain, measure.of), measure.form),
          estimateText(sample.mean(guarded, measure.of), measure.form),
          estimateText(change, measure.form),
        ],
      ];
    }),
  );
  if (rows.length === 0) return 'No measure is surely worse with the guard than without it.';
  return table(['measure', 'network, user', 'plain', 'guarded', 'difference'], rows);
}

/** How soon a trouble was noticed, over all troubles of all runs. */
export function detectionTable(sample: Sample): string {
  const rows = PROFILES.flatMap((profile) =>
    sample.arms.flatMap((each) => {
      const delays = sample.of({ profile, arm: each }).flatMap(({ detectionDelaysMs }) => detectionDelaysMs);
      const seen = delays.filter((delay) => delay !== null).sort((a, b) => a - b);
      if (delays.length === 0 || each === 'plain') return [];
      const at = (part: number): string => {
        const delay = quantileOf(seen, part);
        return delay === null ? '–' : `${delay.toFixed(0)} ms`;
      };
      const missed = delays.length - seen.length;
      return [
        [PROFILE_NAMES[profile], ARM_NAMES[each], `${delays.length}`, at(0.5), at(0.95), at(1), `${missed}`],
      ];
    }),
  );
  if (rows.length === 0) return 'No trouble was in these runs.';
  return table(['network', 'arm', 'troubles', 'median', '95 %', 'largest', 'no alarm'], rows);
}

/** Presses held back for no reason: how many of them repeat another one. */
export function blockedTable(sample: Sample): string {
  const rows = PROFILES.flatMap((profile) =>
    (['detected', 'guarded', 'adaptive'] as const).flatMap((each) => {
      const runs = sample.of({ profile, arm: each });
      if (runs.length === 0) return [];
      const sum = (of: (run: (typeof runs)[number]) => number): string =>
        numberText(
          runs.reduce((total, run) => total + of(run), 0),
          { unit: '', digits: 0 },
        );
      return [
        [
          PROFILE_NAMES[profile],
          ARM_NAMES[each],
          `${runs.length}`,
          sum((run) => run.actionsMade),
          sum((run) => run.blocked),
          sum((run) => run.blockedLegitimate),
          sum((run) => run.blockedLegitimateRetries),
        ],
      ];
    }),
  );
  if (rows.length === 0) return 'There is no run with a gate.';
  return table(
    ['network', 'arm', 'runs', 'presses made', 'held back', 'of those legitimate', 'of those repetitions'],
    rows,
  );
}

function measureTable(sample: Sample, { of, form }: Measure): string {
  const rows = cellsOf(sample).map((cell) => [
    PROFILE_NAMES[cell.profile],
    USER_NAMES[cell.user],
    ...sample.arms.map((each) => estimateText(sample.mean(arm(cell, each), of), form)),
    estimateText(sample.difference(arm(cell, 'guarded'), arm(cell, 'plain'), of), form),
  ]);
  return table(['network', 'user', ...sample.arms.map((each) => ARM_NAMES[each]), 'guarded − plain'], rows);
}

type NamedCell = Required<Pick<Cell, 'profile' | 'user'>>;

/** Networks and users that have runs. */
function cellsOf(sample: Sample): readonly NamedCell[] {
  return PROFILES.flatMap((profile) =>
    USERS.map((user): NamedCell => ({ profile, user })).filter((cell) => sample.of(cell).length > 0),
  );
}

function arm(cell: NamedCell, name: ArmName): Cell {
  return { ...cell, arm: name };
}

function nameOf({ profile, user }: NamedCell): string {
  return `${PROFILE_NAMES[profile]}, ${USER_NAMES[user]}`;
}
