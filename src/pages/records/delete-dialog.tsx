import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Text } from '../../ui/message-key.ts';

interface DeleteDialogProps {
  /** null: nothing is asked. */
  readonly question: string | null;
  readonly text: Text;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Asks once before records go for good. The browser's own dialog holds the focus and listens to Escape. */
export function DeleteDialog({ question, text, onAnswer }: DeleteDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (question === null) dialog.current?.close();
    else dialog.current?.showModal();
  }, [question]);
  return (
    <dialog ref={dialog} aria-labelledby="delete-question" onClose={() => onAnswer(false)}>
      <h2 id="delete-question">{question}</h2>
      <p>{text('uiRecordsConfirmHint')}</p>
      <div class="row">
        <button type="button" onClick={() => onAnswer(false)}>
          {text('uiRecordsCancel')}
        </button>
        <button type="button" class="danger" onClick={() => onAnswer(true)}>
          {text('uiRecordsDelete')}
        </button>
      </div>
    </dialog>
  );
}
