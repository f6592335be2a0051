import type { Problem } from '../../model/decode/decode.ts';
import type { FromHook } from '../../model/port/hook-message.ts';

/**
 * Messages taken from the hook per second and lane: five pictures and a few edges for each of a wall of connections.
 * What is beyond is dropped until the next second; the pictures that follow tell the same.
 */
export const MAX_MESSAGES_PER_SECOND = 200;

/**
 * What nothing that follows makes good: a connection that the room does not hear of keeps its gate as if there were no
 * room, and a renewal that is lost may end a lease. It has a lane of its own, which no wealth of pictures fills.
 */
const VITAL: ReadonlySet<unknown> = new Set<FromHook['type']>(['session', 'journal', 'seat']);

/** Holds the page's side of the port to its rates, and says what that cost. */
export class PortLimit {
  readonly #onDropped: (problems: readonly Problem[]) => void;
  #sinceMs = 0;
  #vital = 0;
  #others = 0;

  constructor(onDropped: (problems: readonly Problem[]) => void) {
    this.#onDropped = onDropped;
  }

  /** Whether this message may come in. It was not decoded yet. */
  takes(input: unknown, nowMs: number): boolean {
    if (nowMs - this.#sinceMs >= 1000) {
      this.#tell();
      [this.#sinceMs, this.#vital, this.#others] = [nowMs, 0, 0];
    }
    const count = isVital(input) ? ++this.#vital : ++this.#others;
    return count <= MAX_MESSAGES_PER_SECOND;
  }

  #tell(): void {
    if (Math.max(this.#vital, this.#others) <= MAX_MESSAGES_PER_SECOND) return;
    const expected = { from: 0, to: MAX_MESSAGES_PER_SECOND, of: 'messages a second' } as const;
    this.#onDropped([{ path: 'port', code: 'range', expected }]);
  }
}

/** A message is a copy, which has no getters. */
function isVital(input: unknown): boolean {
  return typeof input === 'object' && input !== null && VITAL.has(Reflect.get(input, 'type'));
}
