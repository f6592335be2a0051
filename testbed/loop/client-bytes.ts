import { FENCE_FLAG } from '../../src/model/rfb/numbers.ts';

/** What a simulated server does with what a client says. */
export interface ClientListener {
  readonly pointer: (mask: number, x: number, y: number) => void;
  /** A request to be answered with so many bytes. */
  readonly fence: (payload: Uint8Array, bytes: number) => void;
}

const FENCE_BYTES = 9;

/** Reads client messages as they arrive, whole ones. */
export function readClientBytes(bytes: Uint8Array, listener: ClientListener): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const length = message(view, at, listener);
    if (length === null) throw new Error(`[loop] the server cannot read message ${bytes[at]}`);
    at += length;
  }
}

function message(view: DataView, at: number, { pointer, fence }: ClientListener): number | null {
  switch (view.getUint8(at)) {
    case 2:
      return 4 + 4 * view.getUint16(at + 2);
    case 3:
      return 10;
    case 4:
      return 8;
    case 5:
      pointer(view.getUint8(at + 1), view.getUint16(at + 2), view.getUint16(at + 4));
      return 6;
    case 248: {
      const length = FENCE_BYTES + view.getUint8(at + 8);
      if (view.getUint32(at + 4) === FENCE_FLAG.request) {
        const from = view.byteOffset + at;
        fence(new Uint8Array(view.buffer.slice(from + FENCE_BYTES, from + length)), length);
      }
      return length;
    }
    default:
      return null;
  }
}
