import css from '../../ui/safety/safety.css?inline';
import { SafetyDock } from '../../ui/stage/safety-dock.ts';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { findLink } from '../link/handoff.ts';
import { callRoom } from './room-call.ts';
import { findStage } from './stage.ts';

// The overlay asked the background for this script, because there is something to decide. A second run changes nothing.
const stage = findStage();
const link = findLink();
if (stage !== undefined && link !== undefined && !stage.parts.has('safety')) {
  addStyle(stage.root, css);
  stage.parts.set('safety', new SafetyDock(stage, link));
  // As soon as there is a session, and not by the overlay: that is what every portal loads first.
  stage.openPart('analyst');
  stage.openPart('quality');
  callRoom(stage, link.room);
}
