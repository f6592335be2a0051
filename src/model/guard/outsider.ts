import type { Rect } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';

/** What this connection did itself has shown its effect by then. TigerVNC waits for 1 s, too. */
const QUIET_MS = 1000;
/** Between two reports. */
const AGAIN_MS = 5000;

const CURSORS: readonly number[] = [ENCODING.cursor, ENCODING.cursorWithAlpha, ENCODING.vmwareCursor];
const LOCKS: readonly number[] = [ENCODING.qemuLedState, ENCODING.vmwareLedState];

/**
 * Notices that somebody acts who is not behind this connection, from what servers say unasked (docs/gate.md):
 * a server of the TigerVNC family takes the cursor's shape away from the one client whose pointer is not where the
 * server has it, and every client hears of lock keys.
 */
export class Outsider {
  #hasCursor = false;
  #hasLocks = false;
  #ownMs = Number.NEGATIVE_INFINITY;
  #toldMs = Number.NEGATIVE_INFINITY;

  /** Something of this connection's own is under way, or just was. */
  acted(nowMs: number): void {
    this.#ownMs = nowMs;
  }

  /** Whether this rectangle shows somebody else. `matters`: nobody has to hear of it otherwise. */
  shows({ encoding, width, height }: Rect, matters: boolean, nowMs: number): boolean {
    let isSign = false;
    if (CURSORS.includes(encoding)) {
      const hasCursor = width * height > 0;
      isSign = this.#hasCursor && !hasCursor;
      this.#hasCursor = hasCursor;
    }
    if (LOCKS.includes(encoding)) {
      isSign = this.#hasLocks;
      this.#hasLocks = true;
    }
    if (!isSign || !matters || nowMs - this.#ownMs < QUIET_MS || nowMs - this.#toldMs < AGAIN_MS)
      return false;
    this.#toldMs = nowMs;
    return true;
  }
}
