import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from 'vitest';
import { FaultBench } from '../support/fault-bench.ts';
import { CHAPTERS, type Chapter } from '../support/fault-chapters.ts';
import { type FaultSite, type FaultyModel, faultyModel } from '../support/fault-sites.ts';
import { runTrial, type Trial } from '../support/fault-trial.ts';

/** Sites that the scenario has to reach: a site that nothing reaches proves nothing. */
const MIN_REACHED = 0.95;

interface Reach {
  readonly chapter: Chapter;
  readonly hits: number;
}

let model: FaultyModel;
/** By site: the chapters that reach it. */
let reached: ReadonlyMap<number, readonly Reach[]>;

beforeAll(async () => {
  model = await faultyModel();
  const found = new Map<number, Reach[]>();
  for (const chapter of CHAPTERS) {
    model.faults.disarm();
    const bench = new FaultBench({ ...chapter.options, guard: model.guard });
    chapter.play(bench, model.faults);
    expect(bench.thrown).toEqual([]);
    model.faults.hits.forEach((hits, site) => {
      found.set(site, [...(found.get(site) ?? []), { chapter, hits }]);
    });
  }
  model.faults.disarm();
  reached = found;
}, 60_000);

const nameOf = ({ place, text }: FaultSite): string => `${place} ${text}`;

describe('a throw anywhere in the verdict path', () => {
  it('is tried at nearly every call there is', () => {
    const missed = model.sites.filter(({ id }) => !reached.has(id)).map(nameOf);
    const share = 1 - missed.length / model.sites.length;
    console.log(`${model.sites.length} sites, ${reached.size} reached`, missed);
    expect(share, `not reached: ${missed.join('; ')}`).toBeGreaterThanOrEqual(MIN_REACHED);
  });

  it('blocks presses, passes releases and protocol, is seen, and a second one latches', () => {
    const failures: string[] = [];
    let reopened = 0;
    let trials = 0;
    const t0 = Date.now();
    for (const site of model.sites) {
      for (const trial of trialsOf(site)) {
        const result = runTrial(model, trial);
        trials++;
        if (result.reopened) reopened++;
        for (const problem of result.problems)
          failures.push(
            `${nameOf(site)} [${trial.chapter.name}, hit ${trial.hit}, ${trial.mode}]: ${problem}`,
          );
      }
    }
    writeFileSync("/tmp/fault/f.json",JSON.stringify(failures,null,1));console.log(trials, reopened, Date.now() - t0);
    expect(failures).toEqual([]);
  }, 300_000);
});

function trialsOf({ id }: FaultSite): readonly Trial[] {
  const chapters = reached.get(id) ?? [];
  return (chapters as Reach[]).slice(0,2).flatMap(({ chapter }) => [
    { chapter, site: id, hit: 1, mode: 'once' as const },
    { chapter, site: id, hit: 1, mode: 'always' as const },
  ]);
}
