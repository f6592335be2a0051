import { browserName } from '../../model/browser-name.ts';
import { MAX_PROBLEMS, number, run } from '../../model/decode/decode.ts';
import { policyDecoder } from '../../model/policy/policy-decoder.ts';
import css from '../../ui/diagnostics/diagnostics.css?inline';
import { DiagnosticsDock, type SettingsInForce } from '../../ui/stage/diagnostics-dock.ts';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { findLink } from '../link/handoff.ts';
import { onRoomStatus } from './decoded-status.ts';
import { extension } from './extension.ts';
import { findStage } from './stage.ts';

/** What is set for this site, as far as the extension still answers. */
async function ask(): Promise<SettingsInForce> {
  const answer: unknown = await extension.runtime.sendMessage({ type: 'site-settings' });
  const policy = run(policyDecoder, Reflect.get(Object(answer), 'policy'));
  const problemCount = run(number(0, MAX_PROBLEMS), Reflect.get(Object(answer), 'problemCount'));
  return {
    policy: policy.ok ? policy.value : null,
    settingsProblems: problemCount.ok ? problemCount.value : null,
  };
}

// The panel asked the background for this script, because it was opened. A second run changes nothing.
const stage = findStage();
const link = findLink();
if (stage !== undefined && link !== undefined && !stage.parts.has('diagnostics')) {
  addStyle(stage.root, css);
  const dock = new DiagnosticsDock({
    stage,
    ask,
    onRoom: (listener) => onRoomStatus(link.room, 'diagnostics', listener),
    about: {
      extension: extension.runtime.getManifest().version,
      browser: browserName(navigator.userAgent),
      isSecure: window.isSecureContext,
      isFramed: window.top !== window,
      pageHost: location.host,
    },
    // Not there on a page without HTTPS, and not always allowed in a frame: it rejects then.
    copy: async (text) => navigator.clipboard.writeText(text),
  });
  stage.parts.set('diagnostics', dock);
}
