import { browserName } from '../model/browser-name.ts';
import type { Policy } from '../model/policy/policy.ts';
import diagnosticsCss from '../ui/diagnostics/diagnostics.css?inline';
import panelCss from '../ui/panel/panel.css?inline';
import { DiagnosticsDock } from '../ui/stage/diagnostics-dock.ts';
import { PanelDock } from '../ui/stage/panel-dock.ts';
import { addStyle } from '../ui/stage/shadow-style.ts';
import type { Part, Stage } from '../ui/stage/stage.ts';
import { VERSION } from './version.ts';

/**
 * The panel, with why input is held back: without the ways to rooms, drawing and the region editor, which are the
 * extension's.
 *
 * @param policy that of the newest channel
 */
export function panelPart(stage: Stage, policy: () => Policy | null): Part {
  addStyle(stage.root, panelCss);
  addStyle(stage.root, diagnosticsCss);
  const panel = new PanelDock(stage, []);
  const diagnostics = new DiagnosticsDock({
    stage,
    ask: async () => ({ policy: policy(), settingsProblems: 0 }),
    onRoom: () => () => undefined,
    about: {
      extension: `plugin ${VERSION}`,
      browser: browserName(navigator.userAgent),
      isSecure: window.isSecureContext,
      isFramed: window.top !== window,
      pageHost: location.host,
    },
    // Not there on a page without HTTPS, and not always allowed in a frame: it rejects then.
    copy: async (text) => navigator.clipboard.writeText(text),
  });
  return {
    toggle: () => panel.toggle(),
    remove: () => {
      diagnostics.remove();
      panel.remove();
    },
  };
}
