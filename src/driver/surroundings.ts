import type { ClientMessage } from '../model/rfb/messages.ts';

/** The live connection a driver works on: a WebSocket for the extension, any noVNC channel for the plugin. */
export interface Channel {
  /** Writes to the server, as one message of the channel. Takes what it needs before it returns; never throws. */
  send(bytes: Uint8Array): void;
  /** Hands the page bytes that were held back and are late; what is not late is returned by `Driver.server`. */
  deliver(bytes: Uint8Array): void;
  /** Ends the connection. */
  close(): void;
}

/** What a trusted DOM event can be about, as far as the age of input is concerned. */
export type InputKind = 'pointer' | 'key' | 'wheel';

/** What a driver needs of the world around it. */
export interface Surroundings {
  /** Monotonic and corrected for sleep: see clock.ts. */
  readonly nowMs: () => number;
  /** Milliseconds since 1970 by the user's clock; for the record only. */
  readonly wallMs: () => number;
  /** Calls back about every `periodMs`, later when the browser throttles. Returns the way to stop. */
  readonly every: (periodMs: number, callback: () => void) => () => void;
  /** Fresh random bytes for a probe's nonce. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** How old the newest trusted event of this kind was when the page handled it; null if unknown. */
  readonly eventAgeMs: (kind: InputKind) => number | null;
}

/** Wheel bits of a pointer event's button mask, RFC 6143 section 7.5.5: up, down, left, right. */
const WHEEL_BITS = 0x78;

/** Which DOM events lead to a message; null: none in particular. */
export function inputKind(message: ClientMessage): InputKind | null {
  if (message.type === 'key') return 'key';
  if (message.type !== 'pointer') return null;
  return (message.buttonMask & WHEEL_BITS) === 0 ? 'pointer' : 'wheel';
}
