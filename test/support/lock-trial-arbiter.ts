import { transition } from '../../src/model/control/lock.ts';
import { nextDueMs } from '../../src/model/control/lock-due.ts';
import type { LockEffect, LockEvent } from '../../src/model/control/lock-event.ts';
import { type LockState, lockView, newLock, restoredLock } from '../../src/model/control/lock-state.ts';
import type { LockTimes } from '../../src/model/control/lock-times.ts';
import type { LockView } from '../../src/model/control/lock-view.ts';
import { type StoredLock, storedLock } from '../../src/model/control/stored-lock.ts';
import type { LockSchedule } from './lock-schedule.ts';

const UNIX_MS = 1_800_000_000_000;

/** What the arbiter tells, with the lock as it was then. */
export interface Telling {
  readonly effects: readonly LockEffect[];
  readonly view: LockView;
}

/** A relay with the real arbiter in it: a clock, a disk that takes its time, and a life that ends. */
export class LockTrialArbiter {
  state: LockState = newLock(UNIX_MS);
  isUp = true;
  pausedUntilMs = 0;
  /** How long the disk takes. */
  writeMs = 5;
  readonly #schedule: LockSchedule;
  readonly #rate: number;
  readonly #times: LockTimes;
  readonly #tell: (telling: Telling) => void;
  /** null: nothing is on it. */
  #disk: StoredLock | null = storedLock(newLock(UNIX_MS));
  /** What is on it, or on its way. */
  #written: StoredLock | null = this.#disk;
  #toldUntilMs = 0;
  #life = 0;
  #timerToken = 0;

  constructor(schedule: LockSchedule, rate: number, times: LockTimes, tell: (telling: Telling) => void) {
    this.#schedule = schedule;
    this.#rate = rate;
    this.#times = times;
    this.#tell = tell;
  }

  take(event: LockEvent): void {
    if (!this.isUp) return;
    const now = this.#schedule.nowMs;
    if (now < this.pausedUntilMs) {
      const life = this.#life;
      this.#schedule.in(this.pausedUntilMs - now, () => life === this.#life && this.take(event));
      return;
    }
    const { state, effects } = transition(this.state, event, this.#rate * now, this.#times);
    this.state = state;
    this.#setTimer();
    this.#write(storedLock(state));
    if (effects.length > 0)
      this.#inOrder(() => this.#tell({ effects, view: lockView(state, this.#rate * now) }));
  }

  /** What is told next is told after all that is under way to the disk. */
  welcome(tell: (view: LockView) => void): void {
    const { state } = this;
    this.#inOrder(() => tell(lockView(state, this.#rate * this.#schedule.nowMs)));
  }

  crash(): void {
    this.isUp = false;
    this.#life += 1;
  }

  start(isStoreLost: boolean): void {
    this.isUp = true;
    this.#toldUntilMs = 0;
    const { nowMs } = this.#schedule;
    const unixMs = UNIX_MS + nowMs;
    if (isStoreLost) this.#disk = null;
    this.state = restoredLock(this.#disk, this.#rate * nowMs, unixMs, this.#times);
    this.#written = this.#disk;
    this.#setTimer();
  }

  #write(stored: StoredLock): void {
    if (isSame(stored, this.#written)) return;
    this.#written = stored;
    this.#toldUntilMs = Math.max(this.#toldUntilMs, this.#schedule.nowMs) + this.writeMs;
    this.#inOrder(() => {
      this.#disk = stored;
    });
  }

  #inOrder(act: () => void): void {
    const waitMs = this.#toldUntilMs - this.#schedule.nowMs;
    if (waitMs <= 0) {
      act();
      return;
    }
    const life = this.#life;
    this.#schedule.in(waitMs, () => {
      if (life === this.#life) act();
    });
  }

  #setTimer(): void {
    const dueMs = nextDueMs(this.state, this.#times);
    this.#timerToken += 1;
    if (dueMs === null) return;
    const token = this.#timerToken;
    this.#schedule.in(dueMs / this.#rate - this.#schedule.nowMs + 0.01, () => {
      if (token === this.#timerToken) this.take({ type: 'time' });
    });
  }
}

/** By field: as text it took a fifth of a trial's time. */
function isSame(a: StoredLock, b: StoredLock | null): boolean {
  return (
    a.epoch === b?.epoch &&
    a.holder === b.holder &&
    a.frozenBy === b.frozenBy &&
    a.keepsIdle === b.keepsIdle &&
    a.hasForgotten === b.hasForgotten
  );
}
