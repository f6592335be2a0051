import type { LockStore, StoredValue } from '../lock-store.ts';

/** Values that several stores of one process share. */
export interface SharedValues {
  readonly values: Map<string, StoredValue>;
  revision: number;
}

export const sharedValues = (): SharedValues => ({ values: new Map(), revision: 0 });

/** Survives nothing: for tests, and for a relay that is told to keep no file. */
export class MemoryLockStore implements LockStore {
  readonly #shared: SharedValues;

  constructor(shared: SharedValues = sharedValues()) {
    this.#shared = shared;
  }

  read(room: string): Promise<StoredValue | null> {
    return Promise.resolve(this.#shared.values.get(room) ?? null);
  }

  write(room: string, text: string, revision: string | null): Promise<string | 'conflict'> {
    const { values } = this.#shared;
    if ((values.get(room)?.revision ?? null) !== revision) return Promise.resolve('conflict');
    this.#shared.revision += 1;
    const next = String(this.#shared.revision);
    values.set(room, { text, revision: next });
    return Promise.resolve(next);
  }

  remove(room: string, revision: string): Promise<void> {
    const { values } = this.#shared;
    if (values.get(room)?.revision === revision) values.delete(room);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
