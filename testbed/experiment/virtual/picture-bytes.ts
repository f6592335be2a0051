import { livePanel, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../instrument/layout.ts';
import type { Pose, ScreenView } from '../../instrument/pose.ts';
import type { Drawn } from '../../loop/guarded-wire.ts';

/**
 * What a drawing of the instrument's screen shows that the one before did not (testbed/instrument/live-panel.ts):
 * - band: a part of the picture at rest, or of one that is being taken
 * - fast: the whole picture while something moves or was turned, every second line
 * - full: the whole picture, once, when it has come to rest
 * - screen: another view
 */
export type Change = 'band' | 'fast' | 'full' | 'screen';

/**
 * Bytes of a drawing as Xvnc 1.12 sends it to noVNC's settings (Tight, quality 6, compression 2), measured with
 * measure-server.ts. A click on a focus button costs a fast and a full one: 63 kB over the bands in their place in the
 * quad view, 259 kB in the single one; the two are told apart in the proportion of the quad view's motions.
 */
export const DRAWING_BYTES: Readonly<Record<ScreenView, Readonly<Record<Change, number>>>> = {
  quad: { band: 16_400, fast: 40_500, full: 56_000, screen: 110_000 },
  single: { band: 11_000, fast: 117_000, full: 164_000, screen: 200_000 },
};

const RANK: Readonly<Record<Change, number>> = { band: 0, fast: 1, full: 2, screen: 3 };

/** What each drawing changes. */
export class Drawings {
  #before: Pose | null = null;
  #last: Change = 'screen';

  next(pose: Pose): Change {
    this.#last = this.#changeTo(pose);
    this.#before = pose;
    return this.#last;
  }

  #changeTo(pose: Pose): Change {
    const before = this.#before;
    if (before?.view !== pose.view) return 'screen';
    const isSame =
      !pose.isMoving &&
      before.xUm === pose.xUm &&
      before.yUm === pose.yUm &&
      before.zUm === pose.zUm &&
      before.focusUm === pose.focusUm &&
      before.widthUm === pose.widthUm &&
      before.beam === pose.beam;
    if (!isSame) return 'fast';
    return this.#last === 'fast' ? 'full' : 'band';
  }
}

/** Drawings that wait, merged: what was drawn twice is sent once. */
export class Damage {
  #change: Change | null = null;
  #bands = 0;

  get isEmpty(): boolean {
    return this.#change === null;
  }

  add(change: Change): void {
    if (this.#change === null || RANK[change] > RANK[this.#change]) this.#change = change;
    if (change === 'band') this.#bands += 1;
  }

  /** What sending it costs, and where it is; empties it. */
  take(view: ScreenView): { readonly bytes: number; readonly drawn: readonly Drawn[] } {
    const cost = DRAWING_BYTES[view];
    const change = this.#change ?? 'band';
    const bytes = change === 'band' ? Math.min(cost.full, this.#bands * cost.band) : cost[change];
    const all = { x: 0, y: 0, width: SCREEN_WIDTH_PX, height: SCREEN_HEIGHT_PX };
    this.#change = null;
    this.#bands = 0;
    return { bytes, drawn: change === 'screen' ? [all] : [livePanel(view)] };
  }
}
