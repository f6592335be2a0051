import type { ClockPair } from '../../model/control/elapsed.ts';
import type { LockStore } from '../lock-store.ts';
import { RoomClaim } from './room-claim.ts';

/** A room whose members are gone is watched on for so long: they are coming back, perhaps here. */
const WATCH_ON_MS = 10_000;
/** Rooms forget absent members before; then a relay need not own what nobody uses. */
const OWN_ON_MS = 45_000;

/** What the connections to a room want of this relay: 'serve' where one of them is not served by another relay. */
export type RoomNeed = 'watch' | 'serve';

export interface RoomClaimsOptions {
  readonly relay: string;
  readonly store: LockStore;
  readonly clock: () => ClockPair;
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void;
  readonly isBusUp: () => boolean;
  /** This relay acts for the room from now on, or another one does: who waits can be placed. */
  readonly onPlaceable: (room: string) => void;
  /** This relay acts for it no more. */
  readonly onStop: (room: string) => void;
}

/** The claims of one relay: which rooms it acts for, which it watches, and when it lets them go. */
export class RoomClaims {
  readonly #options: RoomClaimsOptions;
  readonly #claims = new Map<string, RoomClaim>();
  /** When somebody last was in that room, or wanted to be. */
  readonly #neededMs = new Map<string, number>();
  #failingSinceMs: number | null = null;

  constructor(options: RoomClaimsOptions) {
    this.#options = options;
  }

  /** Since when the store does not answer; null: it does. */
  get failingSinceMs(): number | null {
    return this.#failingSinceMs;
  }

  get ownedCount(): number {
    return [...this.#claims.values()].filter(({ isOwner }) => isOwner).length;
  }

  get isIdle(): boolean {
    return [...this.#claims.values()].every(({ isIdle }) => isIdle);
  }

  get(room: string): RoomClaim | undefined {
    return this.#claims.get(room);
  }

  mayAct(room: string): boolean {
    return this.#claims.get(room)?.mayAct === true;
  }

  /** The claim to this room, a new one if there is none. */
  of(room: string): RoomClaim {
    const known = this.#claims.get(room);
    if (known !== undefined) return known;
    const { relay, store, clock, log, isBusUp, onPlaceable, onStop } = this.#options;
    const claim = new RoomClaim({
      relay,
      room,
      store,
      clock,
      onBegin: () => {
        log('room-owned', { rooms: this.ownedCount });
        onPlaceable(room);
      },
      onStop: () => {
        log('room-let-go', { rooms: this.ownedCount });
        onStop(room);
      },
      onOther: () => onPlaceable(room),
      onStore: (hasAnswered) => this.#noteStore(hasAnswered),
    });
    this.#claims.set(room, claim);
    claim.bus(isBusUp());
    return claim;
  }

  /** How much this relay wants of a room. */
  weigh(room: string, need: RoomNeed | undefined): void {
    const claim = this.#claims.get(room);
    if (claim === undefined) return;
    const nowMs = this.#nowMs();
    if (need !== undefined) this.#neededMs.set(room, nowMs);
    const unneededMs = nowMs - (this.#neededMs.get(room) ?? Number.NEGATIVE_INFINITY);
    if (claim.isOwner) claim.interest(unneededMs < OWN_ON_MS ? 'serve' : 'none');
    else if (need === 'serve') claim.interest('serve');
    else claim.interest(unneededMs < WATCH_ON_MS ? 'watch' : 'none');
  }

  bus(isUp: boolean): void {
    for (const claim of this.#claims.values()) claim.bus(isUp);
  }

  tick(needs: ReadonlyMap<string, RoomNeed>): void {
    for (const [room, claim] of [...this.#claims]) {
      this.weigh(room, needs.get(room));
      claim.tick();
      if (!claim.isIdle) continue;
      this.#claims.delete(room);
      this.#neededMs.delete(room);
    }
  }

  /** Lets every room go, so that others need not wait. */
  letGo(): void {
    for (const claim of this.#claims.values()) claim.interest('none');
  }

  #noteStore(hasAnswered: boolean): void {
    if (hasAnswered) this.#failingSinceMs = null;
    else this.#failingSinceMs ??= this.#nowMs();
  }

  #nowMs(): number {
    return this.#options.clock().monotonicMs;
  }
}
