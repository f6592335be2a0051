import { run } from '../../model/decode/decode.ts';
import { isEmpty, type Journal } from '../../model/gate/journal.ts';
import { journalDecoder } from '../../model/gate/journal-decoder.ts';
import type { ToBackground } from '../../model/port/extension-message.ts';
import { leftJournalDecoder } from '../../model/port/extension-message-decoder.ts';
import { type FromHook, JOURNAL_KEY } from '../../model/port/hook-message.ts';

/** Connections of one document whose journals are passed on; closed ones make room. */
export const MAX_JOURNALS = 32;
/** Messages of one connection that the background has not answered; what is beyond waits, the newest alone. */
export const MAX_UNANSWERED = 4;

export interface JournalRelayOptions {
  readonly send: (message: ToBackground) => Promise<unknown>;
  /** Sends, and again while there is no answer. */
  readonly ask: (message: ToBackground, onAnswer: (answer: unknown) => void) => void;
  /** A name no other session has. */
  readonly newName: () => string;
  readonly isOpen: (connection: string) => boolean;
  /** JSON of the page's own session storage; null: there is none. */
  readonly stored: (key: string) => unknown;
  /** What connections that are gone left down where this one leads. */
  readonly onLeft: (connection: string, journal: Journal) => void;
}

interface Session {
  readonly name: string;
  readonly address: string;
  hasTaken: boolean;
  unanswered: number;
  waiting: ToBackground | null;
}

/**
 * Takes what is down at a server to the background, which remembers it beyond the tab, and brings what others left.
 * Nothing here makes the extension act for a page: a page that lies has releases sent on sockets of its own origin,
 * which it could send itself.
 */
export class JournalRelay {
  readonly #options: JournalRelayOptions;
  readonly #sessions = new Map<string, Session>();

  constructor(options: JournalRelayOptions) {
    this.#options = options;
  }

  /** Whether the connection that was given this name is open. */
  isOpen(name: string): boolean {
    return [...this.#sessions].some(
      ([connection, session]) => session.name === name && this.#options.isOpen(connection),
    );
  }

  /** The first message of a connection also asks what others left. */
  add({ connection, address, journal, hasTaken }: Extract<FromHook, { type: 'journal' }>): void {
    const known = this.#sessions.get(connection);
    const session = known ?? this.#begin(connection, address);
    if (session === undefined) return;
    session.hasTaken = hasTaken;
    // Of a connection at which nothing was ever down the background need not hear.
    if (known !== undefined || !isEmpty(journal)) this.#tell(session, journal);
  }

  /**
   * The page is about to go, and a message of the hook would come too late (Firefox). Both worlds share the page's
   * storage, in which the hook has written at every press.
   */
  leaving(): void {
    for (const [connection, session] of this.#sessions) {
      if (!this.#options.isOpen(connection)) continue;
      const journal = run(journalDecoder, this.#options.stored(JOURNAL_KEY + session.address));
      if (journal.ok) this.#tell(session, journal.value);
    }
  }

  #tell(session: Session, journal: Journal): void {
    const { name, address, hasTaken } = session;
    this.#send(session, { type: 'journal', session: name, address, journal, hasTaken });
  }

  #begin(connection: string, address: string): Session | undefined {
    const { ask, newName, isOpen, onLeft } = this.#options;
    if (!isOpen(connection)) return undefined;
    if (this.#sessions.size >= MAX_JOURNALS) {
      const closed = [...this.#sessions.keys()].find((each) => !isOpen(each));
      if (closed === undefined) return undefined;
      this.#sessions.delete(closed);
    }
    const session: Session = { name: newName(), address, hasTaken: false, unanswered: 0, waiting: null };
    this.#sessions.set(connection, session);
    ask({ type: 'left-journal', session: session.name, address }, (answer) => {
      const left = run(leftJournalDecoder, answer);
      if (left.ok && left.value.journal !== null) onLeft(connection, left.value.journal);
    });
    return session;
  }

  /** At once, because the page may be about to go. What gets lost is told with the next change. */
  #send(session: Session, message: ToBackground): void {
    if (session.unanswered >= MAX_UNANSWERED) {
      session.waiting = message;
      return;
    }
    session.unanswered++;
    const answered = (): void => {
      session.unanswered--;
      const { waiting } = session;
      session.waiting = null;
      if (waiting !== null) this.#send(session, waiting);
    };
    this.#options.send(message).then(answered, answered);
  }
}
