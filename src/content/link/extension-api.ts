import type { ToBackground } from '../../model/port/extension-message.ts';

/** What the link uses of the extension's interface; tests stand in for it. */
export interface ExtensionApi {
  /** Resolves with the background's answer. Rejects when there is none, or no extension any more. */
  send(message: ToBackground): Promise<unknown>;
  /** Calls back with what the background sends unasked; what the listener returns answers it. Returns the way to stop. */
  onMessage(listener: (message: unknown) => unknown): () => void;
  /** false once the extension was updated, disabled or removed under this page. */
  isAlive(): boolean;
}

type Listener = (message: unknown, sender: unknown, answer: (value: unknown) => void) => void;

interface Runtime {
  readonly id?: string;
  sendMessage(message: unknown): Promise<unknown>;
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
    isAlive: () => {
      try {
        return runtime?.id !== undefined;
      } catch {
        return false;
      }
    },
  };
}
