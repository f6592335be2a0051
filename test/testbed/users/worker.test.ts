import { describe, expect, it } from 'vitest';
import type { UserName } from '../../../testbed/experiment/plan.ts';
import { type ControlName, controlRect, livePanel } from '../../../testbed/instrument/layout.ts';
import { contains } from '../../../testbed/instrument/rect.ts';
import type { MadePress } from '../../../testbed/users/user-input.ts';
import { MAX_RETRIES, TIME_ALLOWED_MS } from '../../../testbed/users/user-parameters.ts';
import { PLAN, type Played, play } from './perfect-bench.ts';

const USERS: readonly UserName[] = ['novice', 'expert'];
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const CUT_MS = 6000;

/** The control that a purpose is about; null: the picture. */
const CONTROLS: Readonly<Record<string, ControlName | null>> = {
  'x-up': 'jogRight',
  'x-down': 'jogLeft',
  'y-up': 'jogDown',
  'y-down': 'jogUp',
  'z-up': 'zUp',
  'z-down': 'zDown',
  'focus-up': 'focusUp',
  'focus-down': 'focusDown',
  'beam-up': 'beamUp',
  'beam-down': 'beamDown',
  'view-toggle': 'viewToggle',
  acquire: 'acquire',
  click: null,
  drag: null,
};

const everyone = USERS.flatMap((user) => SEEDS.map((seed) => play({ ...PLAN, user, seed })));
const presses = ({ user }: Played): readonly MadePress[] => user.presses;

function byIntent(made: readonly MadePress[]): readonly (readonly MadePress[])[] {
  const intents = [...new Set(made.map(({ intent }) => intent))];
  return intents.map((intent) => made.filter((press) => press.intent === intent));
}

/** Played with a link that is cut before anything is done. */
const inTheDark = (retryProbability: number | null, seeds: number): readonly Played[] =>
  USERS.flatMap((user) =>
    SEEDS.slice(0, seeds).map((seed) =>
      play({ ...PLAN, user, seed, retryProbability }, { passes: () => false }),
    ),
  );

describe('a scripted user without a network', () => {
  it('finishes all three tasks, as fast as the parameters say, and damages nothing', () => {
    for (const { outcome, user, instrument } of everyone) {
      expect(outcome).toBe('success');
      expect(user.taskEndsMs).toEqual([...user.taskEndsMs].sort((a, b) => (a ?? 0) - (b ?? 0)));
      expect(user.taskEndsMs).not.toContain(null);
      expect(instrument.truth.some(({ type }) => type === 'contact')).toBe(false);
    }
    for (const user of USERS) {
      const ends = everyone.filter((each) => isOf(each, user));
      const median = medianOf(ends.map(({ endedAtMs }) => endedAtMs));
      expect(median).toBeGreaterThan(14_000);
      expect(median).toBeLessThan(22_000);
    }
  });

  it('repeats nothing and gives nothing up, for everything is answered', () => {
    for (const { user } of everyone) expect([user.retries, user.aborts]).toEqual([0, 0]);
  });

  it('does the same under the same seed, and something else under another', () => {
    for (const user of USERS) {
      expect(play({ ...PLAN, user, seed: 7 }).inputs).toEqual(play({ ...PLAN, user, seed: 7 }).inputs);
      expect(play({ ...PLAN, user, seed: 7 }).inputs).not.toEqual(play({ ...PLAN, user, seed: 8 }).inputs);
    }
  });

  it('presses and lets go in turn, and lets go in the end', () => {
    for (const { inputs } of everyone) {
      const edges = inputs.map(({ input }) => input.type).filter((type) => type !== 'move');
      expect(edges.every((type, index) => type === (index % 2 === 0 ? 'press' : 'release'))).toBe(true);
      expect(edges.length % 2).toBe(0);
    }
  });

  it('presses no place twice', () => {
    for (const each of [...everyone, ...inTheDark(1, 20)]) {
      const places = presses(each).map(({ x, y }) => `${x},${y}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('presses only what is shown, and what it means to press', () => {
    for (const each of everyone) {
      const edges = each.inputs.filter(({ input }) => input.type === 'press');
      for (const [index, press] of presses(each).entries()) {
        const { view } = edges[index]!.pose;
        const control = CONTROLS[press.purpose];
        const rect = control === null ? livePanel(view) : controlRect(control!, view);
        expect(rect !== null && contains(rect, press.x, press.y)).toBe(true);
      }
    }
  });

  it('makes an action of each intent, and never one of an intent that was answered', () => {
    for (const each of everyone) for (const of of byIntent(presses(each))) expect(of.length).toBe(1);
  });
});

describe('a scripted user who gets no answer', () => {
  it('repeats with the probability of the parameters, and at most so often', () => {
    const intents = inTheDark(null, 100).flatMap((each) => byIntent(presses(each)));
    for (const of of intents) expect(of.length).toBeLessThanOrEqual(1 + MAX_RETRIES);
    // An intent at which the time was over does not say how it would have ended.
    const over = intents.filter((of) => of[0]!.givenUpAtMs !== null);
    const chances = over.reduce((sum, of) => sum + Math.min(of.length, MAX_RETRIES), 0);
    const repeated = over.reduce((sum, of) => sum + of.length - 1, 0);
    expect(over.length).toBeGreaterThan(200);
    expect(repeated / chances).toBeGreaterThan(0.63);
    expect(repeated / chances).toBeLessThan(0.74);
  });

  it('gives up at once when nothing is ever repeated, and stays away for 3 to 10 s', () => {
    for (const { user, endedAtMs } of inTheDark(0, 50)) {
      expect(user.retries).toBe(0);
      expect(user.aborts).toBeGreaterThan(2);
      for (const [index, press] of user.presses.entries()) {
        const next = user.presses[index + 1];
        if (press.givenUpAtMs === null || next === undefined) continue;
        expect(next.madeAtMs - press.givenUpAtMs).toBeGreaterThan(3000);
        expect(next.madeAtMs - press.givenUpAtMs).toBeLessThan(12_500);
      }
      expect(endedAtMs).toBe(TIME_ALLOWED_MS);
    }
  });

  it('waits for as long as its patience', () => {
    // A held button is let go of after reaction and patience.
    const held = (patienceFactor: number): number => {
      const times = SEEDS.map((seed) => {
        const plan = { ...PLAN, user: 'expert', seed, patienceFactor } as const;
        const [first] = presses(play(plan, { passes: () => false }));
        return first!.releasedAtMs! - first!.madeAtMs;
      });
      return medianOf(times);
    };
    expect(held(1)).toBeGreaterThan(850);
    expect(held(1)).toBeLessThan(1050);
    expect(held(3)).toBeGreaterThan(2100);
  });

  it('lets go of a held jog when the picture freezes', () => {
    for (const seed of SEEDS.slice(0, 50)) {
      let frozenAtMs = Number.POSITIVE_INFINITY;
      const each = play(
        { ...PLAN, seed },
        {
          shows: (pose, nowMs) => {
            if (pose.zUm > 5 && frozenAtMs === Number.POSITIVE_INFINITY) frozenAtMs = nowMs;
            return nowMs < frozenAtMs || nowMs > frozenAtMs + CUT_MS;
          },
        },
      );
      const first = presses(each)[0]!;
      expect(first.releasedAtMs! - frozenAtMs).toBeGreaterThan(200);
      expect(first.releasedAtMs! - frozenAtMs).toBeLessThan(4000);
    }
  });

  it('stops when the pole piece was touched', () => {
    const results = SEEDS.map((seed) =>
      play({ ...PLAN, seed }, { passes: (input, nowMs) => input.type !== 'release' || nowMs > 15_000 }),
    );
    const touched = results.filter(({ instrument }) =>
      instrument.truth.some(({ type }) => type === 'contact'),
    );
    expect(touched.length).toBeGreaterThan(100);
    for (const { outcome, endedAtMs } of touched) {
      expect(outcome).toBe('gave-up');
      expect(endedAtMs).toBeLessThan(15_000);
    }
  });
});

describe('a scripted user who is warned', () => {
  const isWarned = (nowMs: number): boolean => nowMs > 4000 && nowMs < 12_000;
  const during = (heedProbability: number): number =>
    SEEDS.slice(0, 50)
      .flatMap((seed) => presses(play({ ...PLAN, seed, heedProbability }, { isWarned })))
      .filter(({ madeAtMs }) => madeAtMs > 4500 && madeAtMs < 12_000).length;

  it('goes on working where nobody minds warnings, and waits where everybody does', () => {
    expect(during(0)).toBeGreaterThan(150);
    expect(during(1)).toBe(0);
  });
});

function isOf({ user }: Played, name: UserName): boolean {
  return user.presses.some(({ purpose }) => purpose.startsWith('z')) === (name === 'expert');
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
