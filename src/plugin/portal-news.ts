import type { RecordEntry } from '../model/record/record-event.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { EventDesk, type FaultCode, type GuardEvents } from './guard-events.ts';

/** What the portal is told of one channel: each picture of the session, what changed by it, and what went wrong. */
export class PortalNews {
  readonly #desk = new EventDesk();
  readonly #toldFaults = new Set<FaultCode>();

  on<Name extends keyof GuardEvents>(name: Name, listener: (event: GuardEvents[Name]) => void): () => void {
    return this.#desk.on(name, listener);
  }

  /** @param before the picture before this one; null: this is the first */
  told(snapshot: Snapshot, before: Snapshot | null): void {
    this.#desk.tell('snapshot', snapshot);
    const { state, guarding, guardingReason, blocked } = snapshot;
    if (before?.state !== state || before.guarding !== guarding) {
      const previous = before && { state: before.state, guarding: before.guarding };
      this.#desk.tell('state', { state, guarding, guardingReason, previous });
    }
    if (blocked !== (before?.blocked ?? null)) {
      const { droppedPresses, unacknowledged } = snapshot;
      this.#desk.tell('blocked', { reason: blocked, droppedPresses, unacknowledged });
      if (blocked === 'fault') this.#tellFault('guard', 'the guard failed; presses are held back');
    }
  }

  recorded(entries: readonly RecordEntry[]): void {
    this.#desk.tell('record', { entries });
  }

  /** Once for each reason. */
  fault(code: FaultCode, message: string): void {
    if (this.#toldFaults.has(code)) return;
    this.#toldFaults.add(code);
    this.#tellFault(code, message);
  }

  #tellFault(code: FaultCode, message: string): void {
    console.warn(`[rice-novnc] ${message}`);
    this.#desk.tell('fault', { code, message });
  }

  /** Nobody is told anything any more. */
  clear(): void {
    this.#desk.clear();
  }
}
