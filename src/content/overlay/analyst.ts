import { SessionModel } from '../../model/measure/quantities/session-model.ts';
import { AnalystDesk } from '../../ui/analyst/analyst-desk.ts';
import css from '../../ui/analyst/rating.css?inline';
import { mountRatingCard } from '../../ui/analyst/rating-card.tsx';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { findLink } from '../link/handoff.ts';
import { extension } from './extension.ts';
import { findStage } from './stage.ts';

// The safety part asked the background for this script, because there is a session. A second run changes nothing.
const stage = findStage();
const link = findLink();
if (stage !== undefined && link !== undefined && !stage.parts.has('analyst')) {
  addStyle(stage.root, css);
  const desk = new AnalystDesk({
    link,
    newModel: () => new SessionModel(),
    // async, because it throws at once when the extension is gone.
    send: async (message) => extension.runtime.sendMessage(message),
    epochMs: () => Date.now(),
    later: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  const onLeave = (): void => desk.leave();
  addEventListener('pagehide', onLeave);
  const stops = [
    desk.start(),
    mountRatingCard(stage.addSlot(), { messages: stage.messages, overlay: stage.overlay, analyst: desk }),
    () => removeEventListener('pagehide', onLeave),
  ];
  stage.analyst = desk;
  stage.parts.set('analyst', {
    // Nothing of it is opened or closed; its card comes and goes by itself.
    toggle: () => undefined,
    remove: () => {
      stage.analyst = undefined;
      for (const stop of stops) stop();
    },
  });
}
