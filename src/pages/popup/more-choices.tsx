import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TabStatus } from '../../model/port/extension-message.ts';
import type { Text } from '../../ui/message-key.ts';
import type { PopupStore } from './popup-store.ts';
import type { Site } from './site.ts';
import { UnseenChoice } from './unseen.tsx';

interface MoreChoicesProps {
  readonly site: Site;
  readonly status: TabStatus | undefined;
  readonly watchesUnseen: boolean;
  readonly store: PopupStore;
  readonly text: Text;
}

/** What few need, behind one line, so that the popup's end is in sight; open from the start where any of it is on. */
export function MoreChoices({ site, status, watchesUnseen, store, text }: MoreChoicesProps): JSX.Element {
  const traced = status?.traced === true;
  // Not by what is on now: it would close under the hand that takes the tick away.
  const [isOpen] = useState(traced || watchesUnseen);
  return (
    <details open={isOpen}>
      <summary>{text('popupMore')}</summary>
      {status !== undefined && !status.managed.disabled.includes('traces') && (
        <label>
          <input
            type="checkbox"
            checked={traced}
            disabled={status.problems.length > 0}
            aria-describedby="trace-hint"
            onChange={({ currentTarget }) => void store.setTrace(site.host, currentTarget.checked)}
          />
          <span class="choice">{text('popupTrace')}</span>
          <span class="hint" id="trace-hint">
            {text('popupTraceHint')}
          </span>
        </label>
      )}
      <UnseenChoice site={site} isWatching={watchesUnseen} store={store} text={text} />
    </details>
  );
}
