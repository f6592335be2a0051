import type { Rect } from '../rect.ts';
import { rectHeader } from './encoder.ts';
import { encodePixelFormat, serverFormat } from './pixel-format.ts';

/** Pseudo-encodings this server knows, from RFB 6143 section 7.8 and the community specification. */
export const pseudo = {
  cursor: -239,
  desktopName: -307,
  desktopSize: -308,
  fence: -312,
  continuousUpdates: -313,
} as const;

export const FENCE_REQUEST = 0x8000_0000;
export const FENCE_BLOCK_BEFORE = 1;

/** The server's description of itself that ends the handshake (RFB 6143 section 7.3.2). */
export function serverInit(screen: Rect, name: string): Buffer {
  const text = Buffer.from(name, 'utf8');
  const size = Buffer.alloc(4);
  size.writeUInt16BE(screen.width, 0);
  size.writeUInt16BE(screen.height, 2);
  return Buffer.concat([size, encodePixelFormat(serverFormat), uint32(text.length), text]);
}

/** The four bytes in front of an update's rectangles. */
export function updateHeader(rectCount: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(rectCount, 2);
  return head;
}

/** A ServerFence. */
export function fence(flags: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.of(248, 0, 0, 0), uint32(flags), Buffer.of(payload.length), payload]);
}

/** Says that the server knows continuous updates, or that they have ended. */
export function endOfContinuousUpdates(): Buffer {
  return Buffer.of(150);
}

/** An ExtendedDesktopSize rectangle with one screen: why it is sent, and how a wish for a change fared. */
export function desktopSizeRect(screen: Rect, reason: number, status: number): Buffer {
  const { width, height } = screen;
  const only = Buffer.alloc(16);
  only.writeUInt16BE(width, 8);
  only.writeUInt16BE(height, 10);
  const header = rectHeader({ x: reason, y: status, width, height }, pseudo.desktopSize);
  return Buffer.concat([header, Buffer.of(1, 0, 0, 0), only]);
}

/** A DesktopName rectangle. */
export function desktopNameRect(name: string): Buffer {
  const text = Buffer.from(name, 'utf8');
  const header = rectHeader({ x: 0, y: 0, width: 0, height: 0 }, pseudo.desktopName);
  return Buffer.concat([header, uint32(text.length), text]);
}

/** Four bytes, most significant first. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0, 0);
  return bytes;
}
