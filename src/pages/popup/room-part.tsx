import type { JSX } from 'preact';
import type { TabStatus } from '../../model/port/extension-message.ts';
import type { Text } from '../../ui/message-key.ts';
import type { PopupTab } from './popup-port.ts';
import type { PopupStore } from './popup-store.ts';

interface RoomPartProps {
  readonly tab: PopupTab | undefined;
  readonly status: TabStatus | undefined;
  readonly store: PopupStore;
  readonly text: Text;
}

/**
 * The way to the side panel, which begins, joins and shows rooms: a popup closes when the browser asks for a
 * permission, and what was typed would be gone.
 */
export function RoomPart({ tab, status, store, text }: RoomPartProps): JSX.Element | null {
  if (tab === undefined || status === undefined || status.managed.disabled.includes('rooms')) return null;
  const { relayHost, reports } = status;
  if (relayHost === null && reports.length === 0 && !tab.hasInvite) return null;
  return (
    <section aria-labelledby="room">
      <h2 id="room">{text('popupRoom')}</h2>
      {relayHost !== null && <p>{text('popupRoomIn', relayHost)}</p>}
      {relayHost === null && tab.hasInvite && <p>{text('popupRoomInvite')}</p>}
      <button
        type="button"
        class={tab.hasInvite ? 'main' : undefined}
        onClick={() => void store.openRoom(tab)}
      >
        {text(relayHost !== null ? 'popupRoomGo' : tab.hasInvite ? 'popupRoomJoin' : 'popupRoomOpen')}
      </button>
      {relayHost === null && <p class="hint">{text('popupRoomHint')}</p>}
    </section>
  );
}
