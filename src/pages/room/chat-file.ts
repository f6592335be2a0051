import type { ChatEntry } from '../../model/port/room-view.ts';

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

/** A name that sorts by time and that every file system takes. */
export function chatFileName(wallMs: number): string {
  return `rice-room-chat-${new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '-')}.txt`;
}
