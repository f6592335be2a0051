import { Component, createRef, type JSX } from 'preact';
import { addressList } from '../address-list.ts';
import type { Messages } from '../surroundings.ts';

export interface CopyPartProps {
  readonly messages: Messages;
  /** The diagnostics at this instant. */
  readonly makeText: (withHosts: boolean) => string;
  /** The hosts that would be named. */
  readonly hosts: readonly string[];
  /** Puts text on the clipboard. Rejects where the browser does not allow it. */
  readonly copy: (text: string) => Promise<void>;
  /** Gives the user a file. */
  readonly save: (text: string) => void;
}

interface CopyPartState {
  /** What is looked at, and copied as it is; null: closed. */
  readonly text: string | null;
  readonly withHosts: boolean;
  /** Key of what is said about it. */
  readonly said: string | null;
}

/** Diagnostics to give to somebody else: first to be read, then copied or saved exactly as they were read. */
export class CopyPart extends Component<CopyPartProps, CopyPartState> {
  override state: CopyPartState = { text: null, withHosts: false, said: null };
  readonly #opener = createRef<HTMLButtonElement>();
  readonly #preview = createRef<HTMLElement>();

  override render(): JSX.Element {
    const { messages, hosts } = this.props;
    const { text, withHosts, said } = this.state;
    return (
      <div class="diagnostics">
        {text === null ? (
          <button type="button" class="action" ref={this.#opener} onClick={() => this.#open(withHosts)}>
            {messages('uiDiagOpen')}
          </button>
        ) : (
          <section aria-labelledby="diagnostics-title">
            <h4 id="diagnostics-title">{messages('uiDiagTitle')}</h4>
            <p class="small">{messages('uiDiagHint')}</p>
            <label>
              <input
                type="checkbox"
                checked={withHosts}
                onChange={(event) => this.#show(event.currentTarget.checked)}
              />
              <span>{messages('uiDiagHosts', addressList(messages, hosts))}</span>
            </label>
            <section
              class="preview"
              ref={this.#preview}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
              tabIndex={0}
              dir="ltr"
              aria-label={messages('uiDiagPreview')}
            >
              <pre>{text}</pre>
            </section>
            <p>
              <button type="button" class="action" onClick={(event) => this.#copy(event, text)}>
                {messages('uiDiagCopy')}
              </button>{' '}
              <button type="button" class="action" onClick={(event) => this.#save(event, text)}>
                {messages('uiDiagSave')}
              </button>{' '}
              <button type="button" class="action" onClick={() => this.#close()}>
                {messages('uiDiagClose')}
              </button>
            </p>
          </section>
        )}
        <p class="small" role="status">
          {said !== null && messages(said)}
        </p>
      </div>
    );
  }

  #open(withHosts: boolean): void {
    this.setState({ text: this.props.makeText(withHosts), said: null }, () => this.#preview.current?.focus());
  }

  #show(withHosts: boolean): void {
    this.setState({ text: this.props.makeText(withHosts), withHosts, said: null });
  }

  #close(): void {
    this.setState({ text: null, said: null }, () => this.#opener.current?.focus());
  }

  /** Only by the user's own hand: a page must not fill clipboard or disk with it. */
  #copy(event: Event, text: string): void {
    if (!event.isTrusted) return;
    this.props.copy(text).then(
      () => this.setState({ said: 'uiDiagCopied' }),
      () => {
        this.props.save(text);
        this.setState({ said: 'uiDiagSavedInstead' });
      },
    );
  }

  #save(event: Event, text: string): void {
    if (!event.isTrusted) return;
    this.props.save(text);
    this.setState({ said: 'uiDiagSaved' });
  }
}
