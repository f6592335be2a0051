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
  readonly #noted = new WeakSet<AuditEvent>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(room: string, store: LockStore, audit: AuditLog, revision: string | null) {
    this.#room = room;
    this.#store = store;
    this.#audit = audit;
    this.#revision = revision;
  }

  /** A log that cannot be written stops a room as much as a value that cannot. */
  keep(text: string, events: readonly AuditEvent[]): Promise<'kept' | 'conflict'> {
    return this.#next(async () => {
      // Side by side: one fsync's time instead of two. Both have ended before the next one begins.
      const [noted, written] = await Promise.allSettled([this.#note(events), this.#write(text)]);
      if (noted.status === 'rejected') throw noted.reason;
      if (written.status === 'rejected') throw written.reason;
      return written.value;
    });
  }

  remove(events: readonly AuditEvent[]): Promise<void> {
    return this.#next(async () => {
      await this.#note(events);
      if (this.#revision !== null) await this.#store.remove(this.#room, this.#revision);
    });
  }

  /** Events come again when the value beside them could not be written. */
  async #note(events: readonly AuditEvent[]): Promise<void> {
    const fresh = events.filter((event) => !this.#noted.has(event));
    await this.#audit.append(this.#room, fresh);
    for (const event of fresh) this.#noted.add(event);
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
