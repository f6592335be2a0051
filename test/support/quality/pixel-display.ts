import { createHash } from 'node:crypto';

/** noVNC's Display, as far as its decoders draw on it. The same in 1.3 to 1.7. */
export interface NovncDisplay {
  resize(width: number, height: number): void;
  flip(fromQueue?: boolean): void;
  pending(): boolean;
  fillRect(x: number, y: number, width: number, height: number, color: Iterable<number>): void;
  copyImage(oldX: number, oldY: number, newX: number, newY: number, width: number, height: number): void;
  imageRect(x: number, y: number, width: number, height: number, mime: string, bytes: Uint8Array): void;
  blitImage(
    ...[x, y, width, height, pixels, offset]: [number, number, number, number, Uint8Array, number]
  ): void;
}

/** Of a pixel that came in a JPEG, which is not decoded here. No colour has more than 24 bits. */
const LOSSY = 0xff000000;
const QUANTISATION = 0xdb;
const START_OF_IMAGE = 0xffd8;

/**
 * What noVNC's decoders draw, as pixels in memory. JPEG needs a browser: its pixels count as lossy until something
 * without loss covers them, and of the JPEG only the quantisation table is kept, which tells its quality.
 */
export class PixelDisplay {
  pixels = new Uint32Array(0);
  width = 0;
  height = 0;
  /** Pictures that are complete. */
  updates = 0;
  /** Rectangles by the way they came. */
  readonly rects = { jpeg: 0, plain: 0 };
  /** Fingerprints of quantisation tables: as many as there were qualities. */
  readonly qualities = new Set<string>();

  /** Takes the place of the canvas. */
  attach(display: NovncDisplay): void {
    const resize = display.resize.bind(display);
    Object.assign(display, {
      resize: (width: number, height: number) => {
        resize(width, height);
        this.#resize(width, height);
      },
      flip: () => {
        this.updates += 1;
      },
      pending: () => false,
      fillRect: this.#fill,
      copyImage: this.#copy,
      imageRect: this.#image,
      blitImage: this.#blit,
    } satisfies NovncDisplay);
  }

  get lossyPixels(): number {
    return this.pixels.reduce((count, pixel) => count + (pixel === LOSSY ? 1 : 0), 0);
  }

  /** What is shown stays as far as it fits, as on a canvas that noVNC resizes. */
  #resize(width: number, height: number): void {
    const before = this.pixels;
    const beforeWidth = this.width;
    const rows = Math.min(height, this.height);
    const columns = Math.min(width, this.width);
    this.pixels = new Uint32Array(width * height);
    for (let y = 0; y < rows; y++)
      this.pixels.set(before.subarray(y * beforeWidth, y * beforeWidth + columns), y * width);
    this.width = width;
    this.height = height;
  }

  readonly #fill: NovncDisplay['fillRect'] = (x, y, width, height, [red = 0, green = 0, blue = 0]) => {
    this.rects.plain += 1;
    this.#paint(x, y, width, height, (red << 16) | (green << 8) | blue);
  };

  readonly #copy: NovncDisplay['copyImage'] = (oldX, oldY, newX, newY, width, height) => {
    const rows = Array.from({ length: height }, (_, row) => {
      const from = (oldY + row) * this.width + oldX;
      return this.pixels.slice(from, from + width);
    });
    for (const [row, pixels] of rows.entries()) this.pixels.set(pixels, (newY + row) * this.width + newX);
  };

  readonly #image: NovncDisplay['imageRect'] = (x, y, width, height, mime, bytes) => {
    if (mime !== 'image/jpeg') throw new Error(`[quality] a picture of type ${mime}`);
    this.rects.jpeg += 1;
    this.qualities.add(quantisationOf(bytes));
    this.#paint(x, y, width, height, LOSSY);
  };

  readonly #blit: NovncDisplay['blitImage'] = (x, y, width, height, pixels, offset) => {
    this.rects.plain += 1;
    let at = offset;
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++, at += 4) {
        const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
        this.pixels[row * this.width + column] = (red << 16) | (green << 8) | blue;
      }
    }
  };

  #paint(x: number, y: number, width: number, height: number, pixel: number): void {
    for (let row = y; row < y + height; row++)
      this.pixels.fill(pixel, row * this.width + x, row * this.width + x + width);
  }
}

/** JPEG, ITU-T T.81 section B.1: segments, each with its length. Throws of what is none. */
function quantisationOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint16(0) !== START_OF_IMAGE) throw new Error('[quality] a JPEG that does not begin as one');
  const tables = createHash('sha1');
  for (let at = 2; at + 4 <= bytes.length && view.getUint8(at) === 0xff; ) {
    const length = view.getUint16(at + 2);
    const marker = view.getUint8(at + 1);
    if (marker === QUANTISATION) tables.update(bytes.subarray(at + 4, at + 2 + length));
    // Start of scan: what follows is no segment.
    if (marker === 0xda) break;
    at += 2 + length;
  }
  return tables.digest('hex');
}
