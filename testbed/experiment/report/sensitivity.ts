import { RETRY_PROBABILITY } from '../../users/user-parameters.ts';
import { PROFILES, type ProfileName } from '../plan.ts';
import type { Estimate } from './interval.ts';
import { MEASURES, type Measure } from './measures.ts';
import { type Sample, UNVARIED, type Variation } from './sample.ts';
import { estimateText, PROFILE_NAMES, table } from './words.ts';

/** One thing that is varied while the rest stays. */
interface Study {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly variation: Partial<Variation> }[];
}

/** Tables of what the results hold for each thing that was varied. */
export function sensitivity(sample: Sample, all: readonly Variation[]): string {
  const parts = studiesOf(all).flatMap((study) => {
    const rows = PROFILES.flatMap((profile) =>
      study.values.flatMap(({ name, variation }) => rowOf(sample.varied(variation), profile, name)),
    );
    if (study.values.length < 2 || rows.length === 0) return [];
    return [`**${study.name}**\n\n${table(HEAD, rows)}`];
  });
  return parts.length === 0 ? 'Nothing was varied yet.' : parts.join('\n\n');
}

const HEAD = [
  'network',
  'value',
  'pairs',
  'repetitions, plain',
  'unintended, plain',
  'unintended, guarded',
  'guarded / plain, %',
  'contacts, plain',
  'knowable contacts, guarded',
  'task time, guarded / plain',
];

function studiesOf(all: readonly Variation[]): readonly Study[] {
  const alone = (name: keyof Variation) =>
    all.filter((each) =>
      (['patienceFactor', 'retryProbability', 'heedProbability', 'congestionControl'] as const).every(
        (other) => other === name || each[other] === UNVARIED[other],
      ),
    );
  const numbers = (
    name: string,
    key: 'patienceFactor' | 'retryProbability' | 'heedProbability',
    usual: number,
  ): Study => ({
    name,
    values: [...new Set(alone(key).map((each) => each[key]))]
      .sort((a, b) => (a ?? usual) - (b ?? usual))
      .map((value) => ({ name: `${value ?? usual}`, variation: { [key]: value } })),
  });
  return [
    numbers('Patience, as a factor', 'patienceFactor', 1),
    numbers('Probability that an unanswered action is repeated', 'retryProbability', RETRY_PROBABILITY),
    numbers('Probability that a warned user waits', 'heedProbability', UNVARIED.heedProbability),
    {
      name: 'Congestion control',
      values: [...new Set(alone('congestionControl').map((each) => each.congestionControl))]
        .sort()
        .reverse()
        .map((value) => ({ name: value, variation: { congestionControl: value } })),
    },
  ];
}

/** Both users together, in the runs that both arms have. */
function rowOf(sample: Sample, profile: ProfileName, name: string): readonly (readonly string[])[] {
  const [plain, guarded] = [{ profile, arm: 'plain' } as const, { profile, arm: 'guarded' } as const];
  const pairs = sample.pairs(guarded, plain, MEASURES.unintended.of).length;
  if (pairs === 0) return [];
  const show = (estimate: Estimate | null, measure: Measure): string => estimateText(estimate, measure.form);
  const { retries, unintended, contacts, knowable, time } = MEASURES;
  return [
    [
      PROFILE_NAMES[profile],
      name,
      `${pairs}`,
      show(sample.mean(plain, retries.of), retries),
      show(sample.mean(plain, unintended.of), unintended),
      show(sample.mean(guarded, unintended.of), unintended),
      estimateText(sample.ratio(guarded, plain, unintended.of), { unit: '%', factor: 100, digits: 1 }),
      show(sample.mean(plain, contacts.of), contacts),
      show(sample.mean(guarded, knowable.of), knowable),
      estimateText(sample.ratio(guarded, plain, time.of), { unit: '', digits: 3 }),
    ],
  ];
}
