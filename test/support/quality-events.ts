import type { ServerEvent } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';

/** The server's events that a Quality looks at. */
export function serverInit(width = 640, height = 480, name = 'sem', securityType = 1): ServerEvent {
  const format = {
    bitsPerPixel: 32,
    depth: 24,
    trueColour: true,
    redMax: 255,
    greenMax: 255,
    blueMax: 255,
  } as const;
  return {
    type: 'server-init',
    version: '3.8',
    securityType,
    startByte: 0,
    endByte: 0,
    width,
    height,
    format,
    name,
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
  return [
    { type: 'update-start', startByte: 0, rects: rects.length },
    ...rects,
    { type: 'update-end', startByte: 0, endByte: bytes, rects: rects.length },
  ];
}
