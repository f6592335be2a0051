import type { SeatOrder } from '../model/control/seat-order.ts';
import type { GuardCommand } from '../model/gate/command.ts';
import { isSameKey, type Journal } from '../model/gate/journal.ts';
import type { GuardEffect, ServerOutcome } from '../model/gate/outcome.ts';
import type { ClientStep, InputOrigin } from '../model/guard/client-ear.ts';
import type { Guard } from '../model/guard.ts';
import type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
import type { Policy } from '../model/policy/policy.ts';
import type { RecordEvent } from '../model/record/record-event.ts';
import type { ClientMessage, Desync, ServerEvent } from '../model/rfb/messages.ts';
import type { GuardingReason, Snapshot } from '../model/snapshot.ts';
import { DownAtServer } from './down-at-server.ts';
import { fallbackOutcome } from './fallback-gate.ts';
import { faultSnapshot } from './fault-snapshot.ts';
import type { ProbeLedger } from './probe-ledger.ts';

/** A guard as the driver sees it; tests give one of their own. */
export type GuardPart = Pick<Guard, keyof Guard>;

const NOTHING: readonly GuardEffect[] = [];
const TELL: readonly GuardEffect[] = [{ type: 'announce' }];

/**
 * A guard that never throws. When the real one does, it is told (two faults within 60 s latch there) and the
 * fallback answers in its place; when it cannot even be told, or failed to take in that a stream is lost, it is
 * never asked again.
 */
export class SafeGuard {
  readonly #guard: GuardPart | null;
  readonly #connection: string;
  readonly #ledger: ProbeLedger;
  readonly #down = new DownAtServer();
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
    const outcome = step.value?.outcome ?? fallbackOutcome(message, this.#down);
    if (outcome.type === 'send') this.#down.sent(message);
    if (outcome.type === 'replace') this.#down.sentBytes(outcome.bytes);
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
        if (event.type === 'desync') this.#broken = true;
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
    const effects = this.#lastWord((guard) => guard.clientLost(reason, nowMs), nowMs);
    // A guard that failed says nothing useful here any more, and this is the last chance to write.
    return this.#broken ? [...effects, ...this.#remaining('unguarded', effects)] : effects;
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

  /** @param inHand what the guard was given at its beginning: it is not let go of twice */
  inherit(journal: Journal, inHand: Journal | null, nowMs: number): readonly GuardEffect[] {
    return this.#effects(
      (guard) => guard.inherit(inHand === null ? journal : without(journal, inHand), nowMs),
      nowMs,
    );
  }

  command(command: GuardCommand, nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.command(command, nowMs), nowMs);
  }

  order(order: SeatOrder, nowMs: number): readonly GuardEffect[] {
    return this.#effects((guard) => guard.order(order, nowMs), nowMs);
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
    const effects = this.#effects((guard) => guard.closing(nowMs), nowMs);
    return this.#unguarded === null ? [...effects, ...this.#remaining('closing', effects)] : effects;
  }

  closed(nowMs: number): readonly GuardEffect[] {
    return this.#lastWord((guard) => guard.closed(nowMs), nowMs);
  }

  /** One of our own messages went out. */
  sent(bytes: Uint8Array): void {
    this.#down.sentBytes(bytes);
  }

  snapshot(nowMs: number, isClosed: boolean): Snapshot {
    const answer = this.#ask((guard) => guard.snapshot(nowMs), nowMs, null);
    const guarding = isClosed ? 'closed' : this.#unguarded === null ? 'unverified' : 'unguarded';
    this.#last =
      answer.value ??
      faultSnapshot(this.#connection, nowMs, this.#last, guarding, this.#unguarded ?? 'fault');
    return this.#last;
  }

  /**
   * What is still down at the server after a fault: the guard's own books may be wrong, or its releases lost with
   * the call that failed. Asked with the picture of the fault, which a fault always asks for.
   */
  owed(snapshot: Snapshot): readonly GuardEffect[] {
    return snapshot.blocked === 'fault' ? this.#remaining('fault', NOTHING) : NOTHING;
  }

  #remaining(
    cause: Extract<RecordEvent, { readonly type: 'release' }>['cause'],
    after: readonly GuardEffect[],
  ): readonly GuardEffect[] {
    const down = this.#down.copy();
    for (const effect of after) if (effect.type === 'send') down.sentBytes(effect.bytes);
    const releases = down.releases();
    if (releases.length === 0) return NOTHING;
    const buttons = bitCount(down.buttonMask);
    const keys = releases.length - (buttons === 0 ? 0 : 1);
    return [
      ...releases.map((bytes): GuardEffect => ({ type: 'send', bytes, purpose: 'release' })),
      { type: 'record', event: { type: 'release', cause, keys, buttons } },
    ];
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

  /** As `#effects`, for what is final: a guard that failed at it does not know how things are. */
  #lastWord(call: (guard: GuardPart) => readonly GuardEffect[], nowMs: number): readonly GuardEffect[] {
    const answer = this.#ask<readonly GuardEffect[] | null>(call, nowMs, null);
    if (answer.value === null) this.#broken = true;
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

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** What is in a journal and not in another. */
function without(journal: Journal, { keys, buttonMask }: Journal): Journal {
  return {
    ...journal,
    keys: journal.keys.filter((key) => !keys.some((each) => isSameKey(each, key))),
    buttonMask: journal.buttonMask & ~buttonMask,
  };
}
