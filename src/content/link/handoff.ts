import type { Snapshot } from '../../model/snapshot.ts';

/**
 * How the overlay, injected later into the same isolated world, finds the link that was there first. The
 * isolated world is ours: the page cannot see this global.
 */
export interface Link {
  /**
   * Calls the listener with the latest snapshot of every open or just closed connection of this document, now
   * and whenever one changes. Returns the way to stop.
   */
  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void;
  /** The extension was updated, disabled or removed under this page. */
  readonly detached: boolean;
}

// A plain name: the isolated world belongs to this extension alone.
declare global {
  var riceLink: Link | undefined;
}

export function offerLink(link: Link): void {
  globalThis.riceLink = link;
}

export function findLink(): Link | undefined {
  return globalThis.riceLink;
}
