import type { MarkPoint } from '../../src/model/annotation/mark.ts';
import type { PointerReading } from '../../src/model/snapshot.ts';

/** noVNC's MOUSE_MOVE_DELAY and dragThreshold. */
const MOVE_DELAY_MS = 17;
const DRAG_THRESHOLD = 10;

/**
 * How noVNC 1.3 to 1.7 make pointer messages of mouse events while they show a part of the screen (rfb.js, display.js):
 * moves are thinned out, and with `dragViewport` a drag moves what is seen and says nothing. Canvas pixels at scale 1.
 */
export class ClippingViewer {
  /** What it said last. */
  said: PointerReading | null = null;
  dragViewport = false;
  #dragged: { readonly at: MarkPoint; readonly hasMoved: boolean } | null = null;
  #isDown = false;
  #lastMoveMs = Number.NEGATIVE_INFINITY;
  #waiting: { readonly point: MarkPoint; readonly dueMs: number } | null = null;

  constructor(
    private readonly hidden: { readonly width: number; readonly height: number },
    /** Which part is seen. */
    public offset: MarkPoint,
    /** A timer comes so late. */
    private readonly lateMs = 0,
  ) {}

  mouse(point: MarkPoint, isDown: boolean, nowMs: number): void {
    this.pass(nowMs);
    const changed = isDown !== this.#isDown;
    this.#isDown = isDown;
    if (changed) this.#button(point, isDown, nowMs);
    else this.#move(point, nowMs);
  }

  /** Timers that are due. */
  pass(nowMs: number): void {
    const waiting = this.#waiting;
    if (waiting === null || nowMs < waiting.dueMs) return;
    this.#waiting = null;
    this.#lastMoveMs = waiting.dueMs;
    this.#say(waiting.point, waiting.dueMs);
  }

  #button(point: MarkPoint, isDown: boolean, nowMs: number): void {
    if (this.dragViewport && isDown) {
      this.#dragged = { at: point, hasMoved: false };
      return;
    }
    const hasPanned = this.#dragged?.hasMoved === true;
    this.#dragged = null;
    if (hasPanned) return;
    this.#waiting = null;
    this.#say(point, nowMs);
  }

  #move(point: MarkPoint, nowMs: number): void {
    const dragged = this.#dragged;
    if (dragged !== null) {
      const x = Math.floor(dragged.at.x - point.x);
      const y = Math.floor(dragged.at.y - point.y);
      if (!dragged.hasMoved && Math.max(Math.abs(x), Math.abs(y)) <= DRAG_THRESHOLD) return;
      this.#dragged = { at: point, hasMoved: true };
      this.offset = {
        x: Math.min(this.hidden.width, Math.max(0, this.offset.x + x)),
        y: Math.min(this.hidden.height, Math.max(0, this.offset.y + y)),
      };
    } else if (this.#waiting !== null) {
      this.#waiting = { point, dueMs: this.#waiting.dueMs };
    } else if (nowMs - this.#lastMoveMs > MOVE_DELAY_MS) {
      this.#lastMoveMs = nowMs;
      this.#say(point, nowMs);
    } else {
      this.#waiting = { point, dueMs: this.#lastMoveMs + MOVE_DELAY_MS + this.lateMs };
    }
  }

  #say({ x, y }: MarkPoint, atMs: number): void {
    this.said = { x: Math.trunc(x + this.offset.x), y: Math.trunc(y + this.offset.y), atMs };
  }
}
