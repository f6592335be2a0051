import type { JSX } from 'preact';
import type { EditorDesk } from './editor-desk.ts';

/** Asks before changes are lost. */
export function QuestionBox({ desk }: { readonly desk: EditorDesk }): JSX.Element | null {
  const { messages } = desk.surroundings;
  if (desk.question.value === null) return null;
  return (
    <div class="curtain">
      <div
        class="question"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="editor-question"
        aria-describedby="editor-question-hint"
      >
        <h2 id="editor-question">{messages('uiEditorUnsaved')}</h2>
        <p id="editor-question-hint">{messages('uiEditorUnsavedHint')}</p>
        <div class="row">
          <button type="button" onClick={() => desk.keep()}>
            {messages('uiEditorKeep')}
          </button>
          <button type="button" onClick={() => desk.discard()}>
            {messages('uiEditorDiscard')}
          </button>
          <button type="button" class="main" onClick={() => void desk.saveAndGo()}>
            {messages('uiEditorSave')}
          </button>
        </div>
      </div>
    </div>
  );
}
