import { LIVE_EVERY_MS, type LivePiece } from '../model/annotation/live-piece.ts';
import { packedPiece } from '../model/annotation/packed.ts';
import type { WrittenShown } from '../model/room/content.ts';

export interface OwnPieceOptions {
  readonly nowMs: () => number;
  readonly later: (delayMs: number, callback: () => void) => () => void;
  /** A piece is due: ask for it. */
  readonly onDue: () => void;
}

/** Who drew so lately is drawing: the own pointer is where the line ends, and is not told beside it. */
const DRAWING_MS = 300;

/** What is being drawn here: the newest piece alone, 20 times a second. */
export class OwnPiece {
  readonly #options: OwnPieceOptions;
  #piece: LivePiece | null = null;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(options: OwnPieceOptions) {
    this.#options = options;
  }

  get isDrawing(): boolean {
    return this.#piece !== null || this.#options.nowMs() - this.#sentAtMs < DRAWING_MS;
  }

  drew(piece: LivePiece): void {
    this.#piece = piece;
    const { nowMs, later, onDue } = this.#options;
    this.#cancel ??= later(Math.max(0, this.#sentAtMs + LIVE_EVERY_MS - nowMs()), () => {
      this.#cancel = null;
      onDue();
    });
  }

  /** What is to be shown now; null: nothing new, or too soon. */
  take(): WrittenShown | null {
    const nowMs = this.#options.nowMs();
    const piece = this.#piece;
    if (piece === null || nowMs - this.#sentAtMs < LIVE_EVERY_MS) return null;
    this.#piece = null;
    this.#sentAtMs = nowMs;
    return { type: 'live', piece: packedPiece(piece) };
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
