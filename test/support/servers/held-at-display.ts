import { connect } from 'node:net';

/** What the X server itself says is down. */
export interface HeldAtDisplay {
  readonly keycodes: readonly number[];
  /** Buttons 1 to 5; the protocol tells of no others. */
  readonly buttons: readonly number[];
}

const SETUP_REQUEST = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const SETUP_HEAD_BYTES = 8;
const REPLY_BYTES = 32;
const KEYMAP_REPLY_BYTES = 40;
const FIRST_BUTTON_BIT = 8;
const BUTTONS = 5;
const TIMEOUT_MS = 3000;

/**
 * Asks the X server behind `display` (":3") which keys and buttons are down: QueryKeymap and QueryPointer of the X11
 * protocol over its local socket. Null when nobody answers there any more.
 */
export async function heldAtDisplay(display: string): Promise<HeldAtDisplay | null> {
  const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
  const timer = setTimeout(
    () => socket.destroy(new Error('[servers] the X server does not answer')),
    TIMEOUT_MS,
  );
  try {
    return await query(socket);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function query(socket: ReturnType<typeof connect>): Promise<HeldAtDisplay> {
  let received = Buffer.alloc(0);
  const bytes = socket[Symbol.asyncIterator]();
  const take = async (length: number): Promise<Buffer> => {
    while (received.length < length) {
      const next = await bytes.next();
      const chunk: unknown = next.value;
      if (!Buffer.isBuffer(chunk)) throw new Error('[servers] the X server closed the connection');
      received = Buffer.concat([received, chunk]);
    }
    const taken = received.subarray(0, length);
    received = received.subarray(length);
    return taken;
  };
  socket.write(SETUP_REQUEST);
  const head = await take(SETUP_HEAD_BYTES);
  if (head[0] !== 1) throw new Error('[servers] the X server refused');
  const root = rootWindow(await take(head.readUInt16LE(6) * 4));

  socket.write(Buffer.from([44, 0, 1, 0]));
  const keymap = (await take(KEYMAP_REPLY_BYTES)).subarray(8);
  const pointer = Buffer.from([38, 0, 2, 0, 0, 0, 0, 0]);
  pointer.writeUInt32LE(root, 4);
  socket.write(pointer);
  const mask = (await take(REPLY_BYTES)).readUInt16LE(24);
  return {
    keycodes: Array.from({ length: 256 }, (_, code) => code).filter(
      (code) => ((keymap[code >> 3] ?? 0) & (1 << (code & 7))) !== 0,
    ),
    buttons: Array.from({ length: BUTTONS }, (_, index) => index + 1).filter(
      (button) => (mask & (1 << (FIRST_BUTTON_BIT + button - 1))) !== 0,
    ),
  };
}

/** The first screen's root window, behind the vendor's name and the pixmap formats of the setup reply. */
function rootWindow(setup: Buffer): number {
  const vendorBytes = Math.ceil(setup.readUInt16LE(16) / 4) * 4;
  const formats = setup[21] ?? 0;
  return setup.readUInt32LE(32 + vendorBytes + formats * 8);
}
