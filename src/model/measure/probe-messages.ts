import { CLIPBOARD_ACTION, ENCODING, FENCE_FLAG } from '../rfb/numbers.ts';

const CLIENT_FENCE = 248;
const UPDATE_REQUEST = 3;
const CUT_TEXT = 6;

/**
 * A ClientFence that asks for an answer. Only the Request flag: TigerVNC, TurboVNC and KasmVNC answer in message
 * order anyway, and neatvnc would wait for pending updates with BlockBefore (rfbproto "ClientFence").
 */
export function fenceProbe(nonce: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(9 + nonce.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, CLIENT_FENCE);
  view.setUint32(4, FENCE_FLAG.request);
  view.setUint8(8, nonce.length);
  bytes.set(nonce, 9);
  return bytes;
}

/**
 * A request for one pixel, not incremental: servers with ExtendedDesktopSize answer it at once with the size of
 * the desktop (RFC 6143 section 7.5.3, rfbproto "ExtendedDesktopSize").
 */
export function refreshProbe(): Uint8Array {
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, UPDATE_REQUEST);
  view.setUint16(6, 1);
  view.setUint16(8, 1);
  return bytes;
}

/** Extended clipboard Peek: the server answers with one Notify (rfbproto "Extended Clipboard"). */
export function peekProbe(): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, CUT_TEXT);
  view.setInt32(4, -4);
  view.setUint32(8, CLIPBOARD_ACTION.peek);
  return bytes;
}

/** Whether two nonces are the same bytes. */
export function sameNonce(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return a.every((byte, index) => byte === b[index]);
}

/** The pseudo-encodings a page must have advertised before a probe of a kind may be sent. */
export const PROBE_ENCODING = {
  fence: ENCODING.fence,
  refresh: ENCODING.extendedDesktopSize,
  clipboard: ENCODING.extendedClipboard,
} as const;
