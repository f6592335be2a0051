import { intersection, type Rect } from './rect.ts';

/** Side of the squares in which changes are remembered. */
export const TILE_PX = 32;

/** Which tiles of a screen one client has not seen in their present form. */
export class Damage {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #seams: readonly number[];
  readonly #dirty: Uint8Array;

  /** No rectangle crosses a seam (each an x, a multiple of TILE_PX, ascending): different contents compress differently. */
  constructor(width: number, height: number, seams: readonly number[]) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / TILE_PX);
    this.#rows = Math.ceil(height / TILE_PX);
    this.#seams = seams;
    this.#dirty = new Uint8Array(this.#columns * this.#rows);
  }

  get any(): boolean {
    return this.#dirty.includes(1);
  }

  add(rect: Rect): void {
    const clipped = intersection(rect, { x: 0, y: 0, width: this.#width, height: this.#height });
    if (clipped === null) return;
    const lastColumn = Math.floor((clipped.x + clipped.width - 1) / TILE_PX);
    const lastRow = Math.floor((clipped.y + clipped.height - 1) / TILE_PX);
    for (let row = Math.floor(clipped.y / TILE_PX); row <= lastRow; row++) {
      const start = row * this.#columns;
      this.#dirty.fill(1, start + Math.floor(clipped.x / TILE_PX), start + lastColumn + 1);
    }
  }

  /**
   * Hands out what is damaged inside `region`, one run of tiles at a time, until `visit` returns false; the
   * run given to that last call counts as taken. A tile that only partly lies in the region stays damaged.
   * What is right of the last seam goes first: it is small, and says what the rest will show.
   */
  take(region: Rect, visit: (rect: Rect) => boolean): void {
    const edges = [0, ...this.#seams.map((x) => x / TILE_PX), this.#columns];
    for (let part = edges.length - 2; part >= 0; part--) {
      const [from = 0, to = 0] = edges.slice(part, part + 2);
      for (let row = 0; row < this.#rows; row++) {
        if (!this.#takeRuns(row, from, to, region, visit)) return;
      }
    }
  }

  #takeRuns(row: number, from: number, to: number, region: Rect, visit: (rect: Rect) => boolean): boolean {
    let column = from;
    while (column < to) {
      if (this.#dirty[row * this.#columns + column] !== 1) {
        column += 1;
        continue;
      }
      let end = column + 1;
      while (end < to && this.#dirty[row * this.#columns + end] === 1) end += 1;
      const shared = intersection(this.#pixels(column, end, row), region);
      if (shared !== null) {
        this.#clear(column, end, row, region);
        if (!visit(shared)) return false;
      }
      column = end;
    }
    return true;
  }

  #clear(from: number, to: number, row: number, region: Rect): void {
    for (let column = from; column < to; column++) {
      const tile = this.#pixels(column, column + 1, row);
      const shared = intersection(tile, region);
      if (shared !== null && shared.width === tile.width && shared.height === tile.height) {
        this.#dirty[row * this.#columns + column] = 0;
      }
    }
  }

  #pixels(from: number, to: number, row: number): Rect {
    const x = from * TILE_PX;
    const y = row * TILE_PX;
    return {
      x,
      y,
      width: Math.min(to * TILE_PX, this.#width) - x,
      height: Math.min(y + TILE_PX, this.#height) - y,
    };
  }
}
