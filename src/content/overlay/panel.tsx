import css from '../../ui/panel/panel.css?inline';
import { PanelDock } from './panel-dock.ts';
import { addStyle } from './shadow-style.ts';
import { findStage } from './stage.ts';

// The badge asked the background for this script, because its panel was asked for. A second run changes nothing.
const stage = findStage();
if (stage !== undefined && stage.panel === undefined) {
  addStyle(stage.root, css);
  stage.panel = new PanelDock(stage);
  stage.panel.toggle();
}
