import type { WireSecond } from '../observed-run.ts';

const SECOND_MS = 1000;

/** Counts bytes each way, second by second. */
export class WireMeter {
  #beginMs: number | null = null;
  readonly #seconds: { upBytes: number; downBytes: number }[] = [];

  /** Time 0; what came before does not count. */
  begin(nowMs: number): void {
    this.#beginMs = nowMs;
    this.#seconds.length = 0;
  }

  add(way: 'up' | 'down', bytes: number, nowMs: number): void {
    if (this.#beginMs === null) return;
    const second = this.#fill(nowMs - this.#beginMs);
    if (second === undefined) return;
    if (way === 'up') second.upBytes += bytes;
    else second.downBytes += bytes;
  }

  /** The second that is not over yet is the last one. */
  seconds(nowMs: number): readonly WireSecond[] {
    if (this.#beginMs !== null) this.#fill(nowMs - this.#beginMs);
    return this.#seconds;
  }

  #fill(elapsedMs: number): { upBytes: number; downBytes: number } | undefined {
    const index = Math.floor(elapsedMs / SECOND_MS);
    while (this.#seconds.length <= index) this.#seconds.push({ upBytes: 0, downBytes: 0 });
    return this.#seconds[index];
  }
}
