import type { ClipboardAction } from './messages.ts';
import { CLIPBOARD_ACTION } from './numbers.ts';

const ACTION_MASK = 0xff000000;

/**
 * What an extended clipboard message does, from its flags (rfbproto "Extended Clipboard Pseudo-Encoding"). A
 * caps message names every action its sender knows, so that bit decides alone; all others carry one action.
 */
export function clipboardAction(flags: number): ClipboardAction {
  if ((flags & CLIPBOARD_ACTION.caps) !== 0) return 'caps';
  switch (flags & ACTION_MASK) {
    case CLIPBOARD_ACTION.request:
      return 'request';
    case CLIPBOARD_ACTION.peek:
      return 'peek';
    case CLIPBOARD_ACTION.notify:
      return 'notify';
    case CLIPBOARD_ACTION.provide:
      return 'provide';
    default:
      return 'unknown';
  }
}

/** Bytes of the flags that open every extended clipboard message. */
export const CLIPBOARD_FLAGS_BYTES = 4;
