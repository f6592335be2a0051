import { isProtocol } from './gate/classify.ts';
import type { GuardCommand } from './gate/command.ts';
import { failSafe } from './gate/fail-safe.ts';
import type { Journal } from './gate/journal.ts';
import type { ClientOutcome, GuardEffect, ServerOutcome } from './gate/outcome.ts';
import { Keeper } from './guard/keeper.ts';
import { picture } from './guard/picture.ts';
import { DemandMeter } from './measure/demand-meter.ts';
import { Prober } from './measure/prober.ts';
import { SupplyMeter } from './measure/supply-meter.ts';
import type { InstrumentProfile } from './policy/instrument-profile.ts';
import type { Policy } from './policy/policy.ts';
import type { ClientMessage, Desync, ServerEvent } from './rfb/messages.ts';
import { ENCODING } from './rfb/numbers.ts';
import type { GuardingReason, Snapshot } from './snapshot.ts';

/** What the gate wants to know about the DOM event behind a client message. */
export interface InputOrigin {
  /** Age of the newest trusted event of the message's kind when it was handled; null if unknown. */
  readonly eventAgeMs: number | null;
}

export interface GuardOptions {
  /** Name of the connection in snapshots. */
  readonly connection: string;
  readonly policy: Policy;
  /** Those of this portal; the one for `socketHost` is in force. */
  readonly profiles: readonly InstrumentProfile[];
  /** Host of the connection, with its port if there is one. */
  readonly socketHost: string;
  /** What an earlier connection to this server left down; null: nothing. */
  readonly journal: Journal | null;
  readonly nowMs: number;
  /** 16 fresh random bytes for a probe's nonce. */
  readonly randomNonce: () => Uint8Array;
}

/** The answer to one client message: its verdict, and what else to do after it. */
export interface ClientStep {
  readonly outcome: ClientOutcome;
  readonly effects: readonly GuardEffect[];
}

export interface ServerStep {
  readonly outcome: ServerOutcome;
  readonly effects: readonly GuardEffect[];
}

const SEND: ClientOutcome = { type: 'send' };
const NOTHING: readonly GuardEffect[] = [];
const ANNOUNCE: readonly GuardEffect[] = [{ type: 'announce' }];
const PASSED: ClientStep = { outcome: SEND, effects: NOTHING };
const DELIVERED: ServerStep = { outcome: 'deliver', effects: NOTHING };
const STRIPPED: ServerStep = { outcome: 'strip', effects: NOTHING };

/**
 * Holds the parts for one connection: the measures, the session's state and the gate. It decides; the driver
 * delivers. Every method takes the time; nothing here reads a clock, so a trace of these calls replays exactly.
 */
export class Guard {
  readonly #connection: string;
  readonly #prober: Prober;
  readonly #demand: DemandMeter;
  readonly #supply: SupplyMeter;
  readonly #keeper: Keeper;
  #desktopName = '';

  constructor({ connection, policy, nowMs, randomNonce }: GuardOptions) {
    this.#connection = connection;
    this.#prober = new Prober({ randomNonce, nowMs });
    this.#demand = new DemandMeter(nowMs);
    this.#supply = new SupplyMeter(nowMs);
    this.#keeper = new Keeper(this.#prober, policy, nowMs);
  }

  /** One message the page's client wrote. */
  client(message: ClientMessage, origin: InputOrigin, nowMs: number): ClientStep {
    if (this.#keeper.standing.isUnguarded) return PASSED;
    // Known before anything is asked that could fail.
    const passes = isProtocol(message);
    try {
      if (!passes) return this.#input(message, origin, nowMs);
      this.#prober.client(message);
      this.#keeper.gate.unacknowledged.passed();
      return PASSED;
    } catch {
      const outcome = passes ? SEND : this.#failSafe(message);
      return { outcome, effects: this.fault(nowMs) };
    }
  }

  /** One event of the server's stream. Only fence and clipboard messages can be stripped. */
  server(event: ServerEvent, nowMs: number): ServerStep {
    // What fills the picture says nothing beside its bytes, and it is most of what a server says.
    if (event.type === 'update-start' || (event.type === 'rect' && !isSign(event.encoding))) return DELIVERED;
    const { standing, watch, isVisible } = this.#keeper;
    switch (event.type) {
      case 'desync':
        standing.serverLost(event.reason);
        this.#prober.stop();
        return { outcome: 'deliver', effects: this.#keeper.review(nowMs) };
      case 'server-init':
        standing.started();
        this.#desktopName = event.name;
        break;
      case 'update-end':
        this.#supply.update(nowMs);
        break;
      default:
        break;
    }
    const before = this.#prober.acknowledgedSequence;
    const outcome = this.#prober.server(event, nowMs);
    const acknowledged = this.#prober.acknowledgedSequence;
    if (acknowledged > before && isVisible) watch.answered(this.#prober.reading(nowMs), acknowledged, nowMs);
    if (outcome === 'deliver') return DELIVERED;
    // The chunk was counted before its messages were known.
    if ('endByte' in event) this.#supply.bytes(event.startByte - event.endByte, nowMs);
    return STRIPPED;
  }

  /** A chunk arrived: `bytes` long, our own replies included. Called before its messages. */
  serverBytes(bytes: number, nowMs: number): void {
    this.#supply.bytes(bytes, nowMs);
  }

  /** Framing of the client's stream was lost, or the stream is not one we read: nothing can be gated. */
  clientLost(reason: GuardingReason | Desync, nowMs: number): readonly GuardEffect[] {
    const { standing, policy } = this.#keeper;
    if (standing.isUnguarded || standing.isClosed) return NOTHING;
    const owed = this.#keeper.enforces(nowMs) ? this.#keeper.releaseAll(nowMs) : NOTHING;
    standing.clientLost(typeof reason === 'string' ? reason : reason.reason);
    this.#prober.stop();
    const close: readonly GuardEffect[] =
      policy.whenUnguarded === 'close' ? [{ type: 'close', reason: 'unguarded' }] : NOTHING;
    return [...owed, ...this.#keeper.review(nowMs), ...close];
  }

  /** The gate or the driver failed; two faults within 60 s latch until reload. */
  fault(nowMs: number): readonly GuardEffect[] {
    this.#keeper.faults.note(nowMs);
    const owed = this.#keeper.enforces(nowMs) ? this.#keeper.releaseAll(nowMs) : NOTHING;
    try {
      this.#keeper.blind(nowMs);
      this.#keeper.review(nowMs);
    } catch {
      // What fails again at once will fail at the next tick too, and latch.
    }
    return [...owed, ...ANNOUNCE];
  }

  /** Every 50 ms, and after any wait. Probes, releases, state changes. A late tick is safe, only blind. */
  tick(nowMs: number): readonly GuardEffect[] {
    if (this.#keeper.standing.isClosed) return NOTHING;
    try {
      return this.#tick(nowMs);
    } catch {
      return this.fault(nowMs);
    }
  }

  setPolicy(policy: Policy, nowMs: number): readonly GuardEffect[] {
    this.#keeper.policy = policy;
    return this.#keeper.review(nowMs);
  }

  setProfiles(_profiles: readonly InstrumentProfile[], _nowMs: number): readonly GuardEffect[] {
    return NOTHING;
  }

  /** What the user decided in the overlay. */
  command(_command: GuardCommand, _nowMs: number): readonly GuardEffect[] {
    return NOTHING;
  }

  /** The overlay is covered or hidden, so that no warning would be seen; or it is seen again. */
  setInterfered(_interfered: boolean, _nowMs: number): readonly GuardEffect[] {
    return NOTHING;
  }

  /** The extension was updated or disabled under this page: its last word stays, overrides end. */
  detached(_nowMs: number): readonly GuardEffect[] {
    return NOTHING;
  }

  /** The window lost the keyboard. */
  blurred(_nowMs: number): readonly GuardEffect[] {
    return NOTHING;
  }

  /** The tab was hidden, frozen, or shown again. */
  setVisible(visible: boolean, nowMs: number): readonly GuardEffect[] {
    this.#keeper.isVisible = visible;
    this.#keeper.blind(nowMs);
    return this.#keeper.review(nowMs);
  }

  /** The connection is closing: releases owed, to be sent before it closes. */
  closing(nowMs: number): readonly GuardEffect[] {
    return this.#keeper.standing.isUnguarded ? NOTHING : this.#keeper.releaseAll(nowMs);
  }

  closed(nowMs: number): readonly GuardEffect[] {
    this.#keeper.standing.closed();
    this.#prober.stop();
    this.#keeper.watch.closed(nowMs);
    return this.#keeper.announce(this.#prober.reading(nowMs), nowMs);
  }

  /**
   * Nonces of probes whose reply may still arrive. After a desync the driver removes such replies by scanning
   * the bytes, because one that reaches noVNC ends the session ("Unexpected fence response").
   */
  outstandingNonces(): readonly Uint8Array[] {
    return this.#prober.outstandingNonces();
  }

  snapshot(nowMs: number): Snapshot {
    const { standing, faults, policy, watch, gate, appearance } = this.#keeper;
    const path = this.#prober.reading(nowMs);
    return picture({
      connection: this.#connection,
      desktopName: this.#desktopName,
      guarding: standing.guarding(policy),
      guardingReason: standing.reason ?? (faults.isBlocking(nowMs) ? 'fault' : null),
      session: watch.session,
      blocked: this.#keeper.blocked(path, nowMs),
      gate,
      appearance,
      path,
      demand: this.#demand.reading(nowMs),
      supply: this.#supply.reading(nowMs),
      nowMs,
    });
  }

  #input(message: ClientMessage, origin: InputOrigin, nowMs: number): ClientStep {
    const { gate, watch, pulse } = this.#keeper;
    if (pulse.missed(nowMs)) this.#keeper.blind(nowMs);
    const context = this.#keeper.context(this.#keeper.look(nowMs), nowMs);
    const { outcome, nature, pressSent } = gate.judge(message, origin.eventAgeMs, context);
    const bytes = message.endByte - message.startByte;
    this.#demand.attempted(bytes, nature, nowMs);
    if (outcome.type !== 'drop') {
      this.#prober.client(message);
      this.#prober.sent(gate.unacknowledged.sequence, nowMs);
      this.#demand.delivered(outcome.type === 'send' ? bytes : outcome.bytes.length, nature, nowMs);
    }
    if (pressSent !== null) watch.pressed(pressSent, nowMs);
    const review = this.#keeper.review(nowMs);
    // The sooner a probe follows a press, the sooner the press is known to have arrived.
    return { outcome, effects: pressSent === true ? [...review, ...this.#probe(nowMs)] : review };
  }

  #tick(nowMs: number): readonly GuardEffect[] {
    const { gate, watch, pulse } = this.#keeper;
    if (pulse.missed(nowMs)) this.#keeper.blind(nowMs);
    pulse.beat(nowMs);
    const path = this.#keeper.look(nowMs);
    const { sequence, oldestAtMs } = gate.unacknowledged;
    watch.tick(path, this.#demand.reading(nowMs), sequence, oldestAtMs, nowMs);
    const releases = this.#keeper.releaseIfClosed(path, nowMs);
    const view = gate.tick(this.#keeper.context(path, nowMs));
    const moved: readonly GuardEffect[] =
      view === null ? NOTHING : [{ type: 'send', bytes: view, purpose: 'view' }];
    return [...releases, ...moved, ...this.#probe(nowMs), ...this.#keeper.announce(path, nowMs)];
  }

  #probe(nowMs: number): readonly GuardEffect[] {
    const { standing, gate, watch, isVisible } = this.#keeper;
    if (!standing.isReading) return NOTHING;
    // Each probe has a number of its own, so that every answer can be told from the one before.
    const bytes = this.#prober.next(nowMs, gate.unacknowledged.sequence + 1, watch.pace(isVisible, nowMs));
    if (bytes === null) return NOTHING;
    gate.unacknowledged.passed();
    return [{ type: 'send', bytes, purpose: 'probe' }];
  }

  #failSafe(message: ClientMessage): ClientOutcome {
    const { policy, gate } = this.#keeper;
    return policy.mode === 'measure' ? SEND : failSafe(message, gate.held);
  }
}

/** Whether a rectangle tells about the server, beside or instead of pixels. */
function isSign(encoding: number): boolean {
  return encoding < 0 || encoding === ENCODING.h264;
}
