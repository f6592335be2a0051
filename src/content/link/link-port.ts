import { type Problem, run } from '../../model/decode/decode.ts';
import type { FromHook, ToHook } from '../../model/port/hook-message.ts';
import { fromHookDecoder } from '../../model/port/hook-message-from-hook.ts';
import { type HandshakeWorld, shakeHands } from './handshake.ts';
import { PortLimit } from './port-limit.ts';

/** The link's end of the private port. The page may hold the other: everything is decoded and counted. */
export class LinkPort {
  readonly #onMessage: (message: FromHook) => void;
  readonly #onProblems: (problems: readonly Problem[]) => void;
  readonly #nowMs: () => number;
  #port: MessagePort | null = null;
  readonly #waiting = new Map<ToHook['type'], ToHook>();
  readonly #limit: PortLimit;

  constructor(
    world: HandshakeWorld,
    nowMs: () => number,
    onMessage: (message: FromHook) => void,
    onProblems: (problems: readonly Problem[]) => void,
  ) {
    this.#onProblems = onProblems;
    this.#nowMs = nowMs;
    this.#onMessage = onMessage;
    this.#limit = new PortLimit(onProblems);
    shakeHands(world, 'link', (port) => this.#open(port));
  }

  /** Sends now, or when the hook is there. Of each type only the newest waits: a policy replaces the one before. */
  send(message: ToHook): void {
    if (this.#port === null) this.#waiting.set(message.type, message);
    else this.#port.postMessage(message);
  }

  #open(port: MessagePort): void {
    this.#port = port;
    port.onmessage = (event) => this.#receive(event.data);
    for (const message of this.#waiting.values()) port.postMessage(message);
    this.#waiting.clear();
  }

  #receive(input: unknown): void {
    if (!this.#limit.takes(input, this.#nowMs())) return;
    const message = run(fromHookDecoder, input);
    if (message.ok) this.#onMessage(message.value);
    else this.#onProblems(message.problems);
  }
}

/** The window as the link sees it. */
export function windowWorld(window: Window & typeof globalThis): HandshakeWorld {
  const { document } = window;
  return {
    makeChannel: () => {
      const { port1, port2 } = new MessageChannel();
      return { mine: port1, theirs: port2 };
    },
    offer: (name, port) => !window.dispatchEvent(new MessageEvent(name, { ports: [port], cancelable: true })),
    listen: (name, listener) => {
      window.addEventListener(name, listener, { capture: true });
      return () => window.removeEventListener(name, listener, { capture: true });
    },
    take: (event) => {
      event.stopImmediatePropagation();
      const port = event instanceof MessageEvent ? (event.ports[0] ?? null) : null;
      if (port !== null) event.preventDefault();
      return port;
    },
    isLoading: () => document.readyState === 'loading',
    onLoadingChange: (callback) => {
      document.addEventListener('readystatechange', callback);
      return () => document.removeEventListener('readystatechange', callback);
    },
    later: (callback) => void setTimeout(callback, 0),
    closePort: (port) => port.close(),
  };
}
