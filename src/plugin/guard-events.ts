import type { BlockReason } from '../model/gate/outcome.ts';
import type { RecordEntry } from '../model/record/record-event.ts';
import type { SessionState } from '../model/session/session-state.ts';
import type { Guarding, GuardingReason, Snapshot } from '../model/snapshot.ts';

/** The session's state, or how far it is guarded, has changed. */
export interface StateEvent {
  readonly state: SessionState;
  readonly guarding: Guarding;
  /** Why it is unverified or unguarded; null otherwise. */
  readonly guardingReason: GuardingReason | null;
  /** Those before this; null at the first event of a connection. */
  readonly previous: { readonly state: SessionState; readonly guarding: Guarding } | null;
}

/** Presses are held back from now on, for another reason than before, or pass again. */
export interface BlockedEvent {
  /** null: presses pass. */
  readonly reason: BlockReason | null;
  /** Presses that were not sent since the gate closed. */
  readonly droppedPresses: number;
  /** Presses that were sent and may still execute. */
  readonly unacknowledged: number;
}

/**
 * What went wrong in the guard itself.
 * - guard: an exception in the gate; presses are held back, releases pass (docs/gate.md)
 * - not-vnc: the server does not speak RFB, or its greeting came before `guard` was called; nothing is sent to it
 * - not-attached: the session began and `attach` was not called; presses are held back until it is
 * - overlay: badge and warnings could not be shown; presses are held back
 * - texts: the texts of a language did not come; English is shown
 * - part: a part of the overlay (panel, report) did not come; it is tried again at the next click
 */
export type FaultCode = 'guard' | 'not-vnc' | 'not-attached' | 'overlay' | 'texts' | 'part';

export interface FaultEvent {
  readonly code: FaultCode;
  readonly message: string;
}

/** Facts for the portal's own record: never keys, text or clipboard. */
export interface RecordedEvent {
  readonly entries: readonly RecordEntry[];
}

/** What a {@link GuardedChannel} tells, by name. */
export interface GuardEvents {
  /** {@inheritDoc StateEvent} */
  state: StateEvent;
  /** The picture of the session: some 2 per second, and at once when something changes. */
  snapshot: Snapshot;
  /** {@inheritDoc BlockedEvent} */
  blocked: BlockedEvent;
  /** {@inheritDoc FaultEvent} */
  fault: FaultEvent;
  /** {@inheritDoc RecordedEvent} */
  record: RecordedEvent;
}

type Listeners = { readonly [Name in keyof GuardEvents]: Set<(event: GuardEvents[Name]) => void> };

/** Calls the portal's listeners. What they throw is reported to the page, as of any listener, and stops nobody. */
export class EventDesk {
  readonly #listeners: Listeners = {
    state: new Set(),
    snapshot: new Set(),
    blocked: new Set(),
    fault: new Set(),
    record: new Set(),
  };

  on<Name extends keyof GuardEvents>(name: Name, listener: (event: GuardEvents[Name]) => void): () => void {
    // A function of its own, so that the same listener may be given twice.
    const own = (event: GuardEvents[Name]): void => listener(event);
    this.#listeners[name].add(own);
    return () => void this.#listeners[name].delete(own);
  }

  tell<Name extends keyof GuardEvents>(name: Name, event: GuardEvents[Name]): void {
    for (const listener of [...this.#listeners[name]]) {
      try {
        listener(event);
      } catch (error) {
        reportError(error);
      }
    }
  }

  clear(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }
}
