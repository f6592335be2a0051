import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';

/** Client messages as the parser reports them. Offsets only say how long they are. */
const span = (bytes: number) => ({ startByte: 0, endByte: bytes });

export const pointer = (buttonMask: number, x = 0, y = 0): Extract<ClientMessage, { type: 'pointer' }> => ({
  ...span(buttonMask > 0x7f ? 7 : 6),
  type: 'pointer',
  buttonMask,
  x,
  y,
  extended: buttonMask > 0x7f,
});
export const key = (down: boolean, keysym: number, keycode: number | null = null): ClientMessage => ({
  ...span(keycode === null ? 8 : 12),
  type: 'key',
  down,
  keysym,
  keycode,
});
export const cutText = (textBytes = 5): ClientMessage => ({
  ...span(8 + textBytes),
  type: 'cut-text',
  textBytes,
});
export const clipboard = (
  action: Extract<ClientMessage, { type: 'clipboard' }>['action'],
): ClientMessage => ({ ...span(12), type: 'clipboard', action, flags: 0 });
export const xvp = (action = 4): ClientMessage => ({ ...span(4), type: 'xvp', action });
export const updateRequest = (): ClientMessage => ({
  ...span(10),
  type: 'update-request',
  incremental: true,
  x: 0,
  y: 0,
  width: 640,
  height: 480,
});
export const setEncodings = (
  encodings: readonly number[] = [ENCODING.raw, ENCODING.fence],
): ClientMessage => ({
  ...span(4 + 4 * encodings.length),
  type: 'set-encodings',
  encodings,
});
export const desktopSize = (): ClientMessage => ({
  ...span(24),
  type: 'set-desktop-size',
  width: 800,
  height: 600,
});
export const pageFence = (): ClientMessage => ({
  ...span(9),
  type: 'fence',
  flags: 0,
  payload: new Uint8Array(0),
});
/** One of every kind that keeps a session running. */
export const everyProtocolMessage = (): readonly ClientMessage[] => [
  {
    ...span(20),
    type: 'set-pixel-format',
    format: { bitsPerPixel: 32, depth: 24, trueColour: true, redMax: 255, greenMax: 255, blueMax: 255 },
  },
  setEncodings(),
  updateRequest(),
  clipboard('caps'),
  clipboard('request'),
  clipboard('peek'),
  clipboard('notify'),
  { ...span(10), type: 'continuous-updates', enable: true, x: 0, y: 0, width: 1, height: 1 },
  pageFence(),
  desktopSize(),
  { ...span(4), type: 'qemu-audio', operation: 0 },
];
