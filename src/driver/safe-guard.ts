import type { GuardCommand } from '../model/gate/command.ts';
import type { GuardEffect, ServerOutcome } from '../model/gate/outcome.ts';
import type { ClientStep, Guard, InputOrigin } from '../model/guard.ts';
import type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
import type { Policy } from '../model/policy/policy.ts';
import type { ClientMessage, Desync, ServerEvent } from '../model/rfb/messages.ts';
import type { GuardingReason, Snapshot } from '../model/snapshot.ts';
import { FallbackGate } from './fallback-gate.ts';
import { faultSnapshot } from './fault-snapshot.ts';
import type { ProbeLedger } from './probe-ledger.ts';

/** A guard as the driver sees it; tests give one of their own. */
export type GuardPart = Pick<Guard, keyof Guard>;

const NOTHING: readonly GuardEffect[] = [];
const TELL: readonly GuardEffect[] = [{ type: 'announce' }];

/**
 * A guard that never throws. When the real one does, it is told (two faults within 60 s latch there) and the
 * fallback answers in its place; when it cannot even be told, it is never asked again.
 */
export class SafeGuard {
  readonly #guard: GuardPart | null;
  readonly #connection: string;
  readonly #ledger: ProbeLedger;
  readonly #fallback = new FallbackGate();
  #broken = false;
  #unguarded: GuardingReason | null = null;
  #last: Snapshot | null = null;

  constructor(connection: string, ledger: ProbeLedger, build: () => GuardPart) {
    this.#connection = connection;
    this.#ledger = ledger;
    let guard: GuardPart | null = null;
    try {
      guard = build();
    } catch {
      this.#broken = true;
    }
    this.#guard = guard;
  }

  client(message: ClientMessage, origin: InputOrigin, nowMs: number): ClientStep {
    const step = this.#ask<ClientStep | null>((guard) => guard.client(message, origin, nowMs), nowMs, null);
    const outcome = step.value?.outcome ?? this.#fallback.outcome(message);
    if (outcome.type === 'send') this.#fallback.sent(message);
    if (outcome.type === 'replace') this.#fallback.sentBytes(outcome.bytes);
    return { outcome, effects: step.value?.effects ?? step.effects };
  }

  /** Replies to our own probes are taken out whatever the guard says; nothing else can be. */
  server(event: ServerEvent, nowMs: number): { outcome: ServerOutcome; effects: readonly GuardEffect[] } {
    // No closure and no copy here: most of what a server says are rectangles, hundreds in a chunk.
    let step: { readonly outcome: ServerOutcome; readonly effects: readonly GuardEffect[] } | null = null;
    let effects = NOTHING;
    if (this.#guard !== null && !this.#broken) {
      try {
        step = this.#guard.server(event, nowMs);
      } catch {
        effects = this.fault(nowMs);
      }
    }
    if (step !== null && event.type !== 'fence' && event.type !== 'clipboard') {
      return step.outcome === 'deliver' ? step : { outcome: 'deliver', effects: step.effects };
    }
    return { outcome: this.#strips(event, step?.outcome ?? null), effects: step?.effects ?? effects };
  }

  serverBytes(bytes: number, nowMs: number): readonly GuardEffect[] {
    return this.#ask((guard) => guard.serverBytes(bytes, nowMs), nowMs, undefined).effects;
  }

  clientLost(reason: GuardingReason | Desync, nowMs: number): readonly GuardEffect[] {
    this.#unguarded = typeof reason === 'string' ? reason : reason.reason;
    return this.#effects((guard) => guard.clientLost(reason, nowMs), nowMs);
  }

  /** The driver itself failed. */
  fault(nowMs: number): readonly GuardEffect[] {
    if (this.#guard === null || this.#broken) return TELL;
    try {
      return this.#guard.fault(nowMs);
    } catch {
      this.#broken = true;
      return TELL;
    }
  }

  tick(nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.tick(nowMs), nowMs);
  }

  setPolicy(policy: Policy, nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.setPolicy(policy, nowMs), nowMs);
  }

  setVisible(visible: boolean, nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.setVisible(visible, nowMs), nowMs);
  }

  setProfiles(profiles: readonly InstrumentProfile[], nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.setProfiles(profiles, nowMs), nowMs);
  }

  command(command: GuardCommand, nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.command(command, nowMs), nowMs);
  }

  setInterfered(interfered: boolean, nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.setInterfered(interfered, nowMs), nowMs);
  }

  detached(nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.detached(nowMs), nowMs);
  }

  blurred(nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.blurred(nowMs), nowMs);
  }

  closing(nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.closing(nowMs), nowMs);
  }

  closed(nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.closed(nowMs), nowMs);
  }

  /** One of our own messages went out. */
  sent(bytes: Uint8Array): void {
    this.#fallback.sentBytes(bytes);
  }

  snapshot(nowMs: number, isClosed: boolean): Snapshot {
    const answer = this.#ask((guard) => guard.snapshot(nowMs), nowMs, null);
    const guarding = isClosed ? 'closed' : this.#unguarded === null ? 'unverified' : 'unguarded';
    this.#last =
      answer.value ??
      faultSnapshot(this.#connection, nowMs, this.#last, guarding, this.#unguarded ?? 'fault');
    return this.#last;
  }

  #strips(event: ServerEvent, wanted: ServerOutcome | null): ServerOutcome {
    if (event.type === 'fence')
      return this.#ledger.takeFence(event.payload) ? 'strip' : (wanted ?? 'deliver');
    if (event.type !== 'clipboard') return 'deliver';
    const strip = wanted === 'strip' || (wanted === null && this.#ledger.expectsNotify(event.flags));
    if (strip) this.#ledger.notifyTaken();
    return strip ? 'strip' : 'deliver';
  }

  #effects(call: (guard: GuardPart) => readonly GuardEffect[], nowMs: number): readonly GuardEffect[] {
    const answer = this.#ask<readonly GuardEffect[] | null>(call, nowMs, null);
    return answer.value ?? answer.effects;
  }

  #ask<T>(
    call: (guard: GuardPart) => T,
    nowMs: number,
    otherwise: T,
  ): { value: T; effects: readonly GuardEffect[] } {
    if (this.#guard === null || this.#broken) return { value: otherwise, effects: NOTHING };
    try {
      return { value: call(this.#guard), effects: NOTHING };
    } catch {
      return { value: otherwise, effects: this.fault(nowMs) };
    }
  }
}
