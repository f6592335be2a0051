/**
 * What must survive a relay: one small value per room, written only by compare-and-set. File, etcd, or NATS KV with
 * one replica.
 */
export interface LockStore {
  /** null: there is none. `revision` names this very value. */
  read(room: string): Promise<StoredValue | null>;
  /**
   * Writes if the value is still the one of `revision` (null: if there is none). Resolves after it is on disk.
   * @returns the new revision, or 'conflict': somebody else wrote.
   */
  write(room: string, text: string, revision: string | null): Promise<string | 'conflict'>;
  remove(room: string, revision: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoredValue {
  readonly text: string;
  readonly revision: string;
}
