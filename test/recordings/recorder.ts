import type { RecordedChunk } from './format.ts';

/** A recording larger than this is a mistake in its script; what comes later is not kept. */
const MAX_RECORDED_BYTES = 4 * 1024 * 1024;

/** Collects the chunks of one connection in the order in which they pass. */
export class Recorder {
  readonly #beganMs = performance.now();
  readonly #chunks: RecordedChunk[] = [];
  #bytes = 0;

  /** False once the recording is full: nothing more may be let through, or the client would know more than it. */
  add(direction: RecordedChunk['direction'], bytes: Uint8Array): boolean {
    if (this.#bytes + bytes.length > MAX_RECORDED_BYTES) return false;
    this.#bytes += bytes.length;
    this.#chunks.push({
      direction,
      atMs: Math.round(performance.now() - this.#beganMs),
      bytes: Uint8Array.from(bytes),
    });
    return true;
  }

  get chunks(): readonly RecordedChunk[] {
    return this.#chunks;
  }

  bytesFrom(direction: RecordedChunk['direction']): number {
    return this.#chunks.reduce(
      (sum, chunk) => sum + (chunk.direction === direction ? chunk.bytes.length : 0),
      0,
    );
  }
}
