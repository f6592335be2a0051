import { contains, type Rect } from '../instrument/rect.ts';
import type { Chance } from './chance.ts';
import type { Eyes } from './eyes.ts';
import type { Script } from './script.ts';
import type { MadePress, UserInput } from './user-input.ts';
import { DRAG_MS_PER_100_PX, MOVE_EVERY_MS, REACH_MS, TARGET_PX } from './user-parameters.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a press is for. */
export interface Purpose {
  readonly intent: number;
  readonly task: MadePress['task'];
  readonly purpose: string;
}

/** Presses keep this far from the edge of what is pressed. */
const INSET_PX = 4;
const START: Place = { x: 480, y: 420 };
/** Of places that were pressed before; then there is none left. */
const MAX_TRIES = 10_000;

/** The hand at the mouse: takes its time, and presses no place twice. */
export class Hand {
  readonly #eyes: Eyes;
  readonly #chance: Chance;
  readonly #throughputBitsPerS: number;
  readonly #presses: MadePress[] = [];
  readonly #pressed = new Set<string>();
  #inputs: UserInput[] = [];
  #at = START;
  #intents = 0;

  constructor(eyes: Eyes, chance: Chance, throughputBitsPerS: number) {
    this.#eyes = eyes;
    this.#chance = chance;
    this.#throughputBitsPerS = throughputBitsPerS;
  }

  get presses(): readonly MadePress[] {
    return this.#presses;
  }

  get isDown(): boolean {
    return this.#presses.at(-1)?.releasedAtMs === null;
  }

  /** What the hand did since this was asked last. */
  take(): readonly UserInput[] {
    const inputs = this.#inputs;
    this.#inputs = [];
    return inputs;
  }

  newIntent(): number {
    return this.#intents++;
  }

  /** A place in this rectangle that was never pressed: the nearest if the hand is there, as after a first press. */
  placeIn(rect: Rect): Place {
    if (contains(rect, this.#at.x, this.#at.y)) return this.placeAt(this.#at, rect);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const x = rect.x + INSET_PX + this.#chance.whole(rect.width - 2 * INSET_PX);
      const y = rect.y + INSET_PX + this.#chance.whole(rect.height - 2 * INSET_PX);
      if (!this.#pressed.has(`${x},${y}`)) return { x, y };
    }
    throw new Error('[user] every place there was pressed');
  }

  /** The nearest place to this one, in the rectangle, that was never pressed. */
  placeAt(wanted: Place, rect: Rect): Place {
    let place = { x: Math.round(wanted.x), y: Math.round(wanted.y) };
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (contains(rect, place.x, place.y) && !this.#pressed.has(`${place.x},${place.y}`)) return place;
      const ring = 1 + tries / 20;
      place = {
        x: Math.round(wanted.x + ring * this.#chance.normal()),
        y: Math.round(wanted.y + ring * this.#chance.normal()),
      };
    }
    throw new Error('[user] every place there was pressed');
  }

  /** Moves there. */
  *reach(place: Place): Script {
    const distance = Math.hypot(place.x - this.#at.x, place.y - this.#at.y);
    const bits = Math.log2(distance / TARGET_PX + 1);
    yield* this.#travel(place, REACH_MS + (1000 * bits) / this.#throughputBitsPerS);
  }

  /** Moves there with what is held. */
  *drag(place: Place): Script {
    const distance = Math.hypot(place.x - this.#at.x, place.y - this.#at.y);
    yield* this.#travel(place, REACH_MS + (DRAG_MS_PER_100_PX * distance) / 100);
  }

  /** Presses where it is. */
  press(purpose: Purpose): void {
    const { x, y } = this.#at;
    if (this.isDown) throw new Error('[user] pressed twice without letting go');
    this.#pressed.add(`${x},${y}`);
    this.#inputs.push({ type: 'press', x, y });
    this.#presses.push({
      ...purpose,
      index: this.#presses.length,
      madeAtMs: this.#eyes.nowMs,
      x,
      y,
      releasedAtMs: null,
      givenUpAtMs: null,
    });
  }

  /** Lets go of what is held. */
  release(): void {
    const last = this.#presses.at(-1);
    if (last === undefined || last.releasedAtMs !== null) return;
    this.#inputs.push({ type: 'release', ...this.#at });
    this.#presses[last.index] = { ...last, releasedAtMs: this.#eyes.nowMs };
  }

  /** What this was for is not wanted any more. */
  giveUp(intent: number): void {
    for (const press of this.#presses) {
      if (press.intent !== intent || press.givenUpAtMs !== null) continue;
      this.#presses[press.index] = { ...press, givenUpAtMs: this.#eyes.nowMs };
    }
  }

  *#travel(to: Place, forMs: number): Script {
    const from = this.#at;
    const sinceMs = this.#eyes.nowMs;
    if (from.x === to.x && from.y === to.y) return;
    const steps = Math.max(1, Math.round(forMs / MOVE_EVERY_MS));
    for (let step = 1; step <= steps; step++) {
      yield { untilMs: sinceMs + (forMs * step) / steps };
      const part = step / steps;
      // Minimum jerk: slow, fast, slow.
      const way = part ** 3 * (10 - 15 * part + 6 * part ** 2);
      const x = Math.round(from.x + (to.x - from.x) * way);
      const y = Math.round(from.y + (to.y - from.y) * way);
      if (x === this.#at.x && y === this.#at.y) continue;
      this.#at = { x, y };
      this.#inputs.push({ type: 'move', x, y });
    }
  }
}
