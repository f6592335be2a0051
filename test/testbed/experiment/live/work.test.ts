import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RearmOffer, View } from '../../../../testbed/experiment/live/percept-view.ts';
import { letWork } from '../../../../testbed/experiment/live/work.ts';
import type { Percept, ScriptedUser, UserInput, UserStep } from '../../../../testbed/users/user-input.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A user who does what the test says at each step. */
class Puppet implements ScriptedUser {
  readonly presses = [];
  readonly retries = 0;
  readonly aborts = 0;
  readonly taskEndsMs = [null, null, null];
  readonly seen: { readonly percept: Percept; readonly nowMs: number }[] = [];
  readonly #next: (nowMs: number) => UserStep;

  constructor(next: (nowMs: number) => UserStep) {
    this.#next = next;
  }

  step(percept: Percept, nowMs: number): UserStep {
    this.seen.push({ percept, nowMs });
    return this.#next(nowMs);
  }
}

class Rig {
  view: { now: View } = { now: { pose: null, isWarned: false, rearm: null } };
  readonly done: UserInput[] = [];
  readonly rearmed: { readonly at: RearmOffer; readonly nowMs: number }[] = [];
  isDown = false;
  sight = (): void => {};
  readonly #beganMs = performance.now();

  get nowMs(): number {
    return performance.now() - this.#beganMs;
  }

  work(user: ScriptedUser): Promise<string> {
    const rig = this;
    return letWork({
      user,
      view: this.view,
      hand: {
        do: (inputs) => void this.done.push(...inputs),
        rearm: (at) => void this.rearmed.push({ at, nowMs: this.nowMs }),
        get isDown() {
          return rig.isDown;
        },
      },
      clockMs: () => this.nowMs,
      onSight: (listener) => {
        this.sight = listener;
      },
    });
  }
}

const press: UserInput = { type: 'press', x: 5, y: 6 };

describe('a user at work in real time', () => {
  test('is asked when it wants to be, and at once when there is something new to see', async () => {
    const rig = new Rig();
    const user = new Puppet((nowMs) => ({
      inputs: nowMs === 300 ? [press] : [],
      wakeAtMs: nowMs < 300 ? 300 : 5000,
      outcome: 'working',
    }));
    void rig.work(user);
    await vi.advanceTimersByTimeAsync(100);
    rig.view.now = { pose: null, isWarned: true, rearm: null };
    rig.sight();
    await vi.advanceTimersByTimeAsync(200);
    expect(user.seen.map(({ nowMs }) => nowMs)).toEqual([0, 100, 300]);
    expect(user.seen.map(({ percept }) => percept.isWarned)).toEqual([false, true, true]);
    expect(rig.done).toEqual([press]);
  });

  test('is over with the first outcome, and not asked again', async () => {
    const rig = new Rig();
    const user = new Puppet((nowMs) => ({
      inputs: [press],
      wakeAtMs: 200,
      outcome: nowMs < 200 ? 'working' : 'success',
    }));
    const outcome = rig.work(user);
    await vi.advanceTimersByTimeAsync(200);
    rig.sight();
    await vi.advanceTimersByTimeAsync(3000);
    expect(await outcome).toBe('success');
    expect(user.seen).toHaveLength(2);
    expect(rig.done).toHaveLength(2);
  });

  test('a user that throws ends the run with the error', async () => {
    const user = new Puppet(() => {
      throw new Error('no idea');
    });
    await expect(new Rig().work(user)).rejects.toThrow('no idea');
  });

  test('hazardous functions are armed again some time after it is offered, never while something is held', async () => {
    const rig = new Rig();
    const user = new Puppet((nowMs) => ({ inputs: [], wakeAtMs: nowMs + 50, outcome: 'working' }));
    void rig.work(user);
    rig.isDown = true;
    rig.view.now = { pose: null, isWarned: false, rearm: { x: 7, y: 8 } };
    await vi.advanceTimersByTimeAsync(2000);
    expect(rig.rearmed).toEqual([]);
    rig.isDown = false;
    await vi.advanceTimersByTimeAsync(50);
    expect(rig.rearmed).toHaveLength(1);
    rig.view.now = { pose: null, isWarned: false, rearm: null };
    await vi.advanceTimersByTimeAsync(3000);
    expect(rig.rearmed).toHaveLength(1);
  });
});
