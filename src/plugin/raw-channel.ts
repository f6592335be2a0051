/** What noVNC takes besides a URL: a WebSocket or an RTCDataChannel, or anything that behaves like one. */
export interface RawChannel extends EventTarget {
  binaryType: string;
  readonly readyState: number | string;
  readonly protocol: string;
  /** An RTCDataChannel has none. */
  readonly url?: string;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** The numbers of WebSocket. */
export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSING = 2;
export const CLOSED = 3;

const STATES: Readonly<Record<string, number>> = {
  connecting: CONNECTING,
  open: OPEN,
  closing: CLOSING,
  closed: CLOSED,
};

/** The state of either kind as a WebSocket says it; noVNC understands both. */
export function stateOf({ readyState }: RawChannel): number {
  return typeof readyState === 'number' ? readyState : (STATES[readyState] ?? CLOSED);
}

/** Where a connection leads, without the query, which may hold a token. */
export interface Address {
  readonly host: string;
  readonly path: string;
}

/** null: the channel does not say. */
export function addressOf({ url }: RawChannel): Address | null {
  if (url === undefined) return null;
  try {
    const { host, pathname } = new URL(url);
    return { host, path: pathname };
  } catch {
    return null;
  }
}

/** The bytes of what noVNC sends, seen in place; null: text or a Blob, which cannot be judged. */
export function bytesOf(data: unknown): Uint8Array | null {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : null;
}

/** A copy only where the memory is shared, which no channel takes. */
export function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return isPlain(bytes) ? bytes : new Uint8Array(bytes);
}

function isPlain(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer;
}
