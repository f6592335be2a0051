import css from '../../ui/draw/draw.css?inline';
import { mountDraw } from '../../ui/draw/draw.tsx';
import { DrawDock, type DrawLine } from './draw-dock.ts';
import { readAheadStorage } from './read-ahead-storage.ts';
import { addStyle } from './shadow-style.ts';
import { findStage, type Stage } from './stage.ts';
import { originStorage } from './surroundings.ts';

const ALONE: DrawLine = {
  subscribe: (listener) => {
    listener(null);
    return () => undefined;
  },
  onDrawn: () => () => undefined,
  onPiece: () => () => undefined,
  say: () => undefined,
  live: () => undefined,
};

async function show(stage: Stage): Promise<void> {
  const storage = await readAheadStorage(originStorage, 'draw');
  if (findStage() !== stage || stage.parts.has('draw')) return;
  addStyle(stage.root, css);
  const dock = new DrawDock({ stage, line: ALONE, storage, mount: mountDraw });
  stage.parts.set('draw', dock);
  dock.toggle();
}

// Asked for by hand. A second run changes nothing.
const stage = findStage();
if (stage !== undefined && !stage.parts.has('draw')) void show(stage);
