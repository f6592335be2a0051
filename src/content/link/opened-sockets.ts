/** Times kept; a socket is compared with those of the last minute or two. */
export const MAX_OPENED = 64;

/** When sockets were opened in this document, as the hook told it: how many in all, and when the last. */
export class OpenedSockets {
  #timesMs: readonly number[] = [];
  #count = 0;

  get timesMs(): readonly number[] {
    return this.#timesMs;
  }

  /** A message may have been lost in a flood; the next one makes up for it. */
  add(opened: number, wallMs: number): void {
    const fresh = Math.min(opened - this.#count, MAX_OPENED);
    if (fresh <= 0) return;
    this.#count = opened;
    this.#timesMs = [...this.#timesMs, ...new Array<number>(fresh).fill(wallMs)].slice(-MAX_OPENED);
  }
}
