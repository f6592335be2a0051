import type { PointerReading } from '../snapshot.ts';
import type { MarkPoint } from './mark.ts';

/** What noVNC holds back of moves goes out within 17 ms; who rests longer than this has been told of. */
export const REST_MS = 100;
/** Places of a drag that are kept: more than a browser tells between two snapshots. */
const MAX_DRAG_PLACES = 64;

/** How much of the screen the page's canvas leaves out: an offset is within that. */
export interface ClippedBy {
  readonly width: number;
  readonly height: number;
}

/**
 * Which part of the remote screen a canvas shows that is smaller than it. noVNC keeps that to itself (`_viewportLoc`), but
 * its pointer messages say it: the place in the message is the place on the canvas, rounded down, and the offset. Both are
 * only taken together when the pointer rests, since moves are sent late.
 *
 * The offset changes when noVNC uses a drag to move what is seen; no message goes out then. So a drag puts it in doubt
 * until a message of the same drag shows that it was one for the remote computer.
 *
 * Times of the document's clock (performance.now()), places in canvas pixels with fractions.
 */
export class ViewportOffset {
  #offset: MarkPoint | null = null;
  #place: { readonly point: MarkPoint; readonly atMs: number } | null = null;
  #isDown = false;
  #drag: { readonly from: MarkPoint | null; readonly sinceMs: number; places: readonly MarkPoint[] } | null =
    null;
  /** How far the hook's clock is ahead: it counts what a computer slept, and the document's does not. */
  #aheadMs = 0;

  /** In framebuffer pixels; null: not known, or not any more. */
  get offset(): MarkPoint | null {
    return this.#offset;
  }

  /** The canvas heard of the pointer; `isDown`: with a button. `atMs`: when it did, before noVNC. */
  moved(point: MarkPoint, isDown: boolean, atMs: number): void {
    if (isDown && this.#isDown) this.#dragged(point, atMs);
    if (!isDown || !this.#isDown) this.#drag = null;
    this.#isDown = isDown;
    this.#place = { point, atMs };
  }

  /** The pointer is somewhere that says nothing, with no button down. What is known stays. */
  lost(): void {
    this.#place = null;
    this.#isDown = false;
    this.#drag = null;
  }

  /** Of a snapshot: `takenAtMs` by the hook's clock, `nowMs` by the document's. */
  told(pointer: PointerReading | null, clipped: ClippedBy, takenAtMs: number, nowMs: number): void {
    this.#aheadMs = Math.max(this.#aheadMs, takenAtMs - nowMs);
    if (pointer === null) return;
    const saidMs = pointer.atMs - this.#aheadMs;
    const drag = this.#drag;
    if (drag !== null && drag.from !== null && saidMs >= drag.sinceMs) {
      const { from } = drag;
      // Else a move from before the drag, sent late.
      const isOfDrag = drag.places.some((place) => {
        const { x, y } = offsetOf(pointer, place);
        return x === from.x && y === from.y;
      });
      if (isOfDrag) this.#offset = from;
    }
    const place = this.#place;
    const restedMs = takenAtMs - this.#aheadMs - (place?.atMs ?? 0);
    if (place === null || this.#isDown || saidMs < place.atMs || restedMs < REST_MS) return;
    const found = offsetOf(pointer, place.point);
    const isPossible = found.x >= 0 && found.y >= 0 && found.x <= clipped.width && found.y <= clipped.height;
    if (isPossible) this.#offset = found;
  }

  /** The canvas or the remote screen has another size: noVNC may have moved what it shows. */
  forget(): void {
    this.#offset = null;
    this.lost();
  }

  #dragged(point: MarkPoint, atMs: number): void {
    const before = this.#place?.point;
    if (before?.x === point.x && before.y === point.y) return;
    if (this.#drag === null) {
      this.#drag = { from: this.#offset, sinceMs: atMs, places: [] };
      this.#offset = null;
    }
    this.#drag.places = [...this.#drag.places.slice(1 - MAX_DRAG_PLACES), point];
  }
}

/** As noVNC reckons (Display.absX): the offset is whole, and the sum is cut off. */
function offsetOf(sent: MarkPoint, onCanvas: MarkPoint): MarkPoint {
  return { x: sent.x - Math.floor(onCanvas.x), y: sent.y - Math.floor(onCanvas.y) };
}
