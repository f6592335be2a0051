import { encodeKey, encodePointer, encodeUnit } from '../gate/encode.ts';
import { isEmpty, type Journal } from '../gate/journal.ts';
import type { GuardEffect } from '../gate/outcome.ts';
import type { ProbeKind } from '../measure/readings.ts';
import type { RecordEvent } from '../record/record-event.ts';
import type { ServerEvent } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';

/** By then a server has shown which probe it answers, and so whose child it is. */
const KNOWN_AFTER_MS = 2000;

/** What other connections left down at the server, and what became of it. */
export class Leftover {
  #journal: Journal | null = null;
  #takesScanCodes = false;
  #stuckMask = 0;
  #releasedAtMs = 0;
  #x = 0;
  #y = 0;

  constructor(journal: Journal | null) {
    if (journal !== null) this.add(journal);
  }

  /** What is found while the connection is open already. Keys are not compared: a release too many does no harm. */
  add(journal: Journal): void {
    if (isEmpty(journal)) return;
    const before = this.#journal;
    const keys = [...(before?.keys ?? []), ...journal.keys];
    const buttonMask = journal.buttonMask | (before?.buttonMask ?? 0);
    const { x, y } = journal.buttonMask === 0 ? (before ?? journal) : journal;
    this.#journal = { keys, buttonMask, x, y };
  }

  /** Releases are owed and can be sent once the server has answered the page's first request. */
  get isOwed(): boolean {
    return this.#journal !== null;
  }

  /** The server may announce QEMU's form of keys. */
  server(event: ServerEvent): void {
    if (event.type === 'rect' && event.encoding === ENCODING.qemuKeyEvent) this.#takesScanCodes = true;
  }

  /**
   * The releases, keys in reverse order of their press. A key of QEMU's form is let up in that form where this
   * server takes it, or by its keysym. `x`, `y`: where this connection has put the pointer; both 0: nowhere yet.
   */
  release(
    { x, y }: { readonly x: number; readonly y: number },
    nowMs: number,
  ): { readonly effects: readonly GuardEffect[]; readonly fact: RecordEvent } | null {
    const journal = this.#journal;
    if (journal === null) return null;
    this.#journal = null;
    if (journal.buttonMask !== 0) {
      this.#stuckMask |= journal.buttonMask;
      this.#releasedAtMs = nowMs;
      // Where the server last saw the pointer: anywhere else it would be a drop there.
      ({ x: this.#x, y: this.#y } = x + y === 0 ? journal : { x, y });
    }
    const keys = [...journal.keys]
      .reverse()
      .map(({ keysym, keycode }) =>
        encodeKey({ keysym, keycode: this.#takesScanCodes ? keycode : null }, false),
      );
    const messages = journal.buttonMask === 0 ? keys : [...keys, encodePointer(0, this.#x, this.#y)];
    return {
      effects: messages.map((bytes) => ({ type: 'send', bytes, purpose: 'release' })),
      fact: {
        type: 'release',
        cause: 'journal',
        keys: journal.keys.length,
        buttons: bitCount(journal.buttonMask),
      },
    };
  }

  /**
   * Buttons that may still be down. A server of the TigerVNC family lets go at the release above; libvncserver
   * compares it with the new connection's own mask, finds no change, and keeps the button down (LibVNC/x11vnc#169).
   */
  stuckMask(probe: ProbeKind, nowMs: number): number {
    const isUnknown = probe === 'none' && nowMs - this.#releasedAtMs < KNOWN_AFTER_MS;
    return probe === 'fence' || isUnknown ? 0 : this.#stuckMask;
  }

  /** Presses what may be stuck and lets it go: the press makes the change that the release alone was not. */
  unstick(): { readonly bytes: Uint8Array; readonly fact: RecordEvent } | null {
    const mask = this.#stuckMask;
    if (mask === 0) return null;
    this.#stuckMask = 0;
    const bytes = encodeUnit([encodePointer(mask, this.#x, this.#y), encodePointer(0, this.#x, this.#y)]);
    return { bytes, fact: { type: 'unstick', buttons: bitCount(mask) } };
  }
}

/** How many buttons are down in a mask. */
export function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
