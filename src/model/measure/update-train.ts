/**
 * The pieces of one framebuffer update as a packet train: bytes that follow the first piece, and the time they take,
 * say how fast the bottleneck lets them through, unless the server was slower than the link.
 */
export class UpdateTrain {
  #beganMs: number | null = null;
  #bytes = 0;
  #bestBytes = 0;
  #bestMs = 0;

  /** An update's header arrived, within a chunk that was counted already. */
  began(nowMs: number): void {
    this.#beganMs = nowMs;
    this.#bytes = 0;
  }

  /** A chunk arrived. */
  chunk(bytes: number, nowMs: number): void {
    if (this.#beganMs !== null && nowMs > this.#beganMs) this.#bytes += bytes;
  }

  /** The update is complete. */
  ended(nowMs: number): void {
    const beganMs = this.#beganMs;
    this.#beganMs = null;
    if (beganMs === null || this.#bytes <= this.#bestBytes) return;
    this.#bestBytes = this.#bytes;
    this.#bestMs = nowMs - beganMs;
  }

  /** The largest one since the last call; zeros: none came in pieces. */
  take(): { readonly trainBytes: number; readonly trainMs: number } {
    const best = { trainBytes: this.#bestBytes, trainMs: this.#bestMs };
    this.#bestBytes = 0;
    this.#bestMs = 0;
    return best;
  }
}
