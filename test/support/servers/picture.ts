import { pause, type ServerProcess, startProcess } from './process.ts';

/** ico says within this time if it cannot draw on the display. */
const FAILS_WITHIN_MS = 150;

/**
 * A light moving picture on the root window: a turning polyhedron that bounces about, some 25 frames a second.
 * It selects no input, so a witness on the same display sees every event.
 */
export async function startPicture(display: string): Promise<ServerProcess> {
  const picture = await startProcess('ico', ['-r', '-faces', '-sleep', '0.04'], {
    env: { DISPLAY: display },
  });
  const ended = await Promise.race([picture.exited.then(() => true), pause(FAILS_WITHIN_MS)]);
  if (ended) throw new Error(`[servers] ico ended: ${picture.log()}`);
  return picture;
}
