import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Text } from '../../ui/message-key.ts';

interface AskDialogProps {
  readonly isOpen: boolean;
  readonly question: string;
  readonly hint: string;
  /** What the button that does it says. */
  readonly yes: string;
  readonly text: Text;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Asks once before something is done. The browser's own dialog holds the focus and listens to Escape. */
export function AskDialog({ isOpen, question, hint, yes, text, onAnswer }: AskDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-question`}
      aria-describedby={`${id}-hint`}
      onClose={() => onAnswer(false)}
    >
      <h2 id={`${id}-question`}>{question}</h2>
      <p id={`${id}-hint`}>{hint}</p>
      <div class="row">
        <button type="button" onClick={() => onAnswer(false)}>
          {text('uiOptionsCancel')}
        </button>
        <button type="button" class="danger" onClick={() => onAnswer(true)}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
