import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MAX_CHAT } from '../../model/room/room-limits.ts';
import { begunAt, completed, offered } from './mention.ts';
import type { Line } from './room-words.ts';

/** From here on one is told how much more fits. */
const COUNT_FROM = 0.8 * MAX_CHAT;

/** Where one writes: Enter sends, Shift+Enter begins a line, @ offers names. */
export function ChatBox(props: {
  readonly say: (line: Line) => string;
  /** Of the others here. */
  readonly names: readonly string[];
  readonly onSend: (text: string) => void;
}): JSX.Element {
  const { say, names, onSend } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  /** Escape was pressed at this @. */
  const [refusedAt, setRefusedAt] = useState(-1);
  /** Where the caret goes once the text is drawn. */
  const [moveTo, setMoveTo] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (moveTo === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(moveTo, moveTo);
    setMoveTo(null);
  }, [moveTo]);

  const begun = begunAt(text, caret);
  const choices = begun === null || begun.at === refusedAt ? [] : offered(names, begun);
  const chosen = Math.min(active, choices.length - 1);
  const isTooLong = text.length > MAX_CHAT;
  const canSend = text.trim() !== '' && !isTooLong;

  const send = (): void => {
    if (!canSend) return;
    onSend(text.trim());
    setText('');
    setCaret(0);
    setRefusedAt(-1);
    field.current?.focus();
  };
  const choose = (name: string): void => {
    if (begun === null) return;
    const next = completed(text, caret, begun, name);
    setText(next.text);
    setCaret(next.caret);
    setMoveTo(next.caret);
    setActive(0);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const name = choices[chosen];
    if (name !== undefined) {
      const { length } = choices;
      if (event.key === 'ArrowDown') setActive((chosen + 1) % length);
      else if (event.key === 'ArrowUp') setActive((chosen + length - 1) % length);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(name);
      else if (event.key === 'Escape') setRefusedAt(begun?.at ?? -1);
      else return;
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      class="chat-box"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {choices.length > 0 && (
        <div class="chat-names" id="chat-names" role="listbox" aria-label={say({ key: 'uiRoomNames' })}>
          {choices.map((name, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the keyboard
            <div
              key={name}
              tabIndex={-1}
              id={`chat-name-${index}`}
              role="option"
              aria-selected={index === chosen}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(name)}
            >
              {name}
            </div>
          ))}
        </div>
      )}
      <textarea
        ref={field}
        rows={2}
        value={text}
        aria-label={say({ key: 'uiRoomWrite' })}
        placeholder={say({ key: 'uiRoomWrite' })}
        aria-describedby="chat-count"
        aria-invalid={isTooLong}
        aria-autocomplete="list"
        aria-controls={choices.length > 0 ? 'chat-names' : undefined}
        aria-activedescendant={choices.length > 0 ? `chat-name-${chosen}` : undefined}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setCaret(currentTarget.selectionStart);
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={keyDown}
      />
      <span id="chat-count" class={isTooLong ? 'problem' : 'hint'}>
        {text.length >= COUNT_FROM &&
          say({ key: 'uiRoomCount', words: [{ count: text.length }, { count: MAX_CHAT }] })}
      </span>
      <button type="submit" class="main" disabled={!canSend}>
        {say({ key: 'uiRoomSend' })}
      </button>
    </form>
  );
}
