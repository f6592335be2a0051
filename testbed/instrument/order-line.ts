/** From a command to the motor: the controller's own delay. */
export const LAG_MS = 60;

/** A command and the number of the input that gave it. */
export interface Order<Command> {
  readonly command: Command;
  readonly inputNumber: number;
}

/** Commands on their way to a motor: each is in force LAG_MS after it was given, until the next one. */
export class OrderLine<Command> {
  readonly #waiting: { readonly dueMs: number; readonly order: Order<Command> }[] = [];
  #given: Order<Command>;
  #inForce: Order<Command>;

  constructor(first: Command) {
    this.#given = { command: first, inputNumber: 0 };
    this.#inForce = this.#given;
  }

  /** The latest command, in force or not yet. */
  get given(): Order<Command> {
    return this.#given;
  }

  get inForce(): Order<Command> {
    return this.#inForce;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  give(command: Command, inputNumber: number, nowMs: number): void {
    this.#given = { command, inputNumber };
    this.#waiting.push({ dueMs: nowMs + LAG_MS, order: this.#given });
  }

  /** Lets time pass. */
  advance(nowMs: number): void {
    while ((this.#waiting[0]?.dueMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const due = this.#waiting.shift();
      if (due !== undefined) this.#inForce = due.order;
    }
  }

  /** Replaces everything: the motor was stopped by something harder than a command. */
  cut(command: Command): void {
    this.#waiting.length = 0;
    this.#given = { command, inputNumber: this.#inForce.inputNumber };
    this.#inForce = this.#given;
  }
}
