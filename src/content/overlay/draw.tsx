import css from '../../ui/draw/draw.css?inline';
import { mountDraw } from '../../ui/draw/draw.tsx';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import type { Part, Stage } from '../../ui/stage/stage.ts';
import { findLink, type LinkRoom } from '../link/handoff.ts';
import { DrawDock } from './draw-dock.ts';
import { drawLine } from './draw-line.ts';
import { readAheadStorage } from './read-ahead-storage.ts';
import { findStage } from './stage.ts';
import { originStorage } from './surroundings.ts';

async function show(stage: Stage, room: LinkRoom): Promise<void> {
  // Without a press it was called by the room, to show what is drawn there.
  let isWanted = stage.asked.has('draw');
  const waiting: Part = {
    toggle: () => {
      isWanted = !isWanted;
    },
    remove: () => undefined,
  };
  stage.parts.set('draw', waiting);
  const storage = await readAheadStorage(originStorage, 'draw');
  if (findStage() !== stage) return;
  addStyle(stage.root, css);
  const dock = new DrawDock({ stage, line: drawLine(room), storage, mount: mountDraw });
  stage.parts.set('draw', dock);
  if (isWanted) dock.toggle();
}

// A second run changes nothing.
const stage = findStage();
const link = findLink();
if (stage !== undefined && link !== undefined && !stage.parts.has('draw')) void show(stage, link.room);
