import { connect, type Socket } from 'node:net';
import { seededRandom } from '../../link/random.ts';

/** Where a window lies on the screen, and what it does by itself. Pixels and milliseconds. */
export interface NoiseWindowOptions {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Paints new noise so often; null: only when it is clicked. */
  readonly everyMs: number | null;
  readonly seed?: number;
}

/** A window on an X display that shows grain as an electron microscope's picture does. */
export interface NoiseWindow {
  /** Button presses that the X server gave it so far. */
  presses(): number;
  stop(): void;
}

const SETUP_REQUEST = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const SETUP_HEAD_BYTES = 8;
const EVENT_BYTES = 32;
const BUTTON_PRESS = 4;
const BUTTON_PRESS_MASK = 4;
const OPCODE = { createWindow: 1, mapWindow: 8, createGc: 55, putImage: 72 } as const;
/** Background pixel, override redirect (no window manager has a say), event mask: bits of a window's attributes. */
const ATTRIBUTES = 0x2 | 0x200 | 0x800;
/** The length of a request is counted in 16 bits, in words of 4 bytes. */
const REQUEST_MAX_BYTES = 4 * 0xffff;
const PUT_IMAGE_HEAD_BYTES = 24;
/** So many pictures are made in advance; no two in a row are alike. */
const PICTURES = 6;
const SETUP_TIMEOUT_MS = 5000;

/**
 * Opens a window of noise on `display` (":3"), by the X11 protocol over its local socket. Noise does not compress, so
 * each painting costs the VNC server about the same number of bytes: a response of known size.
 *
 * @example
 * const window = await openNoiseWindow(':3', { x: 0, y: 0, widthPx: 200, heightPx: 100, everyMs: null });
 */
export async function openNoiseWindow(display: string, options: NoiseWindowOptions): Promise<NoiseWindow> {
  const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
  const setup = await setUp(socket);
  const root = rootWindow(setup);
  const window = setup.readUInt32LE(4) + 1;
  const context = window + 1;
  socket.write(createWindow(window, root, options));
  socket.write(request(OPCODE.createGc, 0, [context, window, 0]));
  socket.write(request(OPCODE.mapWindow, 0, [window]));

  const pictures = makePictures(options);
  let turn = 0;
  const paint = () => {
    for (const strip of strips(window, context, pictures[turn++ % PICTURES] ?? Buffer.alloc(0), options)) {
      socket.write(strip);
    }
  };
  let presses = 0;
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= EVENT_BYTES) {
      if (((rest[0] ?? 0) & 0x7f) === BUTTON_PRESS) {
        presses += 1;
        paint();
      }
      rest = rest.subarray(EVENT_BYTES);
    }
  });
  // The display may go first when a bench ends.
  socket.on('error', () => {});
  paint();
  const timer = options.everyMs === null ? null : setInterval(paint, options.everyMs);
  return {
    presses: () => presses,
    stop: () => {
      if (timer !== null) clearInterval(timer);
      socket.destroy();
    },
  };
}

async function setUp(socket: Socket): Promise<Buffer> {
  socket.write(SETUP_REQUEST);
  let received = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('[loop] the X server does not answer')),
      SETUP_TIMEOUT_MS,
    );
    const take = (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (received.length < SETUP_HEAD_BYTES) return;
      const length = received.readUInt16LE(6) * 4;
      if (received.length < SETUP_HEAD_BYTES + length) return;
      clearTimeout(timer);
      socket.off('data', take);
      if (received[0] === 1) resolve(received.subarray(SETUP_HEAD_BYTES));
      else reject(new Error('[loop] the X server refused'));
    };
    socket.on('data', take);
    socket.once('error', reject);
  });
}

/** The first screen's root window, behind the vendor's name and the pixmap formats of the setup reply. */
function rootWindow(setup: Buffer): number {
  const vendorBytes = Math.ceil(setup.readUInt16LE(16) / 4) * 4;
  return setup.readUInt32LE(32 + vendorBytes + (setup[21] ?? 0) * 8);
}

/** A request of 32-bit words behind its head. */
function request(opcode: number, detail: number, words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * words.length);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(detail, 1);
  bytes.writeUInt16LE(bytes.length / 4, 2);
  for (const [i, word] of words.entries()) bytes.writeUInt32LE(word, 4 + 4 * i);
  return bytes;
}

function createWindow(window: number, root: number, { x, y, widthPx, heightPx }: NoiseWindowOptions): Buffer {
  const border = 0;
  const inputOutput = 1;
  const copyVisual = 0;
  const values = [0, 1, BUTTON_PRESS_MASK];
  const place = [pair(x, y), pair(widthPx, heightPx), pair(border, inputOutput)];
  return request(OPCODE.createWindow, 24, [window, root, ...place, copyVisual, ATTRIBUTES, ...values]);
}

/** Two 16-bit numbers in one word, the first in the lower half. */
function pair(low: number, high: number): number {
  return ((high << 16) | (low & 0xffff)) >>> 0;
}

function makePictures({ widthPx, heightPx, seed = 1 }: NoiseWindowOptions): Buffer[] {
  const random = seededRandom(seed);
  return Array.from({ length: PICTURES }, () => {
    const pixels = Buffer.alloc(4 * widthPx * heightPx);
    for (let at = 0; at < pixels.length; at += 4) pixels.fill(64 + Math.floor(128 * random()), at, at + 3);
    return pixels;
  });
}

/** A picture as PutImage requests, none longer than the protocol allows. */
function strips(
  window: number,
  context: number,
  pixels: Buffer,
  { widthPx, heightPx }: NoiseWindowOptions,
): Buffer[] {
  const rowBytes = 4 * widthPx;
  const rows = Math.floor((REQUEST_MAX_BYTES - PUT_IMAGE_HEAD_BYTES) / rowBytes);
  const all: Buffer[] = [];
  for (let y = 0; y < heightPx; y += rows) {
    const count = Math.min(rows, heightPx - y);
    const head = request(OPCODE.putImage, 2, [window, context, pair(widthPx, count), pair(0, y), 24 << 8]);
    const part = pixels.subarray(y * rowBytes, (y + count) * rowBytes);
    head.writeUInt16LE((head.length + part.length) / 4, 2);
    all.push(Buffer.concat([head, part]));
  }
  return all;
}
