import { Held } from './held.ts';

/** What was done last, for the line under the tools and for a screen reader. */
export interface Tidings {
  readonly key: string;
  readonly values: readonly string[];
}

/** Something is told for so long. */
const TOLD_FOR_MS = 7_000;

/** Tells what was done last, for a while. */
export class DrawTidings {
  readonly #latest: Held<Tidings | null>;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(onDraw: () => void) {
    this.#latest = new Held<Tidings | null>(null, onDraw);
  }

  get latest(): Tidings | null {
    return this.#latest.value;
  }

  tell(key: string, values: readonly string[]): void {
    this.#latest.value = { key, values };
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#latest.value = null;
    }, TOLD_FOR_MS);
  }

  hush(): void {
    clearTimeout(this.#silence);
    this.#latest.value = null;
  }
}
