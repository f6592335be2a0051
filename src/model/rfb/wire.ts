import type { ClientEvent, ServerEvent } from './messages.ts';

/**
 * - detecting: the server has not sent its first 12 bytes yet
 * - handshake: RFB, before ServerInit is complete
 * - messages: both directions are message streams
 * - lost: not RFB, refused, or framing was lost in a direction (each direction also says so by a desync event)
 */
export type WirePhase = 'detecting' | 'handshake' | 'messages' | 'lost';

/**
 * Both byte streams of one connection, joined where one direction decides how the other is read: the client's
 * choices in the handshake, its pixel format and its encodings.
 *
 * Feed every chunk of both directions in the order in which they were seen. Never throws, never holds payload.
 *
 * @example
 * const wire = new Wire();
 * wire.server(chunk); // [{ type: 'server-init', ... }, { type: 'rect', ... }, ...]
 */
export class Wire {
  get phase(): WirePhase {
    return 'detecting';
  }

  /** The next chunk from the server. */
  server(_chunk: Uint8Array): readonly ServerEvent[] {
    return [];
  }

  /** The next chunk from the client, as the page sent it. */
  client(_chunk: Uint8Array): readonly ClientEvent[] {
    return [];
  }

  /** Bytes seen from the server so far. */
  get serverBytes(): number {
    return 0;
  }

  /** Bytes seen from the client so far. */
  get clientBytes(): number {
    return 0;
  }

  /**
   * Where an unfinished server message begins whose first bytes could be the start of a probe reply (fence,
   * extended clipboard): while a probe is outstanding the driver must not deliver bytes from here on. null when
   * no such message is open. At most 73 bytes are ever undecided.
   */
  get serverUndecidedFromByte(): number | null {
    return null;
  }

  /** Where an unfinished client message begins that was not reported yet: bytes from here on cannot be sent. */
  get clientUndecidedFromByte(): number | null {
    return null;
  }
}
