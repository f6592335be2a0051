import type { InputKind } from './surroundings.ts';

/** The events from which noVNC of any version makes input. */
const EVENTS: Readonly<Record<InputKind, readonly string[]>> = {
  pointer: [
    'pointerdown',
    'pointermove',
    'pointerup',
    'mousedown',
    'mousemove',
    'mouseup',
    'touchstart',
    'touchmove',
    'touchend',
  ],
  key: ['keydown', 'keyup'],
  wheel: ['wheel'],
};

/**
 * What comes of a key: noVNC's touch keyboard reads these. Made by the page's own process when it handles the key,
 * so they are always young; what counts is the key.
 */
const DERIVED: readonly string[] = ['input', 'compositionend', 'paste'];
/** A derived event follows its key within the same task. */
const SAME_TASK_MS = 20;

/**
 * For how long an event says something about messages. Longer than any delay noVNC has of its own (100 ms for
 * AltGr on Windows, 50 ms for the wheel); what is sent later has another cause: a button of the page, a script.
 */
const MEANINGFUL_MS = 1000;

/** What the ages need of their window; the hook gives what it captured there before the page's first script. */
export interface InputWorld {
  /** In the capture phase. */
  readonly listen: (
    target: EventTarget,
    type: string,
    listener: (event: Event) => void,
    passive: boolean,
  ) => void;
  readonly isTrusted: (event: Event) => boolean;
  readonly timeStampMs: (event: Event) => number;
  readonly performanceNowMs: () => number;
}

/** How late the newest trusted event of a kind was handled, and when. */
class Age {
  lagMs = 0;
  handledAtMs = Number.NEGATIVE_INFINITY;
}

/**
 * The age of input when the page got to see it: a blocked main thread hands out clicks that are seconds old, and
 * what they would do now is not what was meant then. Measured in the capture phase on the window, before the
 * page's own listeners.
 */
export class InputAges {
  readonly #page: InputWorld;
  readonly #pointer = new Age();
  readonly #key = new Age();
  readonly #wheel = new Age();
  readonly #onPointer = (event: Event): void => this.#note(this.#pointer, event);
  readonly #onKey = (event: Event): void => this.#note(this.#key, event);
  readonly #onDerived = (event: Event): void => this.#note(this.#key, event, true);
  readonly #onWheel = (event: Event): void => this.#note(this.#wheel, event);

  constructor(page: InputWorld) {
    this.#page = page;
  }

  /** Listens from now on. May be called again: document.open() removes all listeners of a window. */
  watch(window: EventTarget): void {
    this.#listen(window, EVENTS.pointer, this.#onPointer);
    this.#listen(window, EVENTS.key, this.#onKey);
    this.#listen(window, DERIVED, this.#onDerived);
    this.#listen(window, EVENTS.wheel, this.#onWheel);
  }

  /**
   * Age of the newest event of this kind when it was handled. If there was none lately, of the newest of any
   * kind: a key sent by a button of the page is as old as the click.
   */
  ageMs(kind: InputKind): number | null {
    const nowMs = this.#page.performanceNowMs();
    const age = kind === 'pointer' ? this.#pointer : kind === 'key' ? this.#key : this.#wheel;
    if (nowMs - age.handledAtMs <= MEANINGFUL_MS) return age.lagMs;
    let newest = this.#pointer;
    if (this.#key.handledAtMs > newest.handledAtMs) newest = this.#key;
    if (this.#wheel.handledAtMs > newest.handledAtMs) newest = this.#wheel;
    return nowMs - newest.handledAtMs <= MEANINGFUL_MS ? newest.lagMs : null;
  }

  #listen(window: EventTarget, types: readonly string[], listener: (event: Event) => void): void {
    for (let i = 0; i < types.length; i++) this.#page.listen(window, types[i] ?? '', listener, true);
  }

  #note(age: Age, event: Event, isDerived = false): void {
    if (!this.#page.isTrusted(event)) return;
    const nowMs = this.#page.performanceNowMs();
    if (isDerived && nowMs - age.handledAtMs < SAME_TASK_MS) return;
    const lagMs = nowMs - this.#page.timeStampMs(event);
    age.lagMs = lagMs;
    // The stamp of a touch may be rounded up. Not Math.max: the page may have replaced it.
    if (lagMs < 0) age.lagMs = 0;
    age.handledAtMs = nowMs;
  }
}
