import css from '../../ui/panel/panel.css?inline';
import { PanelDock } from './panel-dock.ts';
import { addStyle } from './shadow-style.ts';
import { findStage } from './stage.ts';

// The badge asked the background for this script, because its panel was asked for. A second run changes nothing.
const stage = findStage();
if (stage !== undefined && !stage.parts.has('panel')) {
  addStyle(stage.root, css);
  const panel = new PanelDock(stage);
  stage.parts.set('panel', panel);
  panel.toggle();
}
