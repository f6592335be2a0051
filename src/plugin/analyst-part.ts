import { SessionModel } from '../model/measure/quantities/session-model.ts';
import { AnalystDesk, type AnalystLink } from '../ui/analyst/analyst-desk.ts';
import type { Part, Stage } from '../ui/stage/stage.ts';

/** The session model, for the panel's charts and the report. Nothing is recorded: what the portal wants to keep it hears. */
export function analystPart(stage: Stage, link: AnalystLink): Part {
  const desk = new AnalystDesk({
    link,
    newModel: () => new SessionModel(),
    send: async () => undefined,
    epochMs: () => Date.now(),
    later: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  const stop = desk.start();
  stage.analyst = desk;
  return {
    toggle: () => undefined,
    remove: () => {
      stage.analyst = undefined;
      stop();
    },
  };
}
