/** Entries that are kept apart. Beyond it the newest of a kind are counted together and carry the newest number. */
export const MAX_ENTRIES = 128;

/**
 * What was sent, as far as its receipt matters.
 * - normal, hazardous, stop: a press, which takes credit of its class
 * - second: the second press of a double click, which is part of the first one's action
 * - drag: a move with a button down
 * - passive: releases and modifiers, which do nothing by themselves
 */
export type SentKind = 'normal' | 'hazardous' | 'stop' | 'second' | 'drag' | 'passive';

interface Entry {
  readonly kind: SentKind;
  /** Number of the last message in this entry. */
  readonly sequence: number;
  /** When the first one in this entry was sent. */
  readonly sentAtMs: number;
  readonly count: number;
}

/**
 * Numbers everything that is sent, in order, and keeps what may still execute: actions whose number lies above
 * what the server has acknowledged.
 */
export class Unacknowledged {
  #entries: Entry[] = [];
  #sequence = 0;
  #acknowledged = -1;

  /** Number of the last message that was sent. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Everything up to this number was read by the server; -1 before the first answer. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Presses that were sent and not acknowledged: they may still execute. */
  get count(): number {
    return this.countOf('normal') + this.countOf('hazardous') + this.countOf('stop') + this.countOf('second');
  }

  /** The same, and all else that is under way: releases and moves with a button down. */
  get total(): number {
    return this.#entries.reduce((sum, { count }) => sum + count, 0);
  }

  /** When the oldest input of any kind was sent that is not acknowledged; null: nothing is under way. */
  get oldestAtMs(): number | null {
    return this.#entries[0]?.sentAtMs ?? null;
  }

  countOf(kind: SentKind): number {
    return this.#entries.reduce((sum, entry) => (entry.kind === kind ? sum + entry.count : sum), 0);
  }

  oldestOf(kind: SentKind): number | null {
    return this.#entries.find((entry) => entry.kind === kind)?.sentAtMs ?? null;
  }

  /** A message that does nothing by itself and needs no receipt was sent: protocol, a move, a probe. */
  passed(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** Input was sent that can act, or that ends what acts. */
  acted(kind: SentKind, nowMs: number): number {
    this.#sequence += 1;
    const entry: Entry = { kind, sequence: this.#sequence, sentAtMs: nowMs, count: 1 };
    const isFull = this.#entries.length >= MAX_ENTRIES;
    const last = isFull ? this.#entries.map((it) => it.kind).lastIndexOf(kind) : -1;
    this.#entries =
      last === -1
        ? [...this.#entries, entry]
        : this.#entries.map((it, i) =>
            i === last ? { ...it, sequence: entry.sequence, count: it.count + 1 } : it,
          );
    return this.#sequence;
  }

  /** The server has read everything up to this number. */
  acknowledge(sequence: number): void {
    if (sequence <= this.#acknowledged) return;
    this.#acknowledged = sequence;
    this.#entries = this.#entries.filter((entry) => entry.sequence > sequence);
  }
}
