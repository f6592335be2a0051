import { Component, type ComponentChildren, createRef, type JSX } from 'preact';

export interface DisclosureProps {
  readonly label: string;
  /** What a screen reader calls it, when the label is not enough. */
  readonly name?: string;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that shows what it is about below itself; Escape or a choice closes it and the button has the keyboard. */
export class Disclosure extends Component<DisclosureProps, { readonly open: boolean }> {
  override state = { open: false };
  readonly #button = createRef<HTMLButtonElement>();

  override render(): JSX.Element {
    const { label, name, children } = this.props;
    const { open } = this.state;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Escape on any control inside
      <div
        class="room-disclosure"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return;
          event.stopPropagation();
          this.#close();
        }}
      >
        <button
          ref={this.#button}
          type="button"
          class="press"
          aria-expanded={open}
          aria-label={name}
          onClick={() => this.setState({ open: !open })}
        >
          {label}
        </button>
        {open && <div class="room-choices">{children(this.#close)}</div>}
      </div>
    );
  }

  readonly #close = (): void => {
    this.setState({ open: false });
    this.#button.current?.focus();
  };
}
