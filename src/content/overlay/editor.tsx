import css from '../../ui/editor/editor.css?inline';
import { EditorDock } from './editor-dock.ts';
import { addStyle } from './shadow-style.ts';
import { findStage } from './stage.ts';

// The panel asked the background for this script, because its editor was asked for. A second run changes nothing.
const stage = findStage();
if (stage !== undefined && !stage.parts.has('editor')) {
  addStyle(stage.root, css);
  const editor = new EditorDock(stage);
  stage.parts.set('editor', editor);
  editor.toggle();
}
