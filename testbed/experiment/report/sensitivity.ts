import { RETRY_PROBABILITY } from '../../users/user-parameters.ts';
import { PROFILES, type ProfileName, USERS, type UserName } from '../plan.ts';
import { meanOf } from './interval.ts';
import { MEASURES, type Measure } from './measures.ts';
import { type Sample, UNVARIED, type Variation } from './sample.ts';
import { estimateText, PROFILE_NAMES, table, USER_NAMES } from './words.ts';

/** One thing that is varied while the rest stays. */
interface Study {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly variation: Partial<Variation> }[];
}

/** Tables of what the results hold for each thing that was varied. */
export function sensitivity(sample: Sample, all: readonly Variation[]): string {
  const parts = studiesOf(all).flatMap((study) => {
    const rows = PROFILES.flatMap((profile) =>
      USERS.flatMap((user) => {
        const found = study.values.flatMap(({ name, variation }) =>
          rowOf(sample.varied(variation), profile, user, name),
        );
        // A value alone compares with nothing.
        return found.length < 2 ? [] : found;
      }),
    );
    return rows.length === 0 ? [] : [`**${study.name}**\n\n${table(HEAD, rows)}`];
  });
  return parts.length === 0 ? 'Nothing was varied yet.' : parts.join('\n\n');
}

const HEAD = [
  'network, user',
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

/** Of the runs that both arms have. */
function rowOf(
  sample: Sample,
  profile: ProfileName,
  user: UserName,
  name: string,
): readonly (readonly string[])[] {
  const [plain, guarded] = [
    { profile, user, arm: 'plain' } as const,
    { profile, user, arm: 'guarded' } as const,
  ];
  const { retries, unintended, contacts, knowable, time } = MEASURES;
  const pairs = sample.pairs(guarded, plain, unintended.of).length;
  if (pairs === 0) return [];
  const mean = (measure: Measure, arm: 'guarded' | 'plain'): string => {
    const both = sample.pairs(guarded, plain, measure.of);
    return estimateText(
      meanOf(both.map(([first, second]) => (arm === 'guarded' ? first : second))),
      measure.form,
    );
  };
  return [
    [
      `${PROFILE_NAMES[profile]}, ${USER_NAMES[user]}`,
      name,
      `${pairs}`,
      mean(retries, 'plain'),
      mean(unintended, 'plain'),
      mean(unintended, 'guarded'),
      estimateText(sample.ratio(guarded, plain, unintended.of), { unit: '%', factor: 100, digits: 1 }),
      mean(contacts, 'plain'),
      mean(knowable, 'guarded'),
      estimateText(sample.ratio(guarded, plain, time.of), { unit: '', digits: 3 }),
    ],
  ];
}
