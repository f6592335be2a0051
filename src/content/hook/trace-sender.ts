import type { TraceSink } from '../../driver/traced-guard.ts';
import { type FromHook, MAX_TRACE_TEXT } from '../../model/port/hook-message.ts';

/** What waits is sent when it is so long, or so old: a busy session then needs a few messages a second. */
export const SEND_CHARS = 32_000;
export const SEND_AFTER_MS = 500;

export interface TraceSenderOptions {
  readonly connection: string;
  readonly send: (message: FromHook) => boolean;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
}

/**
 * Sends the lines of one connection's trace, many in a message, each message with the number of its first line:
 * whoever keeps the trace then sees what was lost on the way. Lines that wait for a link that is not there yet are
 * lost beyond one message.
 */
export function traceSender({ connection, send, nowMs, wallMs }: TraceSenderOptions): TraceSink {
  let text = '';
  let lines = 0;
  let first = 0;
  let sinceMs = 0;
  const flush = (): void => {
    if (lines === 0 || !send({ type: 'trace', connection, first, text })) return;
    drop();
  };
  const drop = (): void => {
    first += lines;
    text = '';
    lines = 0;
  };
  return {
    wallMs,
    write: (line) => {
      if (text.length + line.length >= MAX_TRACE_TEXT) {
        flush();
        if (lines > 0) drop();
      }
      if (lines === 0) sinceMs = nowMs();
      text += `${line}\n`;
      lines += 1;
      if (text.length >= SEND_CHARS || nowMs() - sinceMs >= SEND_AFTER_MS) flush();
    },
    end: flush,
  };
}
