import { type ClockPair, Elapsed } from '../../model/control/elapsed.ts';
import type { LockStore } from '../lock-store.ts';
import { decodeOwnerRecord, encodeOwnerRecord, type OwnerRecord } from './owner-record.ts';
import { type Instant, mayAct, newOwnership, type Ownership, ownerOf } from './ownership.ts';
import type { OwnershipEffect, OwnershipEvent } from './ownership-event.ts';
import { transition } from './ownership-transition.ts';

export interface RoomClaimOptions {
  readonly relay: string;
  readonly room: string;
  readonly store: LockStore;
  readonly clock: () => ClockPair;
  /** This relay acts for the room from now on. */
  readonly onBegin: () => void;
  readonly onStop: () => void;
  /** Another relay acts, or did. */
  readonly onOther: (relay: string) => void;
  /** The store answered, or did not. */
  readonly onStore: (hasAnswered: boolean) => void;
}

interface Unsaved {
  readonly number: number;
  readonly settle: (outcome: 'kept' | 'conflict') => void;
}

/** One relay's claim to one room: plays `ownership-transition.ts` on a store and a clock. */
export class RoomClaim {
  readonly #options: RoomClaimOptions;
  readonly #elapsed: Elapsed;
  #ownership: Ownership;
  #unsaved: Unsaved[] = [];
  #given = 0;
  #begun: { readonly term: number; readonly state: string | null } | null = null;

  constructor(options: RoomClaimOptions) {
    this.#options = options;
    this.#elapsed = new Elapsed(options.clock());
    this.#ownership = newOwnership(options.relay);
  }

  /** To be asked at each message; not to be kept. */
  get mayAct(): boolean {
    return mayAct(this.#ownership, this.#now());
  }

  get isOwner(): boolean {
    return this.#ownership.phase.type === 'owner';
  }

  /** Nothing is asked for, and nothing under way. */
  get isIdle(): boolean {
    const { asking, interest, phase } = this.#ownership;
    return asking === null && interest === 'none' && phase.type !== 'owner' && phase.type !== 'leaving';
  }

  /** The other relay that acts, as far as is known. */
  get other(): string | null {
    const owner = ownerOf(this.#ownership);
    return owner === this.#options.relay ? null : owner;
  }

  /** What was kept of the room when this relay began to act; null: it does not act. */
  get begun(): { readonly term: number; readonly state: string | null } | null {
    return this.mayAct ? this.#begun : null;
  }

  interest(interest: Ownership['interest']): void {
    if (interest !== this.#ownership.interest) this.#tell({ type: 'interest', interest });
  }

  over(): void {
    this.#tell({ type: 'over' });
  }

  bus(isUp: boolean): void {
    if (isUp !== this.#ownership.isBusUp) this.#tell({ type: 'bus', isUp });
  }

  tick(): void {
    this.#tell({ type: 'tick' });
  }

  /** Resolves when the state is in the store, or this relay has stopped acting. */
  keep(state: string): Promise<'kept' | 'conflict'> {
    if (!this.mayAct) return Promise.resolve('conflict');
    this.#given += 1;
    const number = this.#given;
    return new Promise((resolve) => {
      this.#unsaved.push({ number, settle: resolve });
      this.#tell({ type: 'give', number, state });
    });
  }

  #now(): Instant {
    const pair = this.#options.clock();
    return { elapsedMs: this.#elapsed.at(pair), steadyMs: pair.monotonicMs };
  }

  #tell(event: OwnershipEvent): void {
    const before = this.other;
    const { state, effects } = transition(this.#ownership, event, this.#now());
    this.#ownership = state;
    for (const effect of effects) this.#perform(effect);
    const after = this.other;
    if (after !== null && after !== before) this.#options.onOther(after);
  }

  #perform(effect: OwnershipEffect): void {
    const { room, store, onBegin, onStop } = this.#options;
    switch (effect.type) {
      case 'read':
        this.#ask(this.#read());
        break;
      case 'write':
        this.#ask(this.#write(effect.record, effect.revision));
        break;
      case 'remove':
        this.#ask(store.remove(room, effect.revision).then(() => ({ type: 'removed' })));
        break;
      case 'begin':
        this.#given = 0;
        this.#begun = { term: effect.term, state: effect.state };
        onBegin();
        break;
      case 'stop':
        this.#begun = null;
        for (const { settle } of this.#unsaved.splice(0)) settle('conflict');
        onStop();
        break;
      case 'saved': {
        const isSaved = ({ number }: Unsaved): boolean => number <= effect.number;
        for (const each of this.#unsaved.filter(isSaved)) each.settle('kept');
        this.#unsaved = this.#unsaved.filter((each) => !isSaved(each));
        break;
      }
    }
  }

  async #read(): Promise<OwnershipEvent> {
    const found = await this.#options.store.read(this.#options.room);
    if (found === null) return { type: 'read', kept: null };
    const record = decodeOwnerRecord(found.text);
    // Written by another release, perhaps: never overwritten. The room is not served here.
    return record === undefined
      ? { type: 'failed' }
      : { type: 'read', kept: { record, revision: found.revision } };
  }

  async #write(record: OwnerRecord, revision: string | null): Promise<OwnershipEvent> {
    const { room, store } = this.#options;
    const written = await store.write(room, encodeOwnerRecord(record), revision);
    return written === 'conflict' ? { type: 'conflict' } : { type: 'written', revision: written };
  }

  #ask(answer: Promise<OwnershipEvent>): void {
    answer.then(
      (event) => {
        this.#options.onStore(true);
        this.#tell(event);
      },
      () => {
        this.#options.onStore(false);
        this.#tell({ type: 'failed' });
      },
    );
  }
}
