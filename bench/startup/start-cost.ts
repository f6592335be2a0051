import type { BrowserName } from '../../test/support/browsers/launch.ts';
import { pause } from '../../test/support/servers/process.ts';
import { ARMS, type Arm, type ArmName, orderOf, startArms } from './arms.ts';
import { type Pair, pairedFigures } from './paired.ts';
import { publishedBuild } from './published-build.ts';
import { MEASURES, type Measure, type Visit, visit } from './visit.ts';

export interface StartLine {
  readonly bench: 'startup';
  readonly browser: BrowserName;
  readonly arm: ArmName;
  readonly measure: Measure;
  readonly loads: number;
  readonly p50Ms: number;
  readonly ratioToNone: number;
  readonly ratio95: readonly [number, number];
  readonly differenceMs: number;
  readonly difference95: readonly [number, number];
}

export interface StartOptions {
  readonly browser: BrowserName;
  /** Loads in each arm. */
  readonly pairs: number;
  /** In each of them the browsers are new. */
  readonly rounds: number;
  readonly url: string;
}

/** One turn: a visit in each arm. */
export type Turn = ReadonlyMap<ArmName, Visit>;

/** A new browser does much of its own at first. */
const CALM_DOWN_MS = 3000;
const WARM_UPS = 2;
/** To end a worker and start it again takes its time: these arms take part in every fourth turn. */
const ASLEEP_EVERY = 4;

/** Loads the page in all arms by turns, and compares each with `none`. */
export async function measureStart({
  browser,
  pairs,
  rounds,
  url,
}: StartOptions): Promise<readonly StartLine[]> {
  // Firefox gives no way to end its event page.
  const names = ARMS.filter((name) => browser === 'chromium' || !name.endsWith('-asleep'));
  const published = await publishedBuild(browser);
  try {
    const turns: Turn[][] = [];
    for (let round = 0; round < rounds; round++) {
      const arms = await startArms(browser, names, published);
      try {
        await pause(CALM_DOWN_MS);
        for (let each = 0; each < WARM_UPS; each++) await takeTurn(arms.all, url);
        const seen: Turn[] = [];
        const count = Math.ceil(pairs / rounds);
        for (let turn = 0; turn < count; turn++) {
          const awake = arms.all.filter(({ isAsleep }) => !isAsleep || turn % ASLEEP_EVERY === 0);
          seen.push(await takeTurn(orderOf(awake, round * count + turn), url));
        }
        turns.push(seen);
      } finally {
        await arms.stop();
      }
    }
    return linesOf(browser, names, turns);
  } finally {
    await published.remove();
  }
}

/** The figures of all arms but `none`, which they are compared with, and its medians. */
export function linesOf(
  browser: BrowserName,
  names: readonly ArmName[],
  rounds: readonly (readonly Turn[])[],
): readonly StartLine[] {
  return MEASURES.flatMap((measure) =>
    names.flatMap((arm) => {
      const pairs = rounds.map((turns) => turns.flatMap((turn) => pairOf(turn, arm, measure)));
      const values = pairs.flat().map(([value]) => value);
      if (values.length === 0) return [];
      const { ratio, ratio95, differenceMs, difference95 } = pairedFigures(pairs);
      return [
        {
          ...({ bench: 'startup', browser, arm, measure } as const),
          loads: values.length,
          p50Ms: rounded(median(values)),
          ratioToNone: rounded(ratio),
          ratio95: [rounded(ratio95[0]), rounded(ratio95[1])] as const,
          differenceMs: rounded(differenceMs),
          difference95: [rounded(difference95[0]), rounded(difference95[1])] as const,
        },
      ];
    }),
  );
}

async function takeTurn(arms: readonly Arm[], url: string): Promise<Turn> {
  const turn = new Map<ArmName, Visit>();
  for (const arm of arms) turn.set(arm.name, await visit(arm, url));
  return turn;
}

function pairOf(turn: Turn, arm: ArmName, measure: Measure): readonly Pair[] {
  const value = turn.get(arm)?.[measure];
  const base = turn.get('none')?.[measure];
  return value === undefined || base === undefined ? [] : [[value, base]];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
