import type { Stage } from '../../ui/stage/stage.ts';
import type { LinkRoom } from '../link/handoff.ts';

/** The room part is asked for again after so long, until it comes. */
const ASK_AGAIN_MS = 3_000;

/** Puts the room part beside the overlay as soon as this document has a room. Ends by itself when that is there. */
export function callRoom(
  stage: Pick<Stage, 'parts' | 'openPart'>,
  room: Pick<LinkRoom, 'subscribe'>,
  nowMs: () => number = () => performance.now(),
): void {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let unsubscribe: (() => void) | undefined;
  const called = (): void => {
    // Not while the link is calling its listeners, the first time even before it has returned the way to stop.
    queueMicrotask(() => unsubscribe?.());
  };
  unsubscribe = room.subscribe((status) => {
    if (stage.parts.has('room')) called();
    else if (status !== null && nowMs() - askedAtMs >= ASK_AGAIN_MS) {
      askedAtMs = nowMs();
      // It takes no keyboard: nobody asked for it.
      stage.openPart('room');
    }
  });
}
