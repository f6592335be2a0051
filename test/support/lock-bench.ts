import { transition } from '../../src/model/control/lock.ts';
import type { LockCommand, LockRefusal } from '../../src/model/control/lock-command.ts';
import { nextDueMs } from '../../src/model/control/lock-due.ts';
import type { LockEffect, LockEvent } from '../../src/model/control/lock-event.ts';
import { type LockState, lockView, newLock } from '../../src/model/control/lock-state.ts';
import { LOCK_TIMES } from '../../src/model/control/lock-times.ts';
import type { LockPhase, LockView } from '../../src/model/control/lock-view.ts';
import type { Role } from '../../src/model/room/member.ts';

/** An arbiter and a hand-moved clock. Members: tia the trainer, ann, bob and cy the operators, obi the observer. */
export class LockBench {
  state: LockState;
  nowMs = 1000;
  /** Of the last event. */
  effects: readonly LockEffect[] = [];
  readonly facts: Extract<LockEffect, { type: 'audit' }>['fact'][] = [];

  constructor(state: LockState = newLock(0)) {
    this.state = state;
    this.join('tia', 'trainer');
    for (const name of ['ann', 'bob', 'cy']) this.join(name, 'operator');
    this.join('obi', 'observer');
  }

  get view(): LockView {
    return lockView(this.state, this.nowMs);
  }

  get phase(): LockPhase {
    return this.view.phase;
  }

  get queue(): readonly string[] {
    return this.view.queue.map(({ member }) => member);
  }

  join(member: string, role: Role): void {
    this.event({ type: 'joined', member, role });
  }

  event(event: LockEvent): void {
    const { state, effects } = transition(this.state, event, this.nowMs);
    this.state = state;
    this.effects = effects;
    for (const effect of effects) if (effect.type === 'audit') this.facts.push(effect.fact);
  }

  /** @returns why it was refused, or null */
  say(member: string, command: LockCommand): LockRefusal | null {
    this.event({ type: 'command', member, command });
    const refused = this.effects.find((effect) => effect.type === 'refused');
    return refused?.reason ?? null;
  }

  /** Of the grant or offer that is in force. */
  under(type: 'release' | 'accept' | 'decline'): LockCommand {
    return { type, epoch: this.state.epoch };
  }

  renew(member: string, idleMs = 0, unacknowledged = 0): LockRefusal | null {
    return this.say(member, { type: 'renew', epoch: this.state.epoch, nonce: 5, idleMs, unacknowledged });
  }

  drained(member: string, unacknowledged = 0): void {
    this.say(member, { type: 'drained', epoch: this.state.epoch, unacknowledged });
  }

  /** Time goes on as a relay's timer sees it: whenever something is due. */
  pass(forMs: number): void {
    const untilMs = this.nowMs + forMs;
    for (;;) {
      const dueMs = nextDueMs(this.state, LOCK_TIMES);
      if (dueMs === null || dueMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, dueMs);
      this.event({ type: 'time' });
    }
    this.nowMs = untilMs;
  }

  /** As `pass`, with a holder whose gate renews. */
  passHeld(member: string, forMs: number, idleMs: (nowMs: number) => number = () => 0): void {
    const untilMs = this.nowMs + forMs;
    while (this.nowMs < untilMs) {
      this.pass(Math.min(2000, untilMs - this.nowMs));
      this.renew(member, idleMs(this.nowMs));
    }
  }
}
