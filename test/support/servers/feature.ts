import { pause, type ServerProcess, startProcess } from './process.ts';

/** A square of one colour on the remote screen: what a stroke is drawn on, and found by its pixels. */
export interface Feature {
  /** Framebuffer pixels. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** 0 to 255 each. */
  readonly rgb: readonly [red: number, green: number, blue: number];
}

/** xlogo says within this time if it cannot draw on the display. */
const FAILS_WITHIN_MS = 150;

/** It selects no input, so a witness on the same display sees every event. */
export async function startFeature(display: string, { x, y, size, rgb }: Feature): Promise<ServerProcess> {
  const color = `#${rgb.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
  const place = `${size}x${size}+${x}+${y}`;
  const square = await startProcess('xlogo', ['-bw', '0', '-bg', color, '-fg', color, '-geometry', place], {
    env: { DISPLAY: display },
  });
  const ended = await Promise.race([square.exited.then(() => true), pause(FAILS_WITHIN_MS)]);
  if (ended) throw new Error(`[servers] xlogo ended: ${square.log()}`);
  return square;
}
