import type { ToBackground } from '../../model/port/extension-message.ts';

/** What the link uses of the extension's interface; tests stand in for it. */
export interface ExtensionApi {
  /** Resolves with the background's answer. Rejects when there is none, or no extension any more. */
  send(message: ToBackground): Promise<unknown>;
  /** Calls back with what the background sends unasked; what the listener returns answers it. Returns the way to stop. */
  onMessage(listener: (message: unknown) => unknown): () => void;
  /** Opens a port to whoever listens for this name. Throws once the extension is gone. */
  connect(name: string): ExtensionPort;
  /** false once the extension was updated, disabled or removed under this page. */
  isAlive(): boolean;
}

/** One end of a port of the extension's. */
export interface ExtensionPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Not called for the own `disconnect`. */
  onDisconnect(listener: () => void): void;
  disconnect(): void;
}

type Listener = (message: unknown, sender: unknown, answer: (value: unknown) => void) => void;

interface Runtime {
  readonly id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  readonly lastError?: unknown;
  connect(options: { readonly name: string }): {
    postMessage(message: unknown): void;
    disconnect(): void;
    readonly onMessage: { addListener(listener: (message: unknown) => void): void };
    readonly onDisconnect: { addListener(listener: () => void): void };
  };
  readonly onMessage: {
    addListener(listener: Listener): void;
    removeListener(listener: Listener): void;
  };
}

declare const browser: { readonly runtime?: Runtime } | undefined;
declare const chrome: { readonly runtime?: Runtime } | undefined;

/**
 * The browser's own interface. Not the polyfill: sendMessage of Manifest V3 answers with a promise in every
 * browser we support, and this script runs in every frame before the page does.
 */
export function extensionApi(): ExtensionApi {
  const api = typeof browser === 'undefined' ? chrome : browser;
  const runtime = api?.runtime;
  return {
    send: async (message) => {
      if (runtime === undefined) throw new Error('[link] no extension');
      return runtime.sendMessage(message);
    },
    onMessage: (listener) => {
      // At once, by the callback: a promise as an answer is not known to every Chromium. Undefined is none.
      const answering: Listener = (message, _sender, answer) => {
        const value = listener(message);
        if (value !== undefined) answer(value);
      };
      runtime?.onMessage.addListener(answering);
      return () => runtime?.onMessage.removeListener(answering);
    },
    connect: (name) => {
      if (runtime === undefined) throw new Error('[link] no extension');
      const port = runtime.connect({ name });
      return {
        post: (message) => port.postMessage(message),
        onMessage: (listener) => port.onMessage.addListener(listener),
        onDisconnect: (listener) =>
          port.onDisconnect.addListener(() => {
            // Chromium writes into the page's console what nobody has looked at.
            void runtime.lastError;
            listener();
          }),
        disconnect: () => port.disconnect(),
      };
    },
    isAlive: () => {
      try {
        return runtime?.id !== undefined;
      } catch {
        return false;
      }
    },
  };
}
