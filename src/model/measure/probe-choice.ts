import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import { CLIPBOARD_ACTION, ENCODING, FENCE_FLAG } from '../rfb/numbers.ts';
import { PROBE_ENCODING } from './probe-messages.ts';
import type { ProbeKind } from './readings.ts';

/** UltraVNC's own login: it answers a one-pixel request with the whole screen. */
const MS_LOGON_II = 113;

/**
 * Which probe this server answers, learned from what both sides said. A probe is chosen only when the page has
 * advertised the extension and the server has used it: TigerVNC closes the connection on a fence it was not
 * offered.
 */
export class ProbeChoice {
  #advertised: ReadonlySet<number> = new Set();
  #fenceSeen = false;
  #desktopSizeSeen = false;
  #updateSeen = false;
  #refreshIsHeavy = false;
  #serverPeeks = false;
  #clientCapsSent = false;
  #peekUnanswered = false;

  client(message: ClientMessage): void {
    if (message.type === 'set-encodings') this.#advertised = new Set(message.encodings);
    if (message.type === 'clipboard' && message.action === 'caps') this.#clientCapsSent = true;
  }

  server(event: ServerEvent): void {
    switch (event.type) {
      case 'fence':
        if (event.flags >= FENCE_FLAG.request) this.#fenceSeen = true;
        break;
      case 'rect':
        if (event.encoding === ENCODING.extendedDesktopSize) this.#desktopSizeSeen = true;
        // neatvnc encodes a whole key frame for every request that is not incremental.
        if (event.encoding === ENCODING.h264) this.#refreshIsHeavy = true;
        break;
      case 'update-end':
        this.#updateSeen = true;
        break;
      case 'server-init':
        this.#refreshIsHeavy = event.securityType === MS_LOGON_II;
        break;
      case 'clipboard':
        if (event.action === 'caps' && has(event.flags, CLIPBOARD_ACTION.peek)) this.#serverPeeks = true;
        break;
      default:
        break;
    }
  }

  /** libvncserver answers Peek only while it holds clipboard data: once it did not, it is not asked again. */
  peekWentUnanswered(): void {
    this.#peekUnanswered = true;
  }

  get kind(): ProbeKind {
    if (!this.#updateSeen) return 'none';
    if (this.#fenceSeen && this.#advertised.has(PROBE_ENCODING.fence)) return 'fence';
    if (this.#desktopSizeSeen && !this.#refreshIsHeavy && this.#advertised.has(PROBE_ENCODING.refresh)) {
      return 'refresh';
    }
    const peeks = this.#serverPeeks && this.#clientCapsSent && !this.#peekUnanswered;
    if (peeks && this.#advertised.has(PROBE_ENCODING.clipboard)) return 'clipboard';
    return 'none';
  }
}

function has(flags: number, bit: number): boolean {
  return (flags & bit) !== 0;
}
