import type { Stage } from '../../ui/stage/stage.ts';

// A plain name: the isolated world belongs to this extension alone.
declare global {
  var riceStage: Stage | undefined;
}

export function setStage(stage: Stage | undefined): void {
  globalThis.riceStage = stage;
}

/** The overlay that is already there, as its parts and a second injection find it. */
export function findStage(): Stage | undefined {
  return globalThis.riceStage;
}
