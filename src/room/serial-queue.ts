/** Work that must be done in the order in which it came, although each piece waits for WebCrypto. */
export class SerialQueue {
  readonly #capacity: number;
  readonly #onFault: () => void;
  readonly #tasks: (() => Promise<void>)[] = [];
  #isRunning = false;

  /** @param onFault a task threw; the next one goes on */
  constructor(capacity: number, onFault: () => void) {
    this.#capacity = capacity;
    this.#onFault = onFault;
  }

  /** @returns false: too much waits already, and this is left out */
  push(task: () => Promise<void>): boolean {
    if (this.#tasks.length >= this.#capacity) return false;
    this.#tasks.push(task);
    if (!this.#isRunning) void this.#run();
    return true;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      try {
        await task();
      } catch {
        this.#onFault();
      }
    }
    this.#isRunning = false;
  }
}
