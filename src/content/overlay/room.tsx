import css from '../../ui/room/room.css?inline';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { findLink } from '../link/handoff.ts';
import { callDraw } from './draw-call.ts';
import { extension } from './extension.ts';
import { RoomDock } from './room-dock.ts';
import { roomLine } from './room-line.ts';
import { findStage } from './stage.ts';

// Put in where a session has a room, or one is asked for. A second run changes nothing.
const stage = findStage();
const link = findLink();
if (stage !== undefined && link !== undefined && !stage.parts.has('room')) {
  addStyle(stage.root, css);
  const line = roomLine(link.room, async (message) => extension.runtime.sendMessage(message));
  const dock = new RoomDock(stage, line);
  stage.parts.set('room', dock);
  callDraw(stage, link.room, async () => extension.runtime.sendMessage({ type: 'show-part', part: 'draw' }));
  // Without a room it was asked for by hand.
  if (!dock.hasRoom) dock.toggle();
}
