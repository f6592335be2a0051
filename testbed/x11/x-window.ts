import x11, { type XClient, type XDisplay, type XRawEvent } from 'x11';
import type { Rect } from '../instrument/rect.ts';
import { Keyboard } from './keyboard.ts';

/** Where a window lies on the screen, in pixels, and what it wants to hear. */
export interface XWindowOptions {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** presses: only buttons that go down. all: buttons, moves and keys. */
  readonly hears: 'presses' | 'all';
}

/** What the X server told the window. Places are in pixels of the window. */
export type XEvent =
  | {
      readonly type: 'button';
      readonly button: number;
      readonly down: boolean;
      readonly x: number;
      readonly y: number;
    }
  | { readonly type: 'motion'; readonly x: number; readonly y: number }
  | { readonly type: 'key'; readonly keysym: number; readonly down: boolean };

/** A window without frame on an X display. */
export interface XWindow {
  /** Shows pixels (blue, green, red, nothing: 4 bytes each) at a place of the window. */
  put(rect: Rect, pixels: Buffer): void;
  /** The X server has not taken what was put so far: whoever puts more only fills memory. */
  readonly isBehind: boolean;
  /** False once the display has gone. */
  readonly isOpen: boolean;
  close(): void;
}

const EVENT = {
  keyPress: 2,
  keyRelease: 3,
  buttonPress: 4,
  buttonRelease: 5,
  motion: 6,
  keyboardChanged: 34,
} as const;
const Z_PIXMAP = 2;
const DEPTH = 24;
const INPUT_OUTPUT = 1;
/** Three pictures of a microscope's screen. */
const BEHIND_BYTES = 8 * 1024 * 1024;

/**
 * Opens a window on `display` (":3"), which must have a depth of 24 bits, above all others and out of reach of window
 * managers.
 *
 * @example
 * const window = await openXWindow(':3', { x: 0, y: 0, widthPx: 8, heightPx: 8, hears: 'all' }, console.log);
 */
export async function openXWindow(
  display: string,
  options: XWindowOptions,
  onEvent: (event: XEvent) => void,
): Promise<XWindow> {
  const { client, screen } = await connect(display);
  const [first] = screen;
  if (first?.root_depth !== DEPTH) throw new Error(`[x11] ${display} has no depth of ${DEPTH} bits`);
  let isOpen = true;
  const gone = (): void => {
    isOpen = false;
  };
  client.on('end', gone);
  // The display may go first when a run ends.
  client.on('error', gone);

  const keyboard = new Keyboard();
  const readKeyboard = (): void =>
    client.GetKeyboardMapping(Keyboard.FIRST_KEYCODE, Keyboard.KEYCODES, (error, keysyms) => {
      if (error === null) keyboard.keysyms = keysyms;
    });
  if (options.hears === 'all') readKeyboard();
  client.on('event', (raw) => {
    if (raw.type === EVENT.keyboardChanged) readKeyboard();
    const event = read(raw, keyboard);
    if (event !== null) onEvent(event);
  });

  const window = client.AllocID();
  const context = client.AllocID();
  const { x, y, widthPx, heightPx, hears } = options;
  const values = { backgroundPixel: 0, overrideRedirect: true, eventMask: eventMask(hears) };
  client.CreateWindow(
    ...([window, first.root, x, y, widthPx, heightPx, 0, DEPTH, INPUT_OUTPUT, 0] as const),
    values,
  );
  client.CreateGC(context, window, {});
  client.MapWindow(window);
  await client.sync();
  return {
    put: (rect, pixels) => {
      if (!isOpen) return;
      client.PutImage(Z_PIXMAP, window, context, rect.width, rect.height, rect.x, rect.y, 0, DEPTH, pixels);
    },
    get isBehind() {
      return client.stream.writableLength > BEHIND_BYTES;
    },
    get isOpen() {
      return isOpen;
    },
    close: () => {
      isOpen = false;
      client.terminate();
    },
  };
}

function connect(display: string): Promise<XDisplay & { readonly client: XClient }> {
  return new Promise((resolve, reject) => {
    x11.createClient({ display, shm: false }, (error, connected) => {
      // Later errors have their own listener; this one has been settled by then.
      if (error) reject(error instanceof Error ? error : new Error('[x11] no connection', { cause: error }));
      else resolve(connected);
    });
  });
}

function eventMask(hears: XWindowOptions['hears']): number {
  const { ButtonPress, ButtonRelease, PointerMotion, KeyPress, KeyRelease } = x11.eventMask;
  return hears === 'presses'
    ? ButtonPress
    : ButtonPress | ButtonRelease | PointerMotion | KeyPress | KeyRelease;
}

function read({ type, keycode, x, y, buttons }: XRawEvent, keyboard: Keyboard): XEvent | null {
  switch (type) {
    case EVENT.buttonPress:
    case EVENT.buttonRelease:
      return { type: 'button', button: keycode, down: type === EVENT.buttonPress, x, y };
    case EVENT.motion:
      return { type: 'motion', x, y };
    case EVENT.keyPress:
      return { type: 'key', down: true, keysym: keyboard.press(keycode, buttons) };
    case EVENT.keyRelease:
      return { type: 'key', down: false, keysym: keyboard.release(keycode, buttons) };
    default:
      return null;
  }
}
