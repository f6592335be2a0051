import type { GuardCommand } from '../model/gate/command.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Where the pictures of all connections come from; `content/link/handoff.ts` has the same shape. */
export interface Port {
  /** Calls the listener with the latest snapshot of every connection, now and on change. Returns the way to stop. */
  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void;
  /** What the user decided about a connection. Only ever from a trusted event. */
  command(connection: string, command: GuardCommand): void;
  /** The overlay cannot be seen, and could not help it; or it is seen again. */
  setInterfered(interfered: boolean): void;
  /** The extension was updated, disabled or removed under this page. */
  readonly detached: boolean;
}

/** The text of a key of _locales, with `$1`, `$2` ... replaced. An unknown key gives ''. */
export type Messages = (key: string, ...substitutions: readonly string[]) => string;

/** Small values that outlive the page. Both may reject; the UI then works with its defaults. */
export interface Storage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

/** All that components know about the world outside. */
export interface Surroundings {
  readonly port: Port;
  readonly messages: Messages;
  readonly storage: Storage;
}
