/** How far it is, for one line of a terminal. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly elapsedMs: number;
}

const BAR_WIDTH = 24;

/**
 * A bar, the count, and the time that remains if the rest goes like what was done.
 * @example progressLine({ total: 10, done: 5, failed: 0, elapsedMs: 60_000 }) // '████████████░░░░░░░░░░░░ 5/10, 1 min left'
 */
export function progressLine({ total, done, failed, elapsedMs }: Progress): string {
  const ended = done + failed;
  const filled = total === 0 ? BAR_WIDTH : Math.round((BAR_WIDTH * ended) / total);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const left = ended === 0 ? null : (elapsedMs / ended) * (total - ended);
  const losses = failed === 0 ? '' : `, ${failed} failed`;
  return `${bar} ${ended}/${total}${losses}${left === null || ended === total ? '' : `, ${duration(left)} left`}`;
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Where the line is drawn. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A log gets a line now and then, not one a run. */
const LOG_EVERY_MS = 60_000;

/** Shows the progress: in place on a terminal, as lines elsewhere. */
export class ProgressView {
  readonly #total: number;
  readonly #stream: ProgressStream;
  readonly #nowMs: () => number;
  readonly #sinceMs: number;
  #loggedMs: number;
  #done = 0;
  #failed = 0;

  constructor(total: number, stream: ProgressStream, nowMs: () => number = Date.now) {
    this.#total = total;
    this.#stream = stream;
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs();
    this.#loggedMs = this.#sinceMs;
    this.#show();
  }

  done(): void {
    this.#done += 1;
    this.#show();
  }

  failed(name: string, error: unknown): void {
    this.#failed += 1;
    const text = error instanceof Error ? error.message : String(error);
    this.#stream.write(`${this.#stream.isTTY ? '\r\x1b[K' : ''}[experiment] ${name} failed: ${text}\n`);
    this.#show();
  }

  end(): void {
    this.#stream.write(this.#stream.isTTY ? '\n' : `${this.#line}\n`);
  }

  #show(): void {
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\x1b[K${this.#line}`);
      return;
    }
    const nowMs = this.#nowMs();
    if (nowMs - this.#loggedMs < LOG_EVERY_MS) return;
    this.#loggedMs = nowMs;
    this.#stream.write(`${this.#line}\n`);
  }

  get #line(): string {
    const elapsedMs = this.#nowMs() - this.#sinceMs;
    return progressLine({ total: this.#total, done: this.#done, failed: this.#failed, elapsedMs });
  }
}
