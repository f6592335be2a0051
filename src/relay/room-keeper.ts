import type { AuditEvent } from './audit-event.ts';
import type { RoomPort } from './room-port.ts';

/** After a failed write the next one is tried then. */
const RETRY_MS = 1000;
/** Events that wait for a broken disk; of what comes after them only the number is told. */
const MAX_EVENTS = 2048;

interface Word {
  /** What must be kept before it is said. */
  readonly version: number;
  readonly say: () => void;
}

export interface RoomKeeperOptions {
  readonly port: Pick<RoomPort, 'keep' | 'nowMs'>;
  /** The room as it is now. */
  readonly text: () => string;
  /** Another relay has this room. */
  readonly onConflict: () => void;
}

/**
 * Holds back what a room says until what it rests on is on disk. Words leave in the order in which they were said, and
 * one write at a time is under way: the next one holds all that came meanwhile.
 */
export class RoomKeeper {
  readonly #options: RoomKeeperOptions;
  readonly #words: Word[] = [];
  #events: AuditEvent[] = [];
  #lostEvents = 0;
  /** Of the newest change that words must wait for. */
  #version = 0;
  #keptVersion = 0;
  #isDirty = false;
  #isWriting = false;
  #failedAtMs: number | null = null;
  #isOver = false;

  constructor(options: RoomKeeperOptions) {
    this.#options = options;
  }

  /** The last write failed, and none has succeeded since. */
  get isBroken(): boolean {
    return this.#failedAtMs !== null;
  }

  /** Something is to be kept. `binds`: whatever is said from now on waits for it. */
  changed(binds: boolean): void {
    this.#isDirty = true;
    if (binds) this.#version += 1;
  }

  audit(event: AuditEvent): void {
    if (this.#events.length < MAX_EVENTS) this.#events.push(event);
    else this.#lostEvents += 1;
    this.#isDirty = true;
  }

  /** Says it now, or when all it rests on is kept. */
  say(say: () => void): void {
    if (this.#words.length === 0 && this.#version === this.#keptVersion) say();
    else this.#words.push({ version: this.#version, say });
  }

  /** To be called when a turn of the room is over, and from time to time. */
  flush(): void {
    if (!this.#isDirty || this.#isWriting || this.#isOver) return;
    const { port, text } = this.#options;
    if (this.#failedAtMs !== null && port.nowMs() - this.#failedAtMs < RETRY_MS) return;
    const version = this.#version;
    if (this.#lostEvents > 0) this.#events.push({ type: 'lost', count: this.#lostEvents });
    this.#lostEvents = 0;
    const events = this.#events;
    this.#events = [];
    this.#isDirty = false;
    this.#isWriting = true;
    port.keep(text(), events).then(
      (outcome) => this.#kept(outcome, version),
      () => this.#failed(events),
    );
  }

  /** Says and keeps nothing more. @returns what was not yet to be kept */
  stop(): readonly AuditEvent[] {
    this.#isOver = true;
    this.#words.length = 0;
    return this.#events.splice(0);
  }

  #kept(outcome: 'kept' | 'conflict', version: number): void {
    this.#isWriting = false;
    if (this.#isOver) return;
    if (outcome === 'conflict') {
      this.stop();
      this.#options.onConflict();
      return;
    }
    this.#failedAtMs = null;
    this.#keptVersion = version;
    while (this.#words[0] !== undefined && this.#words[0].version <= version) this.#words.shift()?.say();
    this.flush();
  }

  #failed(events: readonly AuditEvent[]): void {
    this.#isWriting = false;
    this.#failedAtMs = this.#options.port.nowMs();
    this.#events = [...events, ...this.#events];
    this.#isDirty = true;
  }
}
