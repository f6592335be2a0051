import css from '../../ui/panel/panel.css?inline';
import { PanelDock } from '../../ui/stage/panel-dock.ts';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { findStage } from './stage.ts';

// The badge asked the background for this script, because its panel was asked for. A second run changes nothing.
const stage = findStage();
if (stage !== undefined && !stage.parts.has('panel')) {
  addStyle(stage.root, css);
  const panel = new PanelDock(stage);
  stage.parts.set('panel', panel);
  panel.toggle();
  // What the panel says first, from a script of its own.
  stage.openPart('diagnostics');
}
