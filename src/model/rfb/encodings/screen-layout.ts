import type { ByteReader } from '../byte-reader.ts';
import type { RectSkipper, SkipProgress } from './rect-skipper.ts';

const SCREEN_BYTES = 16;

/** ExtendedDesktopSize (rfbproto): a count of screens, three bytes of padding, the screens. */
export class ScreenLayoutSkipper implements RectSkipper {
  begin(): void {}

  skip(reader: ByteReader): SkipProgress {
    if (!reader.has(1)) return 'more';
    reader.skip(3 + SCREEN_BYTES * reader.u8());
    return 'done';
  }
}
