import type { Snapshot } from '../model/snapshot.ts';

/**
 * Connections of one document that are kept. At the limit the oldest closed one makes room; if all are open, a
 * further one is not shown: a page that opens more holds the port itself.
 */
export const MAX_CONNECTIONS = 32;

/** The latest picture of every connection of this document. */
export class SessionBoard {
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #listeners = new Set<(snapshots: readonly Snapshot[]) => void>();

  /** In the order in which the connections were opened. */
  get snapshots(): readonly Snapshot[] {
    return [...this.#snapshots.values()];
  }

  get hasOpen(): boolean {
    return this.snapshots.some((snapshot) => snapshot.guarding !== 'closed');
  }

  isOpen(connection: string): boolean {
    const snapshot = this.#snapshots.get(connection);
    return snapshot !== undefined && snapshot.guarding !== 'closed';
  }

  /** Takes a picture; false if there is no room for its connection. */
  put(snapshot: Snapshot): boolean {
    if (!this.#snapshots.has(snapshot.connection) && !this.#makeRoom()) return false;
    this.#snapshots.set(snapshot.connection, snapshot);
    this.tell();
    return true;
  }

  /** Forgets a connection. */
  drop(connection: string): void {
    if (this.#snapshots.delete(connection)) this.tell();
  }

  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void {
    // A function of its own, so that the same listener may subscribe twice.
    const own = (snapshots: readonly Snapshot[]): void => listener(snapshots);
    this.#listeners.add(own);
    own(this.snapshots);
    return () => void this.#listeners.delete(own);
  }

  /** Calls all listeners: a picture changed, or something else that they show. */
  tell(): void {
    const snapshots = this.snapshots;
    for (const listener of this.#listeners) listener(snapshots);
  }

  #makeRoom(): boolean {
    if (this.#snapshots.size < MAX_CONNECTIONS) return true;
    const closed = this.snapshots.find((snapshot) => snapshot.guarding === 'closed');
    if (closed === undefined) return false;
    this.#snapshots.delete(closed.connection);
    return true;
  }
}
