import type { Rect, ServerEvent } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';

/** May hold JPEG, if the client asked for a level; with H.264 and JPEG itself there is always loss. */
const MAYBE_LOSSY: readonly number[] = [ENCODING.tight, ENCODING.tightPng];
const LOSSY: readonly number[] = [ENCODING.jpeg, ENCODING.h264];

/**
 * What has become of the screen since: how much of it came anew, and whether all of it is known to be without loss.
 * Counts the area of one update at a time, whose rectangles do not overlap: a whole refresh is one update.
 */
export class ScreenCover {
  #width = 0;
  #height = 0;
  #area = 0;
  #lossless = 0;
  #bestArea = 0;
  /** JPEG has come, whatever was asked for. */
  hasJpeg = false;
  #isLossy = false;

  /** Pixels of the update that came last, or comes. Copies of what is there are none. */
  get pixels(): number {
    return this.#area;
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** Something on the screen was, or may have been, sent with loss. */
  get isLossy(): boolean {
    return this.#isLossy;
  }

  /** The largest share of the screen that one update has brought since `restart`, 0 to 1. */
  get share(): number {
    const whole = this.#width * this.#height;
    return whole === 0 ? 0 : Math.min(1, this.#bestArea / whole);
  }

  /** Only what comes from now on counts. */
  restart(): void {
    this.#bestArea = 0;
    // Of an update that is under way the rest is not the whole.
    this.#area = 0;
  }

  /** @param asksLevel the page asks for a quality level: without one servers send no JPEG in Tight. */
  server(event: ServerEvent, asksLevel: boolean): void {
    switch (event.type) {
      case 'server-init':
        this.#width = event.width;
        this.#height = event.height;
        break;
      case 'update-start':
        this.#area = 0;
        this.#lossless = 0;
        break;
      case 'rect':
        this.#rect(event, asksLevel);
        break;
      case 'update-end':
        // Every pixel of the screen just came without loss.
        if (this.#lossless > 0 && this.#lossless >= this.#width * this.#height) this.#isLossy = false;
        break;
      default:
    }
  }

  #rect({ encoding, width, height, y }: Rect, asksLevel: boolean): void {
    // The y of an ExtendedDesktopSize is its status: what was refused changes nothing.
    if (encoding === ENCODING.desktopSize || (encoding === ENCODING.extendedDesktopSize && y === 0)) {
      this.#width = width;
      this.#height = height;
    }
    const isTightPng = encoding === ENCODING.tightPng;
    if (
      (encoding < 0 && !isTightPng) ||
      encoding === ENCODING.copyRect ||
      encoding >= ENCODING.vmwareCursor
    ) {
      return;
    }
    const pixels = width * height;
    const isJpeg = LOSSY.includes(encoding);
    this.#area += pixels;
    this.#bestArea = Math.max(this.#bestArea, this.#area);
    if (isJpeg) this.hasJpeg = true;
    if (isJpeg || (asksLevel && MAYBE_LOSSY.includes(encoding))) this.#isLossy = true;
    else this.#lossless += pixels;
  }
}
