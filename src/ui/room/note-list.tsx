import type { JSX } from 'preact';
import type { Note } from './room-notes.ts';
import type { Line } from './room-words.ts';

/** What one should know now, and what to do about it. Read out by the live regions, not by itself. */
export function NoteList(props: {
  readonly notes: readonly Note[];
  readonly say: (line: Line) => string;
}): JSX.Element | null {
  const { notes, say } = props;
  if (notes.length === 0) return null;
  return (
    <ul class="room-notes">
      {notes.map(({ id, tone, title, remedy }) => (
        <li key={id} data-tone={tone} data-note={id.split(' ', 1)[0]}>
          <strong>{say(title)}</strong>
          {remedy !== null && <span> {say(remedy)}</span>}
        </li>
      ))}
    </ul>
  );
}
