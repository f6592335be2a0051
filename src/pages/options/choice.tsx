import type { JSX } from 'preact';

interface ChoiceProps {
  /** Of the group of buttons. */
  readonly name: string;
  readonly value: string;
  readonly isChosen: boolean;
  readonly label: string;
  readonly hint: string;
  readonly onChoose: () => void;
}

/** One of several that exclude each other, with what it means. */
export function Choice({ name, value, isChosen, label, hint, onChoose }: ChoiceProps): JSX.Element {
  const hintId = `${name}-${value}`;
  return (
    <label class="choice">
      <input
        type="radio"
        name={name}
        value={value}
        checked={isChosen}
        aria-describedby={hintId}
        onChange={onChoose}
      />
      <span>{label}</span>
      <span class="hint" id={hintId}>
        {hint}
      </span>
    </label>
  );
}
