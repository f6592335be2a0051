import { run } from '../../model/decode/decode.ts';
import type { FromHook, ToHook } from '../../model/port/hook-message.ts';
import { toHookDecoder } from '../../model/port/hook-message-to-hook.ts';
import { type HandshakeWorld, shakeHands } from '../link/handshake.ts';
import type { Intrinsics } from './intrinsics.ts';

/**
 * Messages taken per second; what is beyond is ignored until the next second. Settings change by hand, but a room that
 * begins or ends says something to each connection of a wall of them, and an order that is lost can shut one for ever.
 */
export const MAX_RECEIVED_PER_SECOND = 200;

/** The hook's end of the private port. Before the port is there, and when it never comes, nothing is sent. */
export class HookPort {
  readonly #page: Intrinsics;
  readonly #onMessage: (message: ToHook) => void;
  #port: MessagePort | null = null;
  #receivedInSecond = 0;
  #secondSinceMs = 0;

  constructor(page: Intrinsics, window: EventTarget, onMessage: (message: ToHook) => void) {
    this.#page = page;
    this.#onMessage = onMessage;
    shakeHands(handshakeWorld(page, window), 'hook', (port) => this.#open(port));
  }

  /** Whether the message went out. */
  send(message: FromHook): boolean {
    if (this.#port === null) return false;
    try {
      this.#page.post(this.#port, message);
      return true;
    } catch {
      return false;
    }
  }

  #open(port: MessagePort): void {
    this.#port = port;
    this.#page.listen(port, 'message', (event) => this.#receive(event));
    this.#page.startPort(port);
    this.send({ type: 'ready' });
  }

  #receive(event: Event): void {
    const nowMs = this.#page.performanceNowMs();
    if (nowMs - this.#secondSinceMs >= 1000) {
      this.#secondSinceMs = nowMs;
      this.#receivedInSecond = 0;
    }
    this.#receivedInSecond++;
    if (this.#receivedInSecond > MAX_RECEIVED_PER_SECOND) return;
    try {
      const message = run(toHookDecoder, this.#page.messageData(event));
      if (message.ok) this.#onMessage(message.value);
    } catch {
      // The policy that is in force stays.
    }
  }
}

function handshakeWorld(page: Intrinsics, window: EventTarget): HandshakeWorld {
  return {
    makeChannel: () => page.channel(),
    offer: (name, port) => {
      const ports = [port];
      return !page.dispatch(window, page.messageEvent(name, { __proto__: null, ports, cancelable: true }));
    },
    listen: (name, listener) => {
      page.listen(window, name, listener);
      return () => page.unlisten(window, name, listener);
    },
    take: (event) => {
      page.stopImmediatePropagation(event);
      const port = page.messagePort(event);
      if (port !== null) page.preventDefault(event);
      return port;
    },
    isLoading: () => page.isLoading(),
    onLoadingChange: (callback) => {
      page.listen(page.document, 'readystatechange', callback);
      return () => page.unlisten(page.document, 'readystatechange', callback);
    },
    later: (callback) => page.later(callback),
    closePort: (port) => page.closePort(port),
  };
}
