import type { ServerEvent } from '../../src/model/rfb/messages.ts';
import { ENCODING, FENCE_FLAG } from '../../src/model/rfb/numbers.ts';

export interface ServerStart {
  readonly width?: number;
  readonly height?: number;
  readonly name?: string;
  readonly securityType?: number;
}

/** A server that begins, with true colours. */
export function serverInit(start: ServerStart = {}): ServerEvent {
  const full = { redMax: 255, greenMax: 255, blueMax: 255 };
  return {
    ...{ type: 'server-init', version: '3.8', securityType: 1, startByte: 0, endByte: 0 },
    ...{ width: 640, height: 480, name: 'sem' },
    format: { bitsPerPixel: 32, depth: 24, trueColour: true, ...full },
    ...start,
  };
}

export function rect(encoding: number, width = 640, height = 480, x = 0, y = 0): ServerEvent {
  return { type: 'rect', startByte: 0, x, y, width, height, encoding };
}

/** A whole update. */
export function update(
  rects: readonly ServerEvent[] = [rect(ENCODING.tight)],
  bytes = 98_000,
): readonly ServerEvent[] {
  return [{ type: 'update-start', startByte: 0, rects: rects.length }, ...rects, updateEnd(bytes)];
}

export function updateEnd(bytes = 0): ServerEvent {
  return { type: 'update-end', startByte: 0, endByte: bytes, rects: 1 };
}

/** The server shows that it knows fences. */
export const FENCE_REQUEST: ServerEvent = fence(FENCE_FLAG.request, new Uint8Array(0));

/** The answer to a fence of the client's. */
export function fenceReply(payload: Uint8Array, bytes = 0): ServerEvent {
  return fence(0, payload, bytes);
}

function fence(flags: number, payload: Uint8Array, bytes = 0): ServerEvent {
  return { type: 'fence', startByte: 0, endByte: bytes, flags, payload };
}
