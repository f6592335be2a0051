/** One input message as it reached the instrument. */
export type InputEvent =
  | { readonly type: 'pointer'; readonly mask: number; readonly x: number; readonly y: number }
  | { readonly type: 'key'; readonly down: boolean; readonly keysym: number };

/** What a pointer message changed, seen against the one before. */
export type InputKind = 'move' | 'press' | 'release' | 'keyDown' | 'keyUp';

export interface InputEntry {
  /** 1 for the first input ever received. */
  readonly number: number;
  /** When it was received, by the instrument's wall clock; when it was sent, nothing on the wire tells. */
  readonly timeMs: number;
  readonly kind: InputKind;
  readonly event: InputEvent;
}

/** How many inputs of each kind were received since the start. */
export type InputCounts = Readonly<Record<InputKind, number>>;

/** Older entries are forgotten; the counts go on. */
const ENTRIES_MAX = 2000;

/** What the instrument really received. */
export class InputLog {
  #entries: InputEntry[] = [];
  #counts: Record<InputKind, number> = { move: 0, press: 0, release: 0, keyDown: 0, keyUp: 0 };
  #total = 0;

  get entries(): readonly InputEntry[] {
    return this.#entries;
  }

  get counts(): InputCounts {
    return { ...this.#counts };
  }

  add(kind: InputKind, event: InputEvent, timeMs: number): InputEntry {
    this.#total += 1;
    const entry = { number: this.#total, timeMs, kind, event };
    this.#counts[kind] += 1;
    this.#entries.push(entry);
    // In blocks, so that the list is not moved at every message.
    if (this.#entries.length > ENTRIES_MAX * 1.25) this.#entries = this.#entries.slice(-ENTRIES_MAX);
    return entry;
  }
}
