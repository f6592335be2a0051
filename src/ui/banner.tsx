import type { JSX } from 'preact';
import type { Amounts } from './amounts.ts';
import { Mark } from './mark.tsx';
import type { Notice } from './notice.ts';
import { say } from './sentence.ts';
import type { Messages } from './surroundings.ts';

export interface BannerProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly notice: Notice;
  /** For how long presses have been held back, in ms. */
  readonly heldMs: number;
  readonly onDismiss: () => void;
}

/** What is wrong, what is done about it, when it ends. Read out by the live regions, not by itself. */
export function Banner({ messages, amounts, notice, heldMs, onDismiss }: BannerProps): JSX.Element {
  return (
    <section class="banner" data-tone={notice.tone} aria-label={messages('uiBannerLabel')}>
      <Mark name={notice.verdict} />
      <div class="text">
        <h2>
          {say(notice.title, messages, amounts)}
          {notice.holding && <span class="elapsed">{amounts.seconds(heldMs)}</span>}
        </h2>
        {notice.lines.map((line) => (
          <p key={line.key}>{say(line, messages, amounts)}</p>
        ))}
      </div>
      {notice.dismissible && (
        <button
          type="button"
          class="dismiss"
          aria-label={messages('uiDismiss')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onDismiss}
        >
          <Mark name="closed" />
        </button>
      )}
    </section>
  );
}
