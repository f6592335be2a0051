import { beforeAll, describe, expect, it } from 'vitest';
import { FaultBench } from '../support/fault-bench.ts';
import type { Chapter } from '../support/fault-chapters/shared/chapter.ts';
import { CHAPTERS } from '../support/fault-chapters.ts';
import { type FaultSite, type FaultyModel, faultyModel } from '../support/fault-sites.ts';
import { isWithoutControl, runTrial, type Trial } from '../support/fault-trial.ts';

/**
 * Sites that no scenario reaches, each for its reason: any other one that nothing reaches proves nothing, and fails.
 */
const BEYOND_REACH: readonly string[] = [
  // More than a hundred facts in one call.
  "src/model/guard/logbook.ts facts.push({ type: 'gap', lost: this.#lost })",
  // A tick lets go of what is held before it comes to moves: this is for the day on which it does not.
  'src/model/gate/pointer-gate.ts this.#motion.forget()',
];
/** all: all chapters that reach a site, and its first, middle and last time there: minutes instead of seconds. */
const IS_THOROUGH = process.env['RICE_FAULTS'] === 'all';
/** Any value, as `told`: figures are printed. */
const IS_TOLD = process.env['RICE_FAULTS'] !== undefined;

interface Reach {
  readonly chapter: Chapter;
  readonly hits: number;
  readonly durationMs: number;
}

let model: FaultyModel;
/** By site: the chapters that reach it, the shortest first. */
let reached: ReadonlyMap<number, readonly Reach[]>;

beforeAll(async () => {
  model = await faultyModel();
  const found = new Map<number, Reach[]>();
  for (const chapter of CHAPTERS) {
    model.faults.disarm();
    const bench = new FaultBench({ ...chapter.options, guard: model.guard });
    chapter.play(bench, model.faults);
    expect(bench.thrown, chapter.name).toEqual([]);
    expect(bench.arrivals.filter(isWithoutControl), chapter.name).toEqual([]);
    for (const [site, hits] of model.faults.hits.entries()) {
      if (hits === undefined) continue;
      found.set(site, [...(found.get(site) ?? []), { chapter, hits, durationMs: bench.nowMs }]);
    }
  }
  model.faults.disarm();
  for (const chapters of found.values()) chapters.sort((a, b) => a.durationMs - b.durationMs);
  reached = found;
});

describe('a throw anywhere in the verdict path', () => {
  it('is tried at every call there is, but for those that are known to be out of reach', () => {
    const missed = model.sites.filter(({ id }) => !reached.has(id));
    tell(`${model.sites.length} sites, ${reached.size} reached`);
    const withoutLine = missed.map(({ place, text }) => `${place.replace(/:\d+$/, '')} ${text}`);
    expect(withoutLine.sort(), missed.map(nameOf).join('\n')).toEqual([...BEYOND_REACH].sort());
  });

  it('blocks presses, passes releases and protocol, is seen, and latches at the second time', () => {
    const failed = new Map<string, string>();
    let trials = 0;
    let reopened = 0;
    for (const site of model.sites) {
      for (const trial of trialsOf(site, reached.get(site.id) ?? [])) {
        const result = runTrial(model, trial);
        trials += 1;
        if (result.reopened) reopened += 1;
        if (result.problems.length > 0) failed.set(nameOf(site), told(trial, result.problems));
      }
    }
    const passed = reached.size - failed.size;
    tell(`${passed} of ${reached.size} sites passed in ${trials} trials; ${reopened} reopened`);
    expect([...failed].map((each) => each.join(': '))).toEqual([]);
  });
});

/** The first time in the shortest chapter, once and for good; and in the middle of another one. */
function trialsOf({ id: site }: FaultSite, reaches: readonly Reach[]): readonly Trial[] {
  const places = reaches.flatMap(({ chapter, hits }) =>
    [1, Math.ceil(hits / 2), hits].map((hit) => ({ chapter, site, hit })),
  );
  if (IS_THOROUGH) {
    return places.flatMap((place) => [
      { ...place, mode: 'once' as const },
      { ...place, mode: 'always' as const },
      { ...place, mode: 'unanswered' as const },
    ]);
  }
  const [first, second] = places;
  const other = places[4] ?? second;
  return [
    ...(first === undefined ? [] : [{ ...first, mode: 'always' as const }]),
    ...(first === undefined ? [] : [{ ...first, mode: 'once' as const }]),
    ...(other === undefined || site % 4 !== 0 ? [] : [{ ...other, mode: 'unanswered' as const }]),
  ];
}

function tell(text: string): void {
  if (IS_TOLD) console.info(text);
}

function nameOf({ place, text }: FaultSite): string {
  return `${place} ${text}`;
}

function told({ chapter, hit, mode }: Trial, problems: readonly string[]): string {
  return `${problems.join(', ')} (${chapter.name}, hit ${hit}, ${mode})`;
}
