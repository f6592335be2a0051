import { Instrument } from '../instrument/instrument.ts';
import type { InstrumentSetup } from '../instrument/instrument-setup.ts';
import { SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../instrument/layout.ts';
import type { Picture } from '../instrument/picture.ts';
import type { Rect } from '../instrument/rect.ts';
import { Screen } from '../instrument/screen.ts';
import type { TruthEntry } from '../instrument/truth-log.ts';
import { framePixels } from './frame-pixels.ts';
import { PointerMask } from './pointer-mask.ts';
import { openXWindow } from './x-window.ts';

/** The same as of the embedded server (instrument-server.ts). */
const DRAW_EVERY_MS = 90;

/** An instrument whose screen is a window that covers an X display, and that is worked by the display's input. */
export interface ShownInstrument {
  /** What happened so far; times in ms since 1970 by this machine's clock. */
  readonly truth: readonly TruthEntry[];
  stop(): void;
}

/** Milliseconds since 1970, in fractions and without jumps: the same in all processes of a run. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Shows a new instrument on `display` (":3"). Resolves when its first picture is on the way. */
export async function showInstrument(options: {
  readonly display: string;
  readonly setup: InstrumentSetup;
  readonly picture: Picture;
}): Promise<ShownInstrument> {
  const instrument = new Instrument(nowMs(), options.setup);
  const screen = new Screen(options.picture);
  const pointer = new PointerMask();
  const place = { x: 0, y: 0, widthPx: SCREEN_WIDTH_PX, heightPx: SCREEN_HEIGHT_PX, hears: 'all' } as const;
  const window = await openXWindow(options.display, place, (event) => {
    const input = pointer.read(event);
    if (input !== null) instrument.input(input, nowMs());
  });
  const draw = (): void => {
    instrument.advance(nowMs());
    // What is not drawn now is drawn with the next picture: the screen says what differs from its last drawing.
    if (window.isBehind) return;
    const changed: Rect[] = [];
    screen.draw(instrument, (rect) => changed.push(rect));
    for (const rect of changed) window.put(rect, framePixels(screen.frame, rect));
  };
  draw();
  const timer = setInterval(draw, DRAW_EVERY_MS);
  return {
    get truth() {
      return instrument.truth;
    },
    stop: () => {
      clearInterval(timer);
      window.close();
    },
  };
}
