import type { EventQueue } from '../../loop/event-queue.ts';
import { type Acknowledgement, SEGMENT_BYTES, type Span } from './tcp-sender.ts';

/** Linux waits so long for a second segment, or for something to send back, before it acknowledges. */
const DELAYED_MS = 40;

/** The receiving half of TCP: puts the stream together, and says what has come. */
export class TcpReceiver {
  readonly #queue: EventQueue;
  readonly #acknowledge: () => void;
  #until = 0;
  #beyond: Span[] = [];
  #toldUntil = 0;
  #callOff: (() => void) | null = null;

  constructor(queue: EventQueue, acknowledge: () => void) {
    this.#queue = queue;
    this.#acknowledge = acknowledge;
  }

  /** Everything below has come. */
  get until(): number {
    return this.#until;
  }

  /** For a packet that goes out now, whatever else it carries. */
  take(): Acknowledgement {
    this.#callOff?.();
    this.#callOff = null;
    this.#toldUntil = this.#until;
    return { until: this.#until, beyond: this.#beyond };
  }

  arrived(segment: Span): void {
    const isInOrder = segment.from <= this.#until && segment.to > this.#until;
    if (isInOrder) this.#until = segment.to;
    else if (segment.from > this.#until) this.#keep(segment);
    const wasWhole = this.#beyond.length === 0;
    for (let next = this.#beyond[0]; next !== undefined && next.from <= this.#until; next = this.#beyond[0]) {
      this.#beyond = this.#beyond.slice(1);
      this.#until = Math.max(this.#until, next.to);
    }
    // What is missing or came twice is told at once.
    if (!isInOrder || !wasWhole || this.#until - this.#toldUntil > SEGMENT_BYTES) this.#acknowledge();
    else
      this.#callOff ??= this.#queue.after(DELAYED_MS, () => {
        this.#callOff = null;
        this.#acknowledge();
      });
  }

  /** Pieces in order, joined where they touch. */
  #keep({ from, to }: Span): void {
    const spans = [...this.#beyond, { from, to }].sort((a, b) => a.from - b.from);
    const joined: Span[] = [];
    for (const span of spans) {
      const last = joined.at(-1);
      if (last !== undefined && span.from <= last.to) {
        joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
      } else joined.push(span);
    }
    this.#beyond = joined;
  }
}
