import { run } from '../../model/decode/decode.ts';
import type { ToBackground } from '../../model/port/extension-message.ts';
import { recordTakenDecoder } from '../../model/port/extension-message-decoder.ts';
import type { FromHook } from '../../model/port/hook-message.ts';
import type { RecordEntry } from '../../model/record/record-event.ts';

/** Facts of one document that wait for the background. New ones are lost beyond, and the record says how many. */
export const MAX_WAITING = 2000;
/** Connections of one document that are recorded at a time; a wall of monitors has perhaps twenty. */
export const MAX_RECORDED_CONNECTIONS = 32;
/** The first wait after the background took nothing; doubled each time. */
export const RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;

export interface RecordRelayOptions {
  readonly send: (message: ToBackground) => Promise<unknown>;
  /** A name no other session has. */
  readonly newName: () => string;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
  /** false: there will never be an answer again. */
  readonly isAlive: () => boolean;
}

/** One connection on its way into the record. */
interface Session {
  readonly name: string;
  /** Number of the next fact from the hook. */
  next: number;
  /** Facts were lost, and none that came after them has been queued. */
  hasLost: boolean;
}

interface Batch {
  readonly session: string;
  readonly first: number;
  readonly entries: readonly RecordEntry[];
}

/**
 * Takes facts from the hook to the background, in order, one message at a time; each waits until the background
 * has said that it is stored. Facts are numbered from the hook on: one that is lost anywhere on the way leaves a
 * gap that the background sees and records.
 */
export class RecordRelay {
  readonly #options: RecordRelayOptions;
  /** By the connection's name at the hook; until its end is queued. */
  readonly #sessions = new Map<string, Session>();
  readonly #batches: Batch[] = [];
  #waiting = 0;
  #busy = false;
  #retryMs = RETRY_MS;

  constructor(options: RecordRelayOptions) {
    this.#options = options;
  }

  /** The name under which a connection of this document is recorded; null: its end is queued, or it is unknown. */
  nameOf(connection: string): string | null {
    return this.#sessions.get(connection)?.name ?? null;
  }

  /** The same for what may come before the first fact; null: a connection too many. */
  nameFor(connection: string): string | null {
    return (this.#sessions.get(connection) ?? this.#begin(connection))?.name ?? null;
  }

  /** Takes what the hook said; false if it cannot be: a connection too many, or numbers that go back. */
  add({ connection, first, entries }: Extract<FromHook, { type: 'record' }>): boolean {
    const session = this.#sessions.get(connection) ?? this.#begin(connection);
    if (session === undefined || first < session.next) return false;
    session.next = first + entries.length;
    const isEnd = entries.some(({ event }) => event.type === 'closed');
    // The end always finds room: a record without one looks as if it had been cut off.
    const hasRoom = isEnd || this.#waiting + entries.length <= MAX_WAITING;
    session.hasLost = !hasRoom;
    if (hasRoom) this.#queue({ session: session.name, first, entries });
    if (isEnd) this.#sessions.delete(connection);
    this.#pump();
    return true;
  }

  #begin(connection: string): Session | undefined {
    if (this.#sessions.size >= MAX_RECORDED_CONNECTIONS) return undefined;
    const session = { name: this.#options.newName(), next: 0, hasLost: false };
    this.#sessions.set(connection, session);
    return session;
  }

  #queue(batch: Batch): void {
    this.#batches.push(batch);
    this.#waiting += batch.entries.length;
  }

  #pump(): void {
    const batch = this.#batches[0];
    if (batch === undefined || this.#busy) return;
    this.#busy = true;
    const { session, first, entries } = batch;
    this.#options.send({ type: 'record', session, first, entries }).then(
      (answer) => this.#answered(batch, answer),
      () => this.#failed(),
    );
  }

  #answered({ first, entries }: Batch, answer: unknown): void {
    const taken = run(recordTakenDecoder, answer);
    if (!taken.ok || taken.value.next < first + entries.length) {
      this.#failed();
      return;
    }
    this.#batches.shift();
    this.#waiting -= entries.length;
    this.#retryMs = RETRY_MS;
    this.#busy = false;
    if (this.#batches.length === 0) this.#tellLosses();
    this.#pump();
  }

  /** What was lost last would otherwise be seen only when the next fact comes. */
  #tellLosses(): void {
    for (const session of this.#sessions.values()) {
      if (!session.hasLost) continue;
      session.hasLost = false;
      this.#queue({ session: session.name, first: session.next, entries: [] });
    }
  }

  #failed(): void {
    // The extension is gone, and its storage with it: what waits has nowhere to go.
    if (!this.#options.isAlive()) {
      this.#batches.length = 0;
      return;
    }
    this.#options.later(this.#retryMs, () => {
      this.#busy = false;
      this.#pump();
    });
    this.#retryMs = Math.min(MAX_RETRY_MS, 2 * this.#retryMs);
  }
}
