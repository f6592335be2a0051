import type { PointerPlace, WrittenShown } from '../model/room/content.ts';
import { MAX_PLACE } from '../model/room/content.ts';
import { POINTER_MS } from './pointers.ts';

export interface OwnPointerOptions {
  readonly nowMs: () => number;
  readonly later: (delayMs: number, callback: () => void) => () => void;
  /** A place is due: ask for it. */
  readonly onDue: () => void;
}

/** The own pointer: the newest place alone, ten times a second. */
export class OwnPointer {
  readonly #options: OwnPointerOptions;
  #place: PointerPlace | null = null;
  #isWaiting = false;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(options: OwnPointerOptions) {
    this.#options = options;
  }

  moved(place: PointerPlace | null): void {
    const next = place === null ? null : placeOf(place);
    if (next?.x === this.#place?.x && next?.y === this.#place?.y) return;
    this.#place = next;
    this.#isWaiting = true;
    const { nowMs, later, onDue } = this.#options;
    this.#cancel ??= later(Math.max(0, this.#sentAtMs + POINTER_MS - nowMs()), () => {
      this.#cancel = null;
      onDue();
    });
  }

  /** What is to be shown now; null: nothing new, or too soon. */
  take(): WrittenShown | null {
    const nowMs = this.#options.nowMs();
    if (!this.#isWaiting || nowMs - this.#sentAtMs < POINTER_MS) return null;
    this.#isWaiting = false;
    this.#sentAtMs = nowMs;
    return { type: 'pointer', place: this.#place };
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/** Whole pixels; what is no place at all is none. */
function placeOf({ x, y }: PointerPlace): PointerPlace | null {
  const [wholeX, wholeY] = [Math.round(x), Math.round(y)];
  const isPlace = wholeX >= 0 && wholeX <= MAX_PLACE && wholeY >= 0 && wholeY <= MAX_PLACE;
  return isPlace ? { x: wholeX, y: wholeY } : null;
}
