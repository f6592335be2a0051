import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import { run } from '../../model/decode/decode.ts';
import type { ToBackground } from '../../model/port/extension-message.ts';
import { saveOutcomeDecoder } from '../../model/port/extension-message-decoder.ts';
import css from '../../ui/quality/quality.css?inline';
import { QualityDock } from '../../ui/stage/quality-dock.ts';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { findLink } from '../link/handoff.ts';
import { extension } from './extension.ts';
import { findStage } from './stage.ts';
import { originStorage } from './surroundings.ts';

/** Whether it is kept. Rejects when the extension is gone. */
async function choose(choice: QualityChoice): Promise<boolean> {
  const message: ToBackground = { type: 'set-quality', choice };
  const outcome = run(saveOutcomeDecoder, await extension.runtime.sendMessage(message));
  return outcome.ok && outcome.value.type === 'saved';
}

// The safety part asked the background for this script, because there is a session. A second run changes nothing.
const stage = findStage();
const link = findLink();
if (stage !== undefined && link !== undefined && !stage.parts.has('quality')) {
  addStyle(stage.root, css);
  const dock = new QualityDock({ stage, port: link, storage: originStorage, choose });
  const onMessage = (message: unknown): undefined => {
    const isAsked = typeof message === 'object' && message !== null;
    if (isAsked && Reflect.get(message, 'type') === 'full-quality') dock.fullQuality();
    return undefined;
  };
  extension.runtime.onMessage.addListener(onMessage);
  stage.parts.set('quality', {
    toggle: () => dock.toggle(),
    remove: () => {
      extension.runtime.onMessage.removeListener(onMessage);
      dock.remove();
    },
  });
}
