import type { CreditRule } from '../gate/credit.ts';
import { Gate } from '../gate/gate.ts';
import type { GateContext } from '../gate/gate-context.ts';
import type { Journal } from '../gate/journal.ts';
import { MotionRate, motionIntervalMs } from '../gate/motion.ts';
import type { BlockReason, GuardEffect } from '../gate/outcome.ts';
import { isOverridable, Override, type OverrideFacts } from '../gate/override.ts';
import { permit } from '../gate/permit.ts';
import { answerWithinMs } from '../gate/retry.ts';
import type { Prober } from '../measure/prober.ts';
import type { PathReading } from '../measure/readings.ts';
import type { Policy } from '../policy/policy.ts';
import type { OverrideEnd, OverrideReason, RecordEvent } from '../record/record-event.ts';
import type { Snapshot } from '../snapshot.ts';
import { Appearance } from './appearance.ts';
import { Faults } from './faults.ts';
import type { Instrument } from './instrument.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { bitCount } from './leftover.ts';
import { Logbook } from './logbook.ts';
import { Outsider } from './outsider.ts';
import { Pulse } from './pulse.ts';
import { SeatKeeper, type Unable } from './seat-keeper.ts';
import { SessionWatch } from './session-watch.ts';
import { Standing } from './standing.ts';

const NOTHING: readonly GuardEffect[] = [];
/** While all is well another move of a drag may follow until the one before should have been read. */
const DRAG_MARGIN_MS = 150;

/** What the keeper needs from outside of it. */
export interface KeeperParts {
  readonly prober: Prober;
  readonly instrument: Instrument;
  readonly policy: Policy;
  readonly nowMs: number;
  readonly credit: CreditRule;
}

/** Keeps the gate: joins everything that can close it into one permit, and does what follows when it is closed. */
export class Keeper {
  readonly gate = new Gate();
  readonly standing = new Standing();
  readonly faults = new Faults();
  readonly appearance = new Appearance();
  readonly log = new Logbook();
  readonly override = new Override();
  readonly seat = new SeatKeeper();
  readonly outsider = new Outsider();
  readonly pulse: Pulse;
  readonly watch: SessionWatch;
  readonly #prober: Prober;
  readonly #instrument: Instrument;
  readonly #credit: CreditRule;
  readonly #motionRate = new MotionRate();
  #armed = true;
  readonly #journal = new JournalKeeper();
  #blocked: BlockReason | null = null;
  #guarding: Snapshot['guarding'] = 'connecting';
  policy: Policy;
  isVisible = true;
  /** The overlay is covered or hidden: nobody would see a warning. */
  isInterfered = false;
  /** The extension is gone: what it last said holds, and nobody can say anything new. */
  isDetached = false;

  constructor({ prober, instrument, policy, nowMs, credit }: KeeperParts) {
    this.#prober = prober;
    this.#instrument = instrument;
    this.#credit = credit;
    this.policy = policy;
    this.pulse = new Pulse(nowMs);
    this.watch = new SessionWatch(nowMs);
  }

  /** false: after a Breakdown, hazardous functions wait for the user's word. */
  get armed(): boolean {
    return this.#armed;
  }

  /** What the server has acknowledged, and what is known of the path. */
  look(nowMs: number): PathReading {
    this.gate.unacknowledged.acknowledge(this.#prober.acknowledgedSequence);
    return this.#prober.reading(nowMs);
  }

  /** Whether input is held back at all. The lock of a room is kept to also where the network is only measured. */
  enforces(nowMs: number): boolean {
    const { standing, faults, seat, policy } = this;
    const isLocked = !seat.isOpen(nowMs) && !standing.isUnguarded;
    return isLocked || standing.enforces(policy, faults.isBlocking(nowMs));
  }

  /** Why this connection could not keep to the lock of a room; null: it can. */
  unable(nowMs: number): Unable | null {
    if (this.standing.isClosed) return 'closed';
    if (this.standing.isUnguarded) return 'unguarded';
    return this.faults.isBlocking(nowMs) ? 'fault' : null;
  }

  /** What the arbiter has to hear now; after the releases of a gate that closed. */
  seatWords(nowMs: number): readonly GuardEffect[] {
    const { lastAttemptMs } = this.watch.session.input;
    return this.seat.words(this.gate.unacknowledged, lastAttemptMs, nowMs);
  }

  context(path: PathReading, nowMs: number): GateContext {
    const { name, flags } = this.watch.session;
    const enforce = this.enforces(nowMs);
    const reason = this.#permit(path, nowMs);
    const overridden = this.override.isActive(nowMs) && (reason === null || isOverridable(reason));
    const isShaky = name === 'unstable' || name === 'recovery';
    const isCalm = !isShaky && reason === null && !flags.warn;
    return {
      enforce,
      permit: overridden ? null : reason,
      seated: this.seat.isOpen(nowMs),
      overridden,
      unit: enforce && (isShaky || reason !== null),
      armed: this.#armed,
      credit: this.#credit(name, flags, path, this.#instrument.thresholds),
      zones: this.#instrument.zones,
      motionIntervalMs: this.#motionIntervalMs(reason),
      dragWindowMs: isCalm ? (path.baseMs ?? 0) + DRAG_MARGIN_MS : 0,
      suppressRetries: isShaky,
      answerWithinMs: answerWithinMs(path.effectiveMs ?? 0),
      nowMs,
    };
  }

  /** Why a press would not go out now; null: it would. */
  blocked(path: PathReading, nowMs: number): BlockReason | null {
    if (!this.enforces(nowMs)) return null;
    const reason = this.#permit(path, nowMs) ?? (this.gate.burst.isCut ? 'burst-cut' : null);
    return reason !== null && this.override.isActive(nowMs) && isOverridable(reason) ? null : reason;
  }

  overrideFacts(path: PathReading, nowMs: number): OverrideFacts {
    const isAllowed = this.policy.override === 'allow' && !this.isDetached;
    return { isAllowed, blocked: this.enforces(nowMs) ? this.blocked(path, nowMs) : null };
  }

  beginOverride(reason: OverrideReason, nowMs: number): void {
    const facts = this.overrideFacts(this.look(nowMs), nowMs);
    this.log.note(this.override.begin(reason, facts, nowMs), nowMs);
  }

  endOverride(reason: OverrideEnd, nowMs: number): void {
    this.log.note(this.override.end(reason), nowMs);
  }

  /** Hazardous functions may be used again, if the path allows presses at all. */
  rearm(nowMs: number): void {
    if (this.#armed || this.#permit(this.look(nowMs), nowMs) !== null) return;
    this.#armed = true;
    this.log.note({ type: 're-arm' }, nowMs);
  }

  /** Every tick: what time alone changes. */
  beat(path: PathReading, nowMs: number): void {
    this.pulse.beat(nowMs);
    if (this.gate.unacknowledged.total > 0) this.outsider.acted(nowMs);
    this.#motionRate.update(path.level, nowMs);
    this.log.note(this.override.update(nowMs), nowMs);
  }

  /** Nobody looked for a while: that is told, and nothing seen before counts any more. */
  missedBeat(nowMs: number): void {
    if (!this.pulse.missed(nowMs)) return;
    this.log.note({ type: 'blind', cause: 'gap', gapMs: Math.max(0, this.pulse.sinceMs(nowMs)) }, nowMs);
    this.endOverride('hidden', nowMs);
    this.blind(nowMs);
  }

  /** Nothing seen before counts any more. */
  blind(nowMs: number): void {
    this.pulse.beat(nowMs);
    this.watch.blind(this.gate.unacknowledged.sequence, nowMs);
    this.#prober.forget(nowMs);
  }

  /** What follows from how things are now: releases if the gate is closed, and word of any change. */
  review(nowMs: number): readonly GuardEffect[] {
    const path = this.look(nowMs);
    return [...this.releaseIfClosed(path, nowMs), ...this.announce(path, nowMs)];
  }

  /** A closed gate holds nothing down at the server. */
  releaseIfClosed(path: PathReading, nowMs: number): readonly GuardEffect[] {
    const isClosed = this.enforces(nowMs) && this.#permit(path, nowMs) !== null;
    // A lock key that goes with the next press would go into what somebody else has typed since.
    if (!this.seat.isOpen(nowMs)) this.gate.locksTold();
    return isClosed ? this.releaseAll('gate', nowMs) : NOTHING;
  }

  releaseAll(
    cause: Extract<RecordEvent, { readonly type: 'release' }>['cause'],
    nowMs: number,
  ): readonly GuardEffect[] {
    const { held } = this.gate;
    if (!held.holdsAnything) return NOTHING;
    const keys = held.sentKeys.length;
    const buttons = bitCount(held.sentMask);
    const messages = this.gate.releaseAll(nowMs);
    if (messages.length > 0) this.log.note({ type: 'release', cause, keys, buttons }, nowMs);
    return messages.map((bytes) => ({ type: 'send', bytes, purpose: 'release' }));
  }

  /** Word of what changed: the state, the permit, how far the connection is guarded, a burst that was cut. */
  announce(path: PathReading, nowMs: number): readonly GuardEffect[] {
    this.#noteChanges(path, nowMs);
    const face = {
      state: this.watch.session.name,
      blocked: this.blocked(path, nowMs),
      guarding: this.standing.guarding(this.policy),
      armed: this.#armed,
      overridden: this.override.isActive(nowMs),
      asks: this.gate.confirming(nowMs) !== null || this.gate.waitingSinceMs(nowMs) !== null,
    };
    const changed = this.appearance.update(face, this.gate.droppedPresses, nowMs);
    if (!changed && !this.gate.burst.isUntold) return NOTHING;
    this.gate.burst.told();
    return [{ type: 'announce' }];
  }

  /** Effects, and beside them what is for the record and for the journal. */
  out(effects: readonly GuardEffect[], nowMs: number): readonly GuardEffect[] {
    const facts = this.log.take(nowMs);
    const changed = this.#journal.update(this.gate.held, this.gate.unacknowledged);
    if (facts.length === 0 && changed === null) return effects;
    const journal: readonly GuardEffect[] =
      changed === null ? NOTHING : [{ type: 'journal', journal: changed }];
    return [...effects, ...facts, ...journal];
  }

  /** Other connections left this down: it stays in the journal until its releases have arrived. */
  owes(journal: Journal): void {
    this.#journal.owes(journal);
  }

  /** All that is owed was let go of just now. */
  paid(): void {
    this.#journal.paid(this.gate.unacknowledged.sequence);
  }

  #noteChanges(path: PathReading, nowMs: number): void {
    const numbers = {
      roundTripMs: path.roundTripMs,
      excessMs: finite(path.excessMs) ?? 0,
      unansweredMs: finite(path.unansweredMs),
      unacknowledged: this.gate.unacknowledged.count,
    };
    this.log.note(this.seat.change(this.gate.unacknowledged, nowMs), nowMs);
    for (const { from, to, cause } of this.watch.takeChanges()) {
      this.log.note({ type: 'state', from, to, cause, ...numbers }, nowMs);
      if (to === 'breakdown' && this.enforces(nowMs)) this.#armed = false;
    }
    const blocked = this.enforces(nowMs) ? this.#permit(path, nowMs) : null;
    if (blocked !== this.#blocked) this.log.note({ type: 'gate', blocked, ...numbers }, nowMs);
    this.#blocked = blocked;
    const to = this.standing.guarding(this.policy);
    if (to !== this.#guarding) this.log.note({ type: 'guarding', to, reason: this.standing.reason }, nowMs);
    this.#guarding = to;
  }

  #motionIntervalMs(reason: BlockReason | null): number | null {
    const { name, flags } = this.watch.session;
    const intervalMs = motionIntervalMs(name, flags.warn, reason);
    return intervalMs === null ? null : Math.max(intervalMs, this.#motionRate.intervalMs);
  }

  #permit(path: PathReading, nowMs: number): BlockReason | null {
    const { flags, earned } = this.watch.session;
    const maxInputAgeMs = this.#instrument.thresholds.maxInputAgeMs ?? this.policy.maxInputAgeMs;
    return permit({
      path,
      oldestUnacknowledgedAtMs: this.gate.unacknowledged.oldestAtMs,
      maxInputAgeMs: Math.min(maxInputAgeMs, this.policy.maxInputAgeMs),
      hidden: !this.isVisible,
      noData: flags.noData || this.pulse.missed(nowMs),
      earned,
      unverified: this.standing.isUnverified,
      faulty: this.faults.isBlocking(nowMs),
      interfered: this.isInterfered,
      closed: this.standing.isClosed,
      seated: this.seat.isOpen(nowMs),
      nowMs,
    });
  }
}

/** Infinity is no number for a record. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
