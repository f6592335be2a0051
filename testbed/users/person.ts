import type { RunPlan } from '../experiment/plan.ts';
import { type ControlName, controlRect } from '../instrument/layout.ts';
import { Chance } from './chance.ts';
import { Eyes } from './eyes.ts';
import { Hand, type Purpose } from './hand.ts';
import type { Script } from './script.ts';
import type { MadePress } from './user-input.ts';
import {
  AWAY_MS,
  BETWEEN_CLICKS_MS,
  CLICK_MS,
  FIRST_LAG_MS,
  MAX_RETRIES,
  REACTION,
  RETRY_PROBABILITY,
  TEMPERS,
  type Temper,
} from './user-parameters.ts';

/** What all that somebody does is made of: seeing, reacting, waiting for an answer, pressing again, giving up. */
export class Person {
  readonly temper: Temper;
  readonly chance: Chance;
  readonly eyes = new Eyes();
  readonly hand: Hand;
  task: MadePress['task'] = 1;
  /** Drawn once: from seeing damage to letting go of everything. */
  readonly shockMs: number;
  /** From a press to the motion it brought, as seen last. */
  lagMs = FIRST_LAG_MS;
  readonly #patienceFactor: number;
  readonly #retryProbability: number;
  readonly #heedProbability: number;
  /** Of its own: who sees a warning and does not mind it acts as if there were none. */
  readonly #heedChance: Chance;
  #retries = 0;
  #aborts = 0;

  constructor(plan: RunPlan) {
    this.temper = TEMPERS[plan.user];
    // Novice and expert of the same seed are different people.
    this.chance = new Chance(plan.seed * 2 + (plan.user === 'expert' ? 1 : 0));
    this.hand = new Hand(this.eyes, this.chance, this.temper.throughputBitsPerS);
    this.shockMs = this.chance.lognormalMs(REACTION);
    this.#patienceFactor = plan.patienceFactor;
    this.#retryProbability = plan.retryProbability ?? RETRY_PROBABILITY;
    this.#heedProbability = plan.heedProbability;
    this.#heedChance = new Chance(0x4eed_0000 + plan.seed);
  }

  get retries(): number {
    return this.#retries;
  }

  get aborts(): number {
    return this.#aborts;
  }

  purpose(purpose: string, intent = this.hand.newIntent()): Purpose {
    return { intent, task: this.task, purpose };
  }

  *pause(ms: number): Script {
    yield { untilMs: this.eyes.nowMs + ms };
  }

  /** Waits until it is seen. Returns whether it was. */
  *watch(sees: () => boolean, withinMs: number): Script<boolean> {
    yield { untilMs: this.eyes.nowMs + withinMs, sees };
    return sees();
  }

  *react(): Script {
    yield* this.pause(this.chance.lognormalMs(REACTION));
  }

  /** Reacts and thinks about what is seen. */
  *judge(): Script {
    yield* this.react();
    yield* this.pause(this.temper.judgeMs);
  }

  patienceMs(): number {
    return this.#patienceFactor * this.chance.lognormalMs(this.temper.patience);
  }

  /** Who minds warnings waits until this one is gone. */
  *heed(): Script {
    if (!this.eyes.isWarned || !this.#heedChance.is(this.#heedProbability)) return;
    yield { untilMs: Number.POSITIVE_INFINITY, sees: () => !this.eyes.isWarned };
    yield* this.react();
  }

  /** Presses a control at a place of its own and holds it. Returns whether it is there at all. */
  *pressControl(name: ControlName, purpose: Purpose): Script<boolean> {
    const rect = controlRect(name, this.eyes.pose.view);
    if (rect === null) return false;
    yield* this.hand.reach(this.hand.placeIn(rect));
    // What was shown when the hand set out may be gone.
    if (controlRect(name, this.eyes.pose.view) === null) return false;
    this.hand.press(purpose);
    return true;
  }

  /** Presses a control and lets go at once. */
  *click(name: ControlName, purpose: Purpose): Script<boolean> {
    const isShown = yield* this.pressControl(name, purpose);
    if (!isShown) return false;
    yield* this.pause(this.chance.lognormalMs(CLICK_MS));
    this.hand.release();
    return true;
  }

  *betweenClicks(): Script {
    yield* this.pause(this.chance.lognormalMs(BETWEEN_CLICKS_MS));
  }

  /**
   * Does something until it is answered. An action whose answer is not seen in time is repeated or given up, after
   * another look, for a warning may have been waited for; who gives up stays away for a while. `act` is called with the purpose of the first attempt each time, so that repetitions are
   * known as such; what it holds is let go of. Returns whether there was an answer.
   */
  *insist(purpose: Purpose, act: () => Script<boolean>, isAnswered: () => boolean): Script<boolean> {
    for (let tries = 0; ; tries++) {
      yield* this.heed();
      if (tries > 0 && isAnswered()) return true;
      if (tries > 0) this.#retries += 1;
      const isDone = yield* act();
      if (!isDone) return false;
      const isSeen = yield* this.watch(isAnswered, this.patienceMs());
      if (isSeen) return true;
      yield* this.react();
      this.hand.release();
      const again = yield* this.again(tries, [purpose.intent]);
      if (!again) return false;
    }
  }

  /** Nothing was seen to happen: whether it is done again, for the `tries`th time. If not, some time has passed. */
  *again(tries: number, intents: readonly number[]): Script<boolean> {
    if (tries < MAX_RETRIES && this.chance.is(this.#retryProbability)) return true;
    for (const intent of intents) this.hand.giveUp(intent);
    this.#aborts += 1;
    yield* this.pause(this.chance.between(AWAY_MS));
    return false;
  }

  /** An action was made again that is not counted by `insist`. */
  repeated(): void {
    this.#retries += 1;
  }
}
