import type { Snapshot } from '../model/snapshot.ts';

/** The part of noVNC's RFB that the guard touches (docs/API.md of noVNC): the package itself brings no types. */
export interface RfbLike {
  /** Set by `attach`, given back at the first permit. */
  viewOnly: boolean;
  /** Asked for again then: noVNC asks for no size while it only watches. */
  resizeSession?: boolean;
}

/**
 * Fails closed: until the guard has shown once that it can guard this connection, noVNC itself only watches. After
 * that it is never touched again. noVNC sends no key up and no button up once `viewOnly` is set, so setting it in the
 * middle of a session would leave down what is held; from the first permit on the gate decides, press by press.
 */
export class ViewOnlyHold {
  readonly #rfb: RfbLike;
  readonly #wished: boolean;
  #isHeld = true;

  constructor(rfb: RfbLike) {
    this.#rfb = rfb;
    this.#wished = rfb.viewOnly;
    rfb.viewOnly = true;
  }

  get rfb(): RfbLike {
    return this.#rfb;
  }

  /** A picture of the session came; the first with a permit ends the hold. */
  told(snapshot: Snapshot): void {
    if (!this.#isHeld || !hasPermit(snapshot)) return;
    this.#isHeld = false;
    // Not within the chunk that brought the permit: noVNC may send something at once.
    queueMicrotask(() => this.#lift());
  }

  /** Gives back what the portal had. */
  giveBack(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#lift();
  }

  #lift(): void {
    // A portal that let go of it by itself, or wishes to watch, keeps its word.
    if (this.#wished || !this.#rfb.viewOnly) return;
    this.#rfb.viewOnly = false;
    if (this.#rfb.resizeSession === true) this.#rfb.resizeSession = true;
  }
}

/** Whether presses go out, and are judged: never on a connection of which the input cannot be read. */
function hasPermit({ guarding, blocked }: Snapshot): boolean {
  switch (guarding) {
    case 'measuring':
      return true;
    case 'guarded':
    case 'unverified':
      return blocked === null;
    case 'connecting':
    case 'unguarded':
    case 'closed':
      return false;
  }
}
