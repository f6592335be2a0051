import type { ClientMessage } from '../rfb/messages.ts';
import { isProtocol } from './classify.ts';
import { encodePointer } from './encode.ts';
import type { Held } from './held.ts';
import type { ClientOutcome } from './outcome.ts';

/** The verdict when the gate fails in the middle of one: protocol and releases pass, nothing else does. */
export function failSafe(message: ClientMessage, held: Pick<Held, 'sentMask' | 'x' | 'y'>): ClientOutcome {
  if (isProtocol(message)) return { type: 'send' };
  if (message.type === 'key' && !message.down) return { type: 'send' };
  if (message.type === 'pointer') {
    const rest = held.sentMask & message.buttonMask;
    if (rest !== held.sentMask) return { type: 'replace', bytes: encodePointer(rest, held.x, held.y) };
  }
  return { type: 'drop', reason: 'fault' };
}
