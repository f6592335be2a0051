import type { EventQueue } from './event-queue.ts';
import type { Place } from './loop-server.ts';

export interface LoopUserOptions {
  /** Mean pause between seeing an answer and the next action, beside the reaction. */
  readonly pauseMs: number;
  /** Median of how long an action may go unanswered. */
  readonly patienceMs: number;
  /** Probability that an unanswered action is repeated; else the user gives up for a while. */
  readonly retryProbability: number;
  /** Works so long, then thinks for `thinkMs`. */
  readonly workMs: number;
  readonly thinkMs: number;
  readonly beginsAtMs: number;
}

/** Lognormal, as reaction times are: median and spread. Chosen, not measured: the results hinge on the patience. */
const REACTION_MS = 250;
const REACTION_SPREAD = 0.25;
const PATIENCE_SPREAD = 0.4;
/** Time to move back and press again. */
const REPEAT_MS = 120;
const MAX_RETRIES = 5;
/** How long somebody who gave up stays away. */
const ABORT_MIN_MS = 3000;
const ABORT_MAX_MS = 10_000;
/** A picture this near shows the answer. */
const NEAR_PX = 30;

/**
 * A user who works through the picture alone: acts, waits until the delivered picture shows the answer, reacts, acts
 * again. What stays unanswered for longer than the patience is repeated at the same place, or given up.
 */
export class LoopUser {
  readonly #queue: EventQueue;
  readonly #options: LoopUserOptions;
  readonly #random: () => number;
  readonly #click: (place: Place) => void;
  #place: Place = { x: 0, y: 0 };
  #waits = false;
  #retried = 0;
  #workUntilMs = 0;
  #callOff: () => void = () => {};
  #actions = 0;
  #retries = 0;
  #aborts = 0;

  constructor(
    queue: EventQueue,
    options: LoopUserOptions,
    random: () => number,
    click: (place: Place) => void,
  ) {
    this.#queue = queue;
    this.#options = options;
    this.#random = random;
    this.#click = click;
    this.#callOff = queue.at(options.beginsAtMs, () => this.#work());
  }

  /** New actions, repetitions, and times given up. */
  get counts(): { readonly actions: number; readonly retries: number; readonly aborts: number } {
    return { actions: this.#actions, retries: this.#retries, aborts: this.#aborts };
  }

  /** The delivered picture changed at these places. */
  sees(places: readonly Place[]): void {
    if (!this.#waits || !places.some((place) => isNear(place, this.#place))) return;
    this.#waits = false;
    this.#callOff();
    const pauseMs = -Math.log(1 - this.#random()) * this.#options.pauseMs;
    this.#callOff = this.#queue.after(this.#lognormal(REACTION_MS, REACTION_SPREAD) + pauseMs, () =>
      this.#next(),
    );
  }

  #work(): void {
    this.#workUntilMs = this.#queue.nowMs + this.#options.workMs;
    this.#next();
  }

  #next(): void {
    if (this.#queue.nowMs >= this.#workUntilMs) {
      this.#callOff = this.#queue.after(this.#options.thinkMs, () => this.#work());
      return;
    }
    this.#actions += 1;
    this.#retried = 0;
    // Each at a place of its own, so that it is not taken for a repetition.
    this.#place = { x: 20 + ((this.#actions * 97) % 600), y: 20 + ((this.#actions * 61) % 420) };
    this.#act();
  }

  #act(): void {
    this.#waits = true;
    this.#callOff = this.#queue.after(this.#lognormal(this.#options.patienceMs, PATIENCE_SPREAD), () =>
      this.#unanswered(),
    );
    this.#click(this.#place);
  }

  #unanswered(): void {
    if (this.#retried < MAX_RETRIES && this.#random() < this.#options.retryProbability) {
      this.#retried += 1;
      this.#retries += 1;
      this.#callOff = this.#queue.after(REPEAT_MS, () => this.#act());
      return;
    }
    this.#aborts += 1;
    this.#waits = false;
    const awayMs = ABORT_MIN_MS + this.#random() * (ABORT_MAX_MS - ABORT_MIN_MS);
    this.#callOff = this.#queue.after(awayMs, () => this.#work());
  }

  #lognormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
    return median * Math.exp(spread * normal);
  }
}

function isNear(a: Place, b: Place): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= NEAR_PX;
}
