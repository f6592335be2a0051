/** Entries that are kept apart. Beyond it the newest are counted together and carry the newest number. */
export const MAX_ENTRIES = 128;

interface Entry {
  /** Number of the last message in this entry. */
  readonly sequence: number;
  /** When the first one in this entry was sent. */
  readonly sentAtMs: number;
  /** Presses and releases in this entry; moves of a drag age, but are not counted. */
  readonly actions: number;
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

  /** Presses and releases that were sent and not acknowledged: they may still execute. */
  get count(): number {
    return this.#entries.reduce((sum, entry) => sum + entry.actions, 0);
  }

  /** When the oldest of them, or of the moves of a drag, was sent; null: nothing is under way. */
  get oldestAtMs(): number | null {
    return this.#entries[0]?.sentAtMs ?? null;
  }

  /** A message that does nothing by itself was sent: protocol, a move, a probe. */
  passed(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** A press, a release or a move of a drag was sent. */
  acted(actions: 0 | 1, nowMs: number): number {
    this.#sequence += 1;
    const last = this.#entries.at(-1);
    const full = this.#entries.length >= MAX_ENTRIES && last !== undefined;
    const entry: Entry = full
      ? { ...last, sequence: this.#sequence, actions: last.actions + actions }
      : { sequence: this.#sequence, sentAtMs: nowMs, actions };
    this.#entries = full ? [...this.#entries.slice(0, -1), entry] : [...this.#entries, entry];
    return this.#sequence;
  }

  /** The server has read everything up to this number. */
  acknowledge(sequence: number): void {
    if (sequence <= this.#acknowledged) return;
    this.#acknowledged = sequence;
    this.#entries = this.#entries.filter((entry) => entry.sequence > sequence);
  }
}
