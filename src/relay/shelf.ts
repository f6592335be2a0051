import type { AuditEvent } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';
import type { LockStore } from './lock-store.ts';

/** One room's place in the store: it knows the revision, and tries again what may have been written. */
export class Shelf {
  readonly #room: string;
  readonly #store: LockStore;
  readonly #audit: AuditLog;
  #revision: string | null;
  /** Written without an answer: it may be there. */
  #unsure: string | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(room: string, store: LockStore, audit: AuditLog, revision: string | null) {
    this.#room = room;
    this.#store = store;
    this.#audit = audit;
    this.#revision = revision;
  }

  keep(text: string, events: readonly AuditEvent[]): Promise<'kept' | 'conflict'> {
    return this.#next(async () => {
      // The value alone says who has control: a log that cannot be written stops the room all the same.
      await this.#audit.append(this.#room, events);
      return this.#write(text);
    });
  }

  remove(events: readonly AuditEvent[]): Promise<void> {
    return this.#next(async () => {
      await this.#audit.append(this.#room, events);
      if (this.#revision !== null) await this.#store.remove(this.#room, this.#revision);
    });
  }

  async #write(text: string): Promise<'kept' | 'conflict'> {
    if (this.#unsure !== null) {
      const found = await this.#store.read(this.#room);
      if (found?.text === this.#unsure) this.#revision = found.revision;
      this.#unsure = null;
    }
    this.#unsure = text;
    const revision = await this.#store.write(this.#room, text, this.#revision);
    this.#unsure = null;
    if (revision === 'conflict') return 'conflict';
    this.#revision = revision;
    return 'kept';
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act, act);
    this.#last = done;
    return done;
  }
}
