import type { Part } from '../ui/stage/stage.ts';

/** A part whose code comes when it is first asked for. What does not come, on a bad network, is asked for again. */
export class LatePart implements Part {
  readonly #load: () => Promise<Part>;
  readonly #onFailed: (error: unknown) => void;
  #part: Part | null = null;
  #isLoading = false;
  #isRemoved = false;

  /** @param load makes the part; it is toggled at once */
  constructor(load: () => Promise<Part>, onFailed: (error: unknown) => void) {
    this.#load = load;
    this.#onFailed = onFailed;
  }

  toggle(): void {
    if (this.#part !== null) {
      this.#part.toggle();
      return;
    }
    if (this.#isLoading || this.#isRemoved) return;
    this.#isLoading = true;
    this.#load()
      .then((part) => this.#came(part), this.#onFailed)
      .finally(() => {
        this.#isLoading = false;
      });
  }

  remove(): void {
    this.#isRemoved = true;
    this.#part?.remove();
  }

  #came(part: Part): void {
    if (this.#isRemoved) {
      part.remove();
      return;
    }
    this.#part = part;
    part.toggle();
  }
}
