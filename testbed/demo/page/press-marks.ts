import type { InputEntry } from '../../instrument/input-log.ts';
import { SCREEN_WIDTH_PX } from '../../instrument/layout.ts';

interface Mark {
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly timeMs: number;
}

/** Older marks are forgotten: their input was held back, or is hopelessly late. */
const MARKS_MAX = 400;
/** noVNC and this page may round a position differently. */
const SAME_PLACE_PX = 1.5;
/** How well the two clocks are known to agree. */
const CLOCK_ERROR_MS = 5;

const keysyms: Readonly<Record<string, number>> = {
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  Home: 0xff50,
  PageUp: 0xff55,
  PageDown: 0xff56,
  Escape: 0xff1b,
};

/** Remembers when each press was made on the page, to tell how old it was when the instrument got it. */
export class PressMarks {
  #marks: Mark[] = [];
  #made = 0;

  /** Presses and keys made on the page since it was loaded. */
  get made(): number {
    return this.#made;
  }

  /** Listens on noVNC's screen, before noVNC does; returns the way to stop. */
  watch(screen: HTMLElement): () => void {
    const stop = new AbortController();
    const options = { capture: true, passive: true, signal: stop.signal };
    screen.addEventListener('mousedown', (event) => this.#pointer(event), options);
    screen.addEventListener('keydown', (event) => this.#key(event), options);
    return () => stop.abort();
  }

  /** Age of an input when it was received, null if it was not made on this page. */
  delayMs(entry: InputEntry, clockOffsetMs: number): number | null {
    const receivedMs = entry.timeMs - clockOffsetMs;
    const what = signature(entry);
    const fits = (mark: Mark) =>
      mark.what === what && mark.timeMs <= receivedMs + CLOCK_ERROR_MS && samePlace(mark, entry);
    // The newest that fits: of several presses at one place, any may have been held back.
    const mark = this.#marks.filter(fits).at(-1);
    if (mark === undefined) return null;
    this.#marks.splice(this.#marks.indexOf(mark), 1);
    return Math.max(0, receivedMs - mark.timeMs);
  }

  #pointer(event: MouseEvent): void {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    const box = event.target.getBoundingClientRect();
    const scale = SCREEN_WIDTH_PX / box.width;
    // noVNC maps the browser's right button (2) to mask 4 and the middle one (1) to 2.
    const mask = [1, 2, 4][event.button] ?? 0;
    this.#add(`press ${mask}`, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  }

  #key(event: KeyboardEvent): void {
    if (event.repeat || !(event.target instanceof HTMLCanvasElement)) return;
    const keysym = keysyms[event.key] ?? (event.key.length === 1 ? event.key.codePointAt(0) : undefined);
    if (keysym !== undefined) this.#add(`key ${keysym}`, 0, 0);
  }

  #add(what: string, x: number, y: number): void {
    this.#made += 1;
    this.#marks.push({ what, x, y, timeMs: Date.now() });
    if (this.#marks.length > MARKS_MAX) this.#marks.shift();
  }
}

function samePlace(mark: Mark, { event }: InputEntry): boolean {
  return event.type === 'key' || Math.hypot(mark.x - event.x, mark.y - event.y) <= SAME_PLACE_PX;
}

function signature({ event }: InputEntry): string {
  return event.type === 'key' ? `key ${event.keysym}` : `press ${event.mask & 7}`;
}
