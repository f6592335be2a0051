import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiveBench, startLiveBench } from '../../testbed/experiment/live/live-bench.ts';
import { type LiveQuality, runLive } from '../../testbed/experiment/live/run-live.ts';
import type { NetworkStep, NetworkWay } from '../../testbed/experiment/network.ts';
import type { ArmName, RunPlan } from '../../testbed/experiment/plan.ts';
import { controlRect } from '../../testbed/instrument/layout.ts';
import type { MadePress, Percept, ScriptedUser, UserStep } from '../../testbed/users/user-input.ts';

const CUT = { fromMs: 1500, untilMs: 5000 } as const;
/** The last press is made this long after the begin; then the user waits to see what all have done. */
const LAST_MS = 6500;
const WAIT_MS = 6000;

/** Turns the focus once before, three times in and once after a cut, whatever happens. */
class Turner implements ScriptedUser {
  readonly presses: MadePress[] = [];
  readonly retries = 0;
  readonly aborts = 0;
  readonly taskEndsMs = [null, null, null];
  readonly focusSeen: number[] = [];
  readonly #due = [500, 3000, 3500, 4000, LAST_MS];
  readonly #focusWanted: number;

  constructor(focusWanted: number) {
    this.#focusWanted = focusWanted;
  }

  step({ pose }: Percept, nowMs: number): UserStep {
    if (pose !== null && this.focusSeen.at(-1) !== pose.focusUm) this.focusSeen.push(pose.focusUm);
    const index = this.presses.length;
    const dueMs = this.#due[index];
    if (dueMs === undefined) {
      const isOver = nowMs >= LAST_MS + WAIT_MS || pose?.focusUm === this.#focusWanted;
      return { inputs: [], wakeAtMs: LAST_MS + WAIT_MS, outcome: isOver ? 'success' : 'working' };
    }
    if (nowMs < dueMs) return { inputs: [], wakeAtMs: dueMs, outcome: 'working' };
    const rect = controlRect('focusUp', 'quad')!;
    const place = { x: rect.x + 6 + 3 * index, y: rect.y + 8 };
    const intent = { intent: index, task: 1, purpose: 'focus-up' } as const;
    this.presses.push({
      ...{ index, madeAtMs: nowMs, releasedAtMs: nowMs, givenUpAtMs: null },
      ...place,
      ...intent,
    });
    return {
      inputs: [
        { type: 'move', ...place },
        { type: 'press', ...place },
        { type: 'release', ...place },
      ],
      wakeAtMs: this.#due[index + 1] ?? LAST_MS + WAIT_MS,
      outcome: 'working',
    };
  }
}

const way: NetworkWay = {
  ...{ rateBitsPerSecond: 20e6, delayMs: 10, jitterMs: 0, queueMs: 200, lossRatio: 0 },
};

function step(atMs: number, cut: NetworkStep['cut']): NetworkStep {
  return { atMs, up: way, down: way, flows: 0, cut };
}

const network = { steps: [step(0, 'none'), step(CUT.fromMs, 'both'), step(CUT.untilMs, 'none')] };

function planOf(arm: ArmName): RunPlan {
  return {
    ...{ realm: 'live', profile: 'fault', user: 'expert', arm, seed: 1 },
    ...{ patienceFactor: 1, retryProbability: null, heedProbability: 0, congestionControl: 'cubic' },
  };
}

describe('a run in real time, of a user who presses in a cut', () => {
  let bench: LiveBench;
  beforeAll(async () => {
    bench = await startLiveBench();
    const { withoutPackets } = bench.server;
    if (withoutPackets !== null) console.log(`over a stream of bytes, without packets: ${withoutPackets}`);
  });
  afterAll(async () => {
    await bench?.stop();
  });

  /** Lets the user work and says how old each press was when the instrument executed it; null: it did not. */
  async function agesOf(arm: ArmName, focusWanted: number) {
    const user = new Turner(focusWanted);
    const quality: LiveQuality[] = [];
    const run = await runLive(planOf(arm), { bench, user, network, onQuality: (how) => quality.push(how) });
    const ages = run.presses.map(({ x, y, madeAtMs }) => {
      const executed = run.truth.find((entry) => {
        if (entry.type !== 'input' || entry.input.kind !== 'press') return false;
        const { event } = entry.input;
        return event.type === 'pointer' && event.x === x && event.y === y;
      });
      return executed === undefined ? null : executed.atMs - madeAtMs;
    });
    console.log(JSON.stringify({ name: `live-run-${arm}`, ages, ...quality[0] }));
    return { run, ages, user };
  }

  test('without RICE the instrument executes all of them, the ones in the cut late, and the user sees it', async () => {
    const { run, ages, user } = await agesOf('plain', 5);
    expect(ages).not.toContain(null);
    expect(Math.max(...ages.slice(1, 4).map((age) => age ?? 0))).toBeGreaterThan(1500);
    // Pictures after the cut show some of the steps at once.
    expect(user.focusSeen.slice(0, 2)).toEqual([0, 1]);
    expect(user.focusSeen.at(-1)).toBe(5);
    expect(run).toMatchObject({ outcome: 'success', closed: [], bins: [] });
    expect(run.troubles).toEqual([{ ...CUT, type: 'cut' }]);
    expect(run.wire.length).toBeGreaterThanOrEqual(5);
    // Nothing of the third and fourth second.
    expect(run.wire.slice(2, 4).map(({ downBytes }) => downBytes)).toEqual([0, 0]);
  });

  test('with RICE none of those made in the cut is executed, and the gate says when it was closed', async () => {
    const { run, ages } = await agesOf('guarded', 1);
    expect(ages[0]).toBeLessThan(1000);
    expect(ages.slice(1, 4)).toEqual([null, null, null]);
    const [closed] = run.closed.filter(({ fromMs }) => fromMs >= CUT.fromMs);
    expect(closed!.fromMs).toBeLessThan(CUT.fromMs + 1500);
    expect(closed!.untilMs).toBeGreaterThan(CUT.untilMs);
    expect(run.alarmsMs.some((atMs) => atMs > CUT.fromMs && atMs < CUT.fromMs + 1500)).toBe(true);
    expect(run.creditAtTrouble[0]).toBeGreaterThan(0);
    expect(run.bins.length).toBeGreaterThan(50);
    expect(run.qualities.length).toBeGreaterThan(3);
  });
});
