/** Who meets: the hook in the page's world, the link in the extension's. */
export type Role = 'hook' | 'link';

/** Names of the offers. No secret: what protects the port is that it is handed over before the page runs. */
const OFFER: Readonly<Record<Role, string>> = { hook: 'rice-novnc:hook', link: 'rice-novnc:link' };
const OTHER: Readonly<Record<Role, Role>> = { hook: 'link', link: 'hook' };

/** What a handshake needs of its world; the hook gives functions it captured before the page ran. */
export interface HandshakeWorld {
  makeChannel(): { readonly mine: MessagePort; readonly theirs: MessagePort };
  /** Dispatches a cancelable MessageEvent on the window; true if a listener cancelled it. */
  offer(name: string, port: MessagePort): boolean;
  /** Calls back for events of this name, first in the capture phase. Returns the way to stop. */
  listen(name: string, listener: (event: Event) => void): () => void;
  /** Cancels the event, keeps it from everybody else, and takes its port. */
  take(event: Event): MessagePort | null;
  isLoading(): boolean;
  /** Calls back when isLoading may have changed. Returns the way to stop. */
  onLoadingChange(callback: () => void): () => void;
  /** Calls back in a later task. */
  later(callback: () => void): void;
  closePort(port: MessagePort): void;
}

/**
 * Hands one private port from one world to the other, whoever comes first: Chromium runs registered scripts in
 * the order of their ids, Firefox in the order of registration. Who comes second finds the other listening; who
 * comes first waits.
 *
 * It waits only while the document is loading. Both scripts run before the page's first, so nobody of the page
 * has listened by then; a document that never loads (the initial about:blank of a frame) is waited for until the
 * end of the task, in which the browser runs both scripts. Afterwards nothing is left that a page could see.
 */
export function shakeHands(world: HandshakeWorld, role: Role, accept: (port: MessagePort) => void): void {
  const { mine, theirs } = world.makeChannel();
  if (world.offer(OFFER[role], theirs)) {
    accept(mine);
    return;
  }
  world.closePort(mine);

  let waiting = true;
  const stopListening = world.listen(OFFER[OTHER[role]], (event) => {
    if (!waiting) return;
    const port = world.take(event);
    if (port === null) return;
    stop();
    accept(port);
  });
  const stopWatching = world.onLoadingChange(() => {
    if (!world.isLoading()) stop();
  });
  function stop(): void {
    waiting = false;
    stopListening();
    stopWatching();
  }
  if (!world.isLoading()) world.later(stop);
}
