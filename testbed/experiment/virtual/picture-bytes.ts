import { livePanel, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../instrument/layout.ts';
import type { Pose, ScreenView } from '../../instrument/pose.ts';
import type { Drawn } from '../../loop/guarded-wire.ts';

/** What one drawing of the instrument's screen costs as Tight with JPEG, bytes. */
export interface DrawingCost {
  /** A band of the picture at rest, and what else changes. */
  readonly band: number;
  /** The whole picture: stage, height, focus or beam changed. */
  readonly whole: number;
  /** Another view: the whole screen. */
  readonly screen: number;
}

/** To be calibrated against Xvnc: areas of the damage (live-panel.ts) at 0.35 byte a pixel. */
export const DRAWING_BYTES: Readonly<Record<ScreenView, DrawingCost>> = {
  quad: { band: 11_500, whole: 56_000, screen: 105_000 },
  single: { band: 12_500, whole: 172_000, screen: 190_000 },
};

/** What a drawing shows that was not sent yet. */
export type Change = 'band' | 'whole' | 'screen';

const RANK: Readonly<Record<Change, number>> = { band: 0, whole: 1, screen: 2 };

/** What is different between two drawings. */
export function changeBetween(before: Pose | null, pose: Pose): Change {
  if (before === null || before.view !== pose.view) return 'screen';
  const isSame =
    before.xUm === pose.xUm &&
    before.yUm === pose.yUm &&
    before.zUm === pose.zUm &&
    before.focusUm === pose.focusUm &&
    before.widthUm === pose.widthUm &&
    before.beam === pose.beam &&
    // The first picture at rest is scanned whole.
    !(before.isMoving && !pose.isMoving);
  return isSame ? 'band' : 'whole';
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
    const bytes = change === 'band' ? Math.min(cost.whole, this.#bands * cost.band) : cost[change];
    const all = { x: 0, y: 0, width: SCREEN_WIDTH_PX, height: SCREEN_HEIGHT_PX };
    this.#change = null;
    this.#bands = 0;
    return { bytes, drawn: change === 'screen' ? [all] : [livePanel(view)] };
  }
}
