import { seededRandom } from '../../link/random.ts';
import type { GuardedClient } from './guarded-client.ts';

/** One turn of the script: works, then thinks. */
const TURN_MS = 30_000;
const WORK_MS = 22_000;
const STEP_MS = 40;
const CLICK_EVERY_MS = 1300;
const KEY_EVERY_MS = 900;
/** A drag of a second in each turn. */
const DRAG_FROM_MS = 9000;
const DRAG_UNTIL_MS = 10_000;
const FIRST_KEYSYM = 0x61;
const LETTERS = 26;

/**
 * A user at work on a 640x480 screen: 22 s of moving, clicking, typing and one drag, 8 s of thinking, for ever. Returns
 * the way to stop.
 * @param thinks false: works without a pause
 */
export function startScriptedHand(client: GuardedClient, seed: number, thinks = true): () => void {
  const random = seededRandom(seed);
  const beganMs = performance.now();
  let clickAtMs = 1000;
  let keyAtMs = 1500;
  let dragging = false;
  const timer = setInterval(() => {
    const atMs = performance.now() - beganMs;
    const inTurnMs = atMs % TURN_MS;
    if (thinks && inTurnMs > WORK_MS) return;
    const x = Math.round(320 + 300 * Math.sin(atMs / 1700));
    const y = Math.round(240 + 220 * Math.sin(atMs / 2300));
    const drags = inTurnMs > DRAG_FROM_MS && inTurnMs < DRAG_UNTIL_MS;
    if (drags !== dragging) {
      dragging = drags;
      client.pointer(0, x, y);
    }
    client.pointer(drags ? 1 : 0, x, y);
    if (drags) return;
    if (atMs >= clickAtMs) {
      client.pointer(1, x, y);
      client.pointer(0, x, y);
      clickAtMs = atMs + CLICK_EVERY_MS * (0.5 + random());
    }
    if (atMs >= keyAtMs) {
      const keysym = FIRST_KEYSYM + Math.floor(LETTERS * random());
      client.key(true, keysym);
      client.key(false, keysym);
      keyAtMs = atMs + KEY_EVERY_MS * (0.5 + random());
    }
  }, STEP_MS);
  return () => clearInterval(timer);
}
