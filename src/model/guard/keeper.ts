import { Gate, type GateContext } from '../gate/gate.ts';
import { motionIntervalMs } from '../gate/motion.ts';
import type { BlockReason, GuardEffect } from '../gate/outcome.ts';
import { permit } from '../gate/permit.ts';
import type { Prober } from '../measure/prober.ts';
import type { PathReading } from '../measure/readings.ts';
import type { Policy } from '../policy/policy.ts';
import { Appearance } from './appearance.ts';
import { Faults } from './faults.ts';
import { Pulse } from './pulse.ts';
import { SessionWatch } from './session-watch.ts';
import { Standing } from './standing.ts';

const NOTHING: readonly GuardEffect[] = [];

/** Keeps the gate: joins everything that can close it into one permit, and does what follows when it is closed. */
export class Keeper {
  readonly gate = new Gate();
  readonly standing = new Standing();
  readonly faults = new Faults();
  readonly appearance = new Appearance();
  readonly pulse: Pulse;
  readonly watch: SessionWatch;
  readonly #prober: Prober;
  policy: Policy;
  isVisible = true;

  constructor(prober: Prober, policy: Policy, nowMs: number) {
    this.#prober = prober;
    this.policy = policy;
    this.pulse = new Pulse(nowMs);
    this.watch = new SessionWatch(nowMs);
  }

  /** What the server has acknowledged, and what is known of the path. */
  look(nowMs: number): PathReading {
    this.gate.unacknowledged.acknowledge(this.#prober.acknowledgedSequence);
    return this.#prober.reading(nowMs);
  }

  /** Whether input is held back at all. */
  enforces(nowMs: number): boolean {
    return this.standing.enforces(this.policy, this.faults.isBlocking(nowMs));
  }

  context(path: PathReading, nowMs: number): GateContext {
    const { name, flags } = this.watch.session;
    const reason = this.#permit(path, nowMs);
    return {
      enforce: this.enforces(nowMs),
      permit: reason,
      motionIntervalMs: motionIntervalMs(name, flags.warn, reason),
      suppressRetries: name === 'unstable' || name === 'recovery',
      nowMs,
    };
  }

  /** Why a press would not go out now; null: it would. */
  blocked(path: PathReading, nowMs: number): BlockReason | null {
    if (!this.enforces(nowMs)) return null;
    return this.#permit(path, nowMs) ?? (this.gate.burst.isCut ? 'burst-cut' : null);
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
    return isClosed ? this.releaseAll(nowMs) : NOTHING;
  }

  releaseAll(nowMs: number): readonly GuardEffect[] {
    if (!this.gate.held.holdsAnything) return NOTHING;
    return this.gate.releaseAll(nowMs).map((bytes) => ({ type: 'send', bytes, purpose: 'release' }));
  }

  /** Word of what changed: the state, the permit, how far the connection is guarded, a burst that was cut. */
  announce(path: PathReading, nowMs: number): readonly GuardEffect[] {
    const face = {
      state: this.watch.session.name,
      blocked: this.blocked(path, nowMs),
      guarding: this.standing.guarding(this.policy),
    };
    const changed = this.appearance.update(face, this.gate.droppedPresses, nowMs);
    if (!changed && !this.gate.burst.isUntold) return NOTHING;
    this.gate.burst.told();
    return [{ type: 'announce' }];
  }

  #permit(path: PathReading, nowMs: number): BlockReason | null {
    const { flags, earned } = this.watch.session;
    return permit({
      path,
      oldestUnacknowledgedAtMs: this.gate.unacknowledged.oldestAtMs,
      maxInputAgeMs: this.policy.maxInputAgeMs,
      noData: !this.isVisible || flags.noData || this.pulse.missed(nowMs),
      earned,
      unverified: this.standing.isUnverified,
      faulty: this.faults.isBlocking(nowMs),
      closed: this.standing.isClosed,
      nowMs,
    });
  }
}
