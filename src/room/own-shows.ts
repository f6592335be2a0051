import type { LivePiece } from '../model/annotation/live-piece.ts';
import type { PointerPlace, WrittenShown } from '../model/room/content.ts';
import { OwnPiece } from './own-piece.ts';
import { OwnPointer } from './own-pointer.ts';

export interface OwnShowsOptions {
  readonly nowMs: () => number;
  readonly later: (delayMs: number, callback: () => void) => () => void;
  /** So much waits to go out. */
  readonly bufferedBytes: () => number;
  /** Something is due: ask for it. */
  readonly onDue: () => void;
}

/** Pointers and live strokes are left out while so much waits to go out. */
const CROWDED_BYTES = 16_384;

/** What this member shows for a moment and never says again: its pointer, or what it is drawing. */
export class OwnShows {
  readonly #bufferedBytes: () => number;
  readonly #pointer: OwnPointer;
  readonly #piece: OwnPiece;

  constructor({ bufferedBytes, ...options }: OwnShowsOptions) {
    this.#bufferedBytes = bufferedBytes;
    this.#pointer = new OwnPointer(options);
    this.#piece = new OwnPiece(options);
  }

  moved(place: PointerPlace | null): void {
    this.#pointer.moved(place);
  }

  drew(piece: LivePiece): void {
    this.#piece.drew(piece);
  }

  next(): WrittenShown | null {
    if (this.#bufferedBytes() > CROWDED_BYTES) return null;
    return this.#piece.take() ?? (this.#piece.isDrawing ? null : this.#pointer.take());
  }

  stop(): void {
    this.#pointer.stop();
    this.#piece.stop();
  }
}
