import type { RunPlan } from '../experiment/plan.ts';
import type { InstrumentSetup } from '../instrument/instrument-setup.ts';
import { Person } from './person.ts';
import type { Script, Wait } from './script.ts';
import { tasksOf } from './tasks.ts';
import type { MadePress, Percept, ScriptedUser, UserOutcome, UserStep } from './user-input.ts';
import { BETWEEN_TASKS_MS, FIRST_LOOK_MS, TIME_ALLOWED_MS } from './user-parameters.ts';

/**
 * A novice or an expert at work: sees the delivered picture, moves the mouse, and nothing else. Time is an argument,
 * and the same seed and percepts give the same inputs.
 *
 * @example
 * const user = new Worker(plan, setupOf(plan.seed));
 * const { inputs, wakeAtMs, outcome } = user.step({ pose, isWarned: false }, nowMs);
 */
export class Worker implements ScriptedUser {
  readonly #person: Person;
  readonly #script: Script;
  readonly #taskEndsMs: (number | null)[] = [null, null, null];
  #wait: Wait | null = null;
  #outcome: UserOutcome = 'working';
  #endsAtMs = Number.POSITIVE_INFINITY;
  /** When damage has sunk in. */
  #stopsAtMs = Number.POSITIVE_INFINITY;

  constructor(plan: RunPlan, setup: InstrumentSetup) {
    this.#person = new Person(plan);
    this.#script = this.#work(plan, setup);
  }

  get presses(): readonly MadePress[] {
    return this.#person.hand.presses;
  }

  get retries(): number {
    return this.#person.retries;
  }

  get aborts(): number {
    return this.#person.aborts;
  }

  get taskEndsMs(): readonly (number | null)[] {
    return this.#taskEndsMs;
  }

  step(percept: Percept, nowMs: number): UserStep {
    const { eyes, hand } = this.#person;
    const isFirst = !eyes.isOpen && percept.pose !== null;
    eyes.look(percept, nowMs);
    if (isFirst) this.#endsAtMs = nowMs + TIME_ALLOWED_MS;
    // Before the first picture there is nothing to do.
    if (!eyes.isOpen || this.#outcome !== 'working') return this.#step();
    if (eyes.pose.hasContact) this.#stopsAtMs = Math.min(this.#stopsAtMs, nowMs + this.#person.shockMs);
    if (nowMs >= Math.min(this.#endsAtMs, this.#stopsAtMs)) {
      hand.release();
      this.#outcome = 'gave-up';
      return this.#step();
    }
    while (this.#wait === null || nowMs >= this.#wait.untilMs || this.#wait.sees?.() === true) {
      const next = this.#script.next();
      if (next.done === true) {
        this.#outcome = 'success';
        break;
      }
      this.#wait = next.value;
    }
    return this.#step();
  }

  #step(): UserStep {
    const wakeAtMs =
      this.#outcome === 'working'
        ? Math.min(this.#wait?.untilMs ?? Number.POSITIVE_INFINITY, this.#endsAtMs, this.#stopsAtMs)
        : Number.POSITIVE_INFINITY;
    return { inputs: this.#person.hand.take(), wakeAtMs, outcome: this.#outcome };
  }

  *#work(plan: RunPlan, setup: InstrumentSetup): Script {
    const person = this.#person;
    yield* person.pause(person.chance.between(FIRST_LOOK_MS));
    for (const [index, task] of tasksOf(plan.user, setup).entries()) {
      if (index > 0) yield* person.pause(person.chance.between(BETWEEN_TASKS_MS));
      person.task = index === 0 ? 1 : index === 1 ? 2 : 3;
      yield* task(person);
      this.#taskEndsMs[index] = person.eyes.nowMs;
    }
  }
}
