import type { JSX } from 'preact';
import type { Text } from '../../ui/message-key.ts';
import type { PopupStore } from './popup-store.ts';
import type { Site } from './site.ts';

interface UnseenProps {
  readonly site: Site;
  readonly isWatching: boolean;
  readonly store: PopupStore;
  readonly text: Text;
}

/** Whether connections that cannot be guarded are watched for on this site: a permission more, given and taken here. */
export function UnseenChoice({ site, isWatching, store, text }: UnseenProps): JSX.Element {
  if (isWatching) {
    return (
      <section>
        <p>{text('popupWatchesUnseen', site.host)}</p>
        <button type="button" onClick={() => void store.unwatchUnseen(site)}>
          {text('popupUnwatchUnseen')}
        </button>
      </section>
    );
  }
  return (
    <section>
      <button type="button" onClick={() => void store.watchUnseen(site)}>
        {text('popupWatchUnseen')}
      </button>
      <p class="hint">{text('popupWatchUnseenHint', site.host)}</p>
    </section>
  );
}
