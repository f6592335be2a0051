import type { BlockReason } from '../gate/outcome.ts';
import type { SessionState } from '../session/session-state.ts';
import type { Guarding } from '../snapshot.ts';

/** What the user has to learn at once. */
export interface Face {
  readonly state: SessionState;
  readonly blocked: BlockReason | null;
  readonly guarding: Guarding;
  readonly armed: boolean;
  readonly overridden: boolean;
  /** The gate has a question, or says why it waits. */
  readonly asks: boolean;
}

/** Notices when the face changes, and since when presses are blocked. */
export class Appearance {
  #face: Face | null = null;
  #blockedSinceMs: number | null = null;
  #droppedBefore = 0;
  #dropped = 0;

  /** For how long presses have been blocked; 0 while they are not. */
  blockedMs(nowMs: number): number {
    return this.#blockedSinceMs === null ? 0 : nowMs - this.#blockedSinceMs;
  }

  /** Presses dropped since the gate closed the last time. */
  get droppedPresses(): number {
    return this.#dropped - this.#droppedBefore;
  }

  /** Whether the face is another one than the last time. `dropped`: presses dropped since the beginning. */
  update(face: Face, dropped: number, nowMs: number): boolean {
    const last = this.#face;
    const wasOpen = last === null || last.blocked === null;
    if (face.blocked === null) this.#blockedSinceMs = null;
    else if (wasOpen) {
      this.#blockedSinceMs = nowMs;
      this.#droppedBefore = this.#dropped;
    }
    this.#dropped = dropped;
    this.#face = face;
    return (
      last === null ||
      last.state !== face.state ||
      last.blocked !== face.blocked ||
      last.guarding !== face.guarding ||
      last.armed !== face.armed ||
      last.overridden !== face.overridden ||
      last.asks !== face.asks
    );
  }
}
