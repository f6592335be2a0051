import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Piece } from './chat-text.ts';
import { isolated } from './person.ts';
import type { Line } from './room-words.ts';

/** An address in a message: words until it is clicked, then it says where it leads, and only then it is a link. */
export function ChatLink(props: {
  readonly piece: Extract<Piece, { type: 'link' }>;
  readonly say: (line: Line) => string;
}): JSX.Element {
  const { piece, say } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="chat-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {piece.text}
      </button>
      {open && (
        <span class="chat-lead">
          <span>{say({ key: 'uiRoomLeads', words: [{ text: isolated(piece.host) }] })}</span>{' '}
          <code dir="ltr">{piece.url}</code>{' '}
          <a href={piece.url} target="_blank" rel="noreferrer noopener" onClick={() => setOpen(false)}>
            {say({ key: 'uiRoomOpenLink', words: [{ text: isolated(piece.host) }] })}
          </a>
        </span>
      )}
    </>
  );
}
