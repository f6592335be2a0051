import { Component, type JSX } from 'preact';

/**
 * A button that has just appeared takes no press yet: it may have come under a pointer that meant the picture, or
 * under the second half of a double click.
 */
export const FRESH_MS = 600;

export interface PressButtonProps {
  readonly text: string;
  readonly nowMs: () => number;
  readonly onPress: () => void;
  readonly disabled?: boolean;
}

/** A button for the user's own hand: events made by scripts do nothing. */
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
