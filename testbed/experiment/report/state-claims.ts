import type { SessionState } from '../../../src/model/session/session-state.ts';
import type { RunResult, RunSeries } from '../result.ts';
import { type Claim, type Judgement, moreVerdict, NOT_TESTABLE } from './claim.ts';
import { meanOf } from './interval.ts';
import type { Sample } from './sample.ts';
import { estimateText, type NumberForm } from './words.ts';

const UNPRODUCTIVE: readonly SessionState[] = ['unstable', 'breakdown'];

/** What section 2.2 and Figure 5 say of demand and supply in the states. */
export const STATE_CLAIMS: readonly Claim[] = [
  {
    source: 'Fig. 5',
    text: 'Demand is higher in Unstable and Breakdown than in Stable',
    judge: (sample) => compare(sample, ({ presses }) => presses, { unit: '/s', digits: 2 }),
    note: 'presses per second, sessions without RICE that were in both',
  },
  {
    source: 'Fig. 5',
    text: 'Supply is higher in Unstable and Breakdown than in Stable',
    judge: (sample) =>
      compare(sample, ({ supplyKbps }) => supplyKbps, { unit: 'Mbit/s', factor: 1e-3, digits: 2 }),
    note: 'cannot be where the path is full: supply ends at its capacity, what grows is the delay (docs/model.md)',
  },
];

/** The difference of the means in both kinds of states, one value a session. */
function compare(sample: Sample, of: (series: RunSeries) => readonly number[], form: NumberForm): Judgement {
  const differences = sample.of({ arm: 'plain' }).flatMap((run) => differenceIn(run, of) ?? []);
  const estimate = meanOf(differences);
  if (estimate === null) return NOT_TESTABLE;
  const text = estimateText(estimate, form);
  const numbers = `difference ${text} ${form.unit} in ${differences.length} sessions`;
  return { verdict: moreVerdict(estimate), numbers };
}

function differenceIn({ series }: RunResult, of: (series: RunSeries) => readonly number[]): number | null {
  if (series === null) return null;
  const values = of(series);
  const mean = (isWanted: (state: SessionState) => boolean): number | null => {
    const wanted = values.filter((_each, second) => {
      const state = series.states[second];
      return state !== undefined && isWanted(state);
    });
    return wanted.length === 0 ? null : wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  };
  const [bad, good] = [mean((state) => UNPRODUCTIVE.includes(state)), mean((state) => state === 'stable')];
  return bad === null || good === null ? null : bad - good;
}
