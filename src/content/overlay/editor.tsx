import css from '../../ui/editor/editor.css?inline';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import { EditorDock } from './editor-dock.ts';
import { findStage } from './stage.ts';

// The panel asked the background for this script, because its editor was asked for. A second run changes nothing.
const stage = findStage();
if (stage !== undefined && !stage.parts.has('editor')) {
  addStyle(stage.root, css);
  const editor = new EditorDock(stage);
  stage.parts.set('editor', editor);
  editor.toggle();
}
