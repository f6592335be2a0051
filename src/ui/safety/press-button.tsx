import { Component, type JSX } from 'preact';
import { FRESH_MS } from '../fresh.ts';

export interface PressButtonProps {
  readonly text: string;
  readonly nowMs: () => number;
  readonly onPress: () => void;
  readonly disabled?: boolean;
}

/** A button for the user's own hand: events made by scripts do nothing, nor do presses of what has just appeared. */
export class PressButton extends Component<PressButtonProps> {
  readonly #bornMs = this.props.nowMs();

  override render(): JSX.Element {
    const { text, disabled } = this.props;
    return (
      <button type="button" class="press" disabled={disabled === true} onClick={this.#click}>
        {text}
      </button>
    );
  }

  readonly #click = (event: Event): void => {
    const { nowMs, onPress } = this.props;
    if (event.isTrusted && nowMs() - this.#bornMs >= FRESH_MS) onPress();
  };
}
