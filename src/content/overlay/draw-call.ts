import type { Stage } from '../../ui/stage/stage.ts';
import type { LinkRoom } from '../link/handoff.ts';

/**
 * Has the drawing part put in when something is drawn in the room, so that it is seen by who never draws. Ends by itself
 * then. Returns the way to stop.
 *
 * @param ask the background for it
 */
export function callDraw(
  stage: Pick<Stage, 'parts'>,
  room: Pick<LinkRoom, 'onDrawing'>,
  ask: () => Promise<unknown>,
): () => void {
  let isOver = false;
  let unsubscribe: (() => void) | undefined;
  const stop = (): void => {
    isOver = true;
    unsubscribe?.();
  };
  unsubscribe = room.onDrawing((news) => {
    if (isOver || !isSomething(news)) return;
    stop();
    if (stage.parts.has('draw')) return;
    ask().catch(() => undefined);
  });
  // It may have called at once, when there was no way to stop yet.
  if (isOver) unsubscribe();
  return stop;
}

/** Not decoded here: the part does that, and takes nothing else. */
function isSomething(news: unknown): boolean {
  if (typeof news !== 'object' || news === null) return false;
  const changes: unknown = Reflect.get(news, 'changes');
  return Array.isArray(changes) ? changes.length > 0 : Reflect.get(news, 'type') === 'live';
}
