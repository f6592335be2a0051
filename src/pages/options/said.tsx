import type { JSX, Ref } from 'preact';
import type { Text } from '../../ui/message-key.ts';
import { type Notice, noticeText } from '../notice-text.ts';

interface SaidProps {
  readonly notice: Notice | undefined;
  readonly text: Text;
  /** Where the keyboard goes when what was clicked is gone. */
  readonly said?: Ref<HTMLParagraphElement>;
}

/** What the last click of a section came to, for those who see it and for those who hear it. */
export function Said({ notice, text, said }: SaidProps): JSX.Element {
  return (
    <p role="status" class="notice" tabIndex={-1} {...(said === undefined ? {} : { ref: said })}>
      {notice && noticeText(notice, text)}
    </p>
  );
}
