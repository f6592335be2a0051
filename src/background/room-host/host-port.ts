import type { Runtime } from 'webextension-polyfill';

/** One end of a port, at the room host. */
export interface HostPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
}

/** Who is at the other end, as the browser tells it. */
export type PortOwner =
  | { readonly type: 'session'; readonly tabId: number; readonly frameId: number }
  | { readonly type: 'page' };

/** What is used of a port of the browser's. */
export type BrowserPort = Pick<Runtime.Port, 'onDisconnect' | 'onMessage' | 'postMessage' | 'sender'>;

/** null: nobody who may speak here. A page of our own may be in a tab as well, so its address is what counts. */
export function ownerOf(
  { sender }: Pick<BrowserPort, 'sender'>,
  runtime: { readonly id: string; readonly getURL: (path: string) => string },
): PortOwner | null {
  if (sender === undefined || sender.id !== runtime.id) return null;
  if (sender.url?.startsWith(runtime.getURL('')) === true) return { type: 'page' };
  const tabId = sender.tab?.id;
  if (tabId === undefined || sender.frameId === undefined) return null;
  return { type: 'session', tabId, frameId: sender.frameId };
}

export function hostPort(port: BrowserPort): HostPort {
  return {
    post: (message) => {
      try {
        port.postMessage(message);
      } catch {
        // Closed a moment ago: onDisconnect is on its way.
      }
    },
    onMessage: (listener) => port.onMessage.addListener((message: unknown) => listener(message)),
    onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
  };
}
