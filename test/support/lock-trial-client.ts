import { Elapsed } from '../../src/model/control/elapsed.ts';
import type { LockCommand } from '../../src/model/control/lock-command.ts';
import { LEASE_GUARD_MS, LEASE_MS, RENEW_MS } from '../../src/model/control/lock-times.ts';
import type { LockView } from '../../src/model/control/lock-view.ts';
import { Seat, type SeatMode } from '../../src/model/control/seat.ts';
import type { SeatOrder, SeatWord } from '../../src/model/control/seat-order.ts';
import type { LockSchedule } from './lock-schedule.ts';

/** What of a seat a client needs, so that a broken one can take its place. */
export interface AnySeat {
  readonly mode: SeatMode;
  order(order: SeatOrder, nowMs: number): void;
  tick(nowMs: number, facts: { unacknowledged: number; idleMs: number }): readonly SeatWord[];
  isOpen(nowMs: number): boolean;
}

/** Counts its deadline from when the answer came: what a page does that trusts the network. */
export class ReceiptSeat implements AnySeat {
  readonly #seat: Seat;
  #openUntilMs = 0;

  constructor(firstNonce: number) {
    this.#seat = new Seat(firstNonce);
  }

  get mode(): SeatMode {
    return this.#seat.mode;
  }

  order(order: SeatOrder, nowMs: number): void {
    this.#seat.order(order);
    if (order.type === 'renewed') this.#openUntilMs = nowMs + LEASE_MS - LEASE_GUARD_MS;
  }

  tick(nowMs: number, facts: { unacknowledged: number; idleMs: number }): readonly SeatWord[] {
    return this.#seat.tick(nowMs, facts);
  }

  isOpen(nowMs: number): boolean {
    return this.#seat.mode === 'granted' && nowMs < this.#openUntilMs;
  }
}

/** A clock with a rate of its own, that sleeps and is set. */
class TrialClock {
  /** Monotonic milliseconds of one true one. */
  readonly rate: number;
  readonly #schedule: LockSchedule;
  #sleptMs = 0;
  #setMs = 0;
  #elapsed: Elapsed;

  constructor(schedule: LockSchedule, rate: number) {
    this.#schedule = schedule;
    this.rate = rate;
    this.#elapsed = new Elapsed(this.#pair());
  }

  get nowMs(): number {
    return this.#elapsed.at(this.#pair());
  }

  sleep(forMs: number): void {
    this.#sleptMs += forMs;
  }

  set(byMs: number): void {
    // A page looks at its clocks all the time; one that is set while it sleeps as long is beyond the promise.
    void this.nowMs;
    this.#setMs += byMs;
    void this.nowMs;
  }

  #pair() {
    const trueMs = this.#schedule.nowMs;
    return {
      monotonicMs: this.rate * (trueMs - this.#sleptMs),
      wallMs: this.rate * trueMs + this.#setMs,
    };
  }
}

/** A member with its room host and its gate. What it does is in lock-trial.ts. */
export class LockTrialClient {
  readonly id: string;
  readonly clock: TrialClock;
  view: LockView | null = null;
  seat: AnySeat;
  /** Its connection; each has another number. null: none. */
  connection: number | null = null;
  /** Pauses: what comes meanwhile waits. */
  busyUntilMs = 0;
  asleepUntilMs = 0;
  unacknowledged = 0;
  /** What reaches the relay on one connection stays in order. */
  upFreeAtMs = 0;
  downFreeAtMs = 0;
  readonly #schedule: LockSchedule;
  readonly #newSeat: () => AnySeat;
  readonly #send: (command: LockCommand) => void;
  #tickToken = 0;

  constructor(
    id: string,
    schedule: LockSchedule,
    rate: number,
    newSeat: () => AnySeat,
    send: (command: LockCommand) => void,
  ) {
    this.id = id;
    this.#schedule = schedule;
    this.clock = new TrialClock(schedule, rate);
    this.#newSeat = newSeat;
    this.#send = send;
    this.seat = newSeat();
    this.seat.order({ type: 'watch' }, 0);
  }

  get isOpen(): boolean {
    return this.seat.isOpen(this.clock.nowMs);
  }

  /** Whether it was, so long ago, unless it was closed for another reason than its deadline. */
  wasOpen(agoMs: number): boolean {
    return this.seat.isOpen(this.clock.nowMs - agoMs * this.clock.rate);
  }

  /** Later, if it is paused. */
  whenAwake(act: () => void): void {
    const untilMs = Math.max(this.busyUntilMs, this.asleepUntilMs);
    if (untilMs > this.#schedule.nowMs)
      this.#schedule.in(untilMs - this.#schedule.nowMs, () => this.whenAwake(act));
    else act();
  }

  show(view: LockView, isWelcome: boolean): boolean {
    if (!isWelcome && view.seq <= (this.view?.seq ?? -1)) return false;
    this.view = view;
    this.order(this.#orderOf(view));
    return true;
  }

  order(order: SeatOrder): void {
    this.seat.order(order, this.clock.nowMs);
    this.tick();
  }

  tick(): void {
    const words = this.seat.tick(this.clock.nowMs, { unacknowledged: this.unacknowledged, idleMs: 0 });
    for (const word of words) this.#send(word);
    if (this.seat.mode !== 'granted' && this.seat.mode !== 'drained') return;
    this.#tickToken += 1;
    const token = this.#tickToken;
    this.#schedule.in(RENEW_MS / this.clock.rate, () => {
      if (token === this.#tickToken) this.whenAwake(() => this.tick());
    });
  }

  /** Another page, another gate; the room host goes on. */
  reload(): void {
    this.seat = this.#newSeat();
    this.unacknowledged = 0;
    this.order(this.view === null ? { type: 'watch' } : this.#orderOf(this.view));
  }

  #orderOf({ epoch, phase }: LockView): SeatOrder {
    if (phase.type === 'held' && phase.holder === this.id) return { type: 'granted', epoch };
    if (phase.type === 'draining' && phase.from === this.id) return { type: 'drain', epoch };
    return { type: 'watch' };
  }
}
