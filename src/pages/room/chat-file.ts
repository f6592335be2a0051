import type { ChatEntry, RoomPanelState } from '../../model/port/room-view.ts';
import type { ChatFormat } from '../../ui/room/panel-tools.ts';

/** Of the JSON, with its version: docs/rooms.md names each field. */
const FORMAT = 'rice-novnc-room-chat';

/** The chat as lines of text: time (ISO 8601, UTC), name, words. The lines of one message stay together, indented. */
export function chatText(chat: readonly ChatEntry[]): string {
  return chat
    .map(({ wallMs, name, text, state }) => {
      const isLost = state === 'unsent' || state === 'failed';
      const words = text.replaceAll('\n', '\n    ');
      return `${new Date(wallMs).toISOString()}  ${name}${isLost ? ' (not sent)' : ''}: ${words}\n`;
    })
    .join('');
}

/** The chat as data, for whoever puts it beside a record. Whether somebody was meant is left to the reader. */
export function chatJson(
  { chat, droppedChat }: Pick<RoomPanelState, 'chat' | 'droppedChat'>,
  wallMs: number,
): string {
  const messages = chat.map(({ wallMs: saidWallMs, from, name, text, state }) => ({
    time: new Date(saidWallMs).toISOString(),
    member: from,
    name,
    text,
    state,
  }));
  const made = new Date(wallMs).toISOString();
  return `${JSON.stringify({ format: FORMAT, version: 1, made, dropped: droppedChat, messages }, null, 1)}\n`;
}

/** A name that sorts by time and that every file system takes. */
export function chatFileName(wallMs: number, format: ChatFormat): string {
  const time = new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `rice-room-chat-${time}.${format === 'text' ? 'txt' : 'json'}`;
}
