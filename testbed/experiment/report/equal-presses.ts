import { ratioOf } from './interval.ts';
import { MEASURES } from './measures.ts';
import type { Cell, Sample } from './sample.ts';
import { HEALTHY } from './targets.ts';
import { estimateText, PROFILE_NAMES, table } from './words.ts';

const RATIO = { unit: '', digits: 3 };

/**
 * Task time guarded / plain, of all pairs and of those whose users made as many presses in both arms. In real time an
 * answer that comes a picture later sends a user another way to the same end, some presses longer or shorter; what the
 * gate itself costs shows where they went the same way. Chosen by what happened: it cannot show presses that the gate
 * makes necessary, hence both columns.
 */
export function equalPressesTable(sample: Sample): string {
  const head = ['network', 'pairs', 'task time guarded / plain', 'of them with as many presses', 'task time'];
  const rows = HEALTHY.map((profile) => {
    const [guarded, plain] = [{ profile, arm: 'guarded' } as const, { profile, arm: 'plain' } as const];
    const all = sample.pairs(guarded, plain, MEASURES.time.of);
    const same = equalPresses(sample, guarded, plain);
    const ratio = (pairs: typeof all): string => estimateText(ratioOf(pairs), RATIO);
    return [PROFILE_NAMES[profile], `${all.length}`, ratio(all), `${same.length}`, ratio(same)];
  });
  return table(head, rows);
}

/** Task times of the pairs with as many presses. Both readings are there in every run, so pairs stand in one order. */
function equalPresses(sample: Sample, cell: Cell, other: Cell): readonly (readonly [number, number])[] {
  const presses = sample.pairs(cell, other, MEASURES.made.of);
  return sample.pairs(cell, other, MEASURES.time.of).filter((_times, index) => {
    const [made, than] = presses[index] ?? [];
    return made === than;
  });
}
