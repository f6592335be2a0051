import type { SeatOrder } from './control/seat-order.ts';
import type { GuardCommand } from './gate/command.ts';
import { type CreditRule, creditLimits } from './gate/credit.ts';
import type { Journal } from './gate/journal.ts';
import type { GuardEffect } from './gate/outcome.ts';
import { ClientEar, type ClientStep, type InputOrigin, PASSED } from './guard/client-ear.ts';
import { Instrument } from './guard/instrument.ts';
import { Keeper } from './guard/keeper.ts';
import { Leftover } from './guard/leftover.ts';
import { Measures } from './guard/measures.ts';
import { picture } from './guard/picture.ts';
import { QualityKeeper, type QualityRule, qualityOf } from './guard/quality-keeper.ts';
import { ServerEar, type ServerStep } from './guard/server-ear.ts';

import { Prober } from './measure/prober.ts';
import type { PathReading } from './measure/readings.ts';
import type { InstrumentProfile } from './policy/instrument-profile.ts';
import type { Policy } from './policy/policy.ts';
import type { ClientMessage, Desync, ServerEvent } from './rfb/messages.ts';
import type { GuardingReason, Snapshot } from './snapshot.ts';

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
  /** How many actions may be unacknowledged; experiments compare others with the built-in rule. */
  readonly credit?: CreditRule;
  /** What the quality of the picture is; tests put in laws of their own. */
  readonly quality?: QualityRule;
}

const NOTHING: readonly GuardEffect[] = [];
const ANNOUNCE: readonly GuardEffect[] = [{ type: 'announce' }];

/**
 * Holds the parts for one connection: the measures, the session's state and the gate. It decides; the driver
 * delivers. Every method takes the time; nothing here reads a clock, so a trace of these calls replays exactly.
 * It is long on purpose: in which order the parts hear of something is decided here, and nowhere else.
 */
export class Guard {
  readonly #connection: string;
  readonly #prober: Prober;
  readonly #measures: Measures;
  readonly #quality: QualityKeeper;
  readonly #keeper: Keeper;
  readonly #instrument: Instrument;
  readonly #leftover: Leftover;
  readonly #ear: ServerEar;
  readonly #client: ClientEar;
  /** Of the move that the last tick sent. */
  #movedBytes = 0;

  constructor(options: GuardOptions) {
    const { connection, policy, profiles, socketHost, journal, nowMs, randomNonce } = options;
    this.#connection = connection;
    this.#prober = new Prober({ randomNonce, nowMs });
    this.#measures = new Measures(nowMs);
    this.#quality = new QualityKeeper(options.quality ?? qualityOf, policy.quality, nowMs);
    this.#instrument = new Instrument(profiles, socketHost);
    this.#leftover = new Leftover(journal);
    this.#keeper = new Keeper({
      prober: this.#prober,
      instrument: this.#instrument,
      policy,
      nowMs,
      credit: options.credit ?? creditLimits,
    });
    const parts = {
      keeper: this.#keeper,
      prober: this.#prober,
      measures: this.#measures,
      quality: this.#quality,
    };
    this.#client = new ClientEar(parts);
    this.#ear = new ServerEar({ ...parts, instrument: this.#instrument, leftover: this.#leftover });
    if (journal !== null) this.#keeper.owes(journal);
  }

  /** One message the page's client wrote. */
  client(message: ClientMessage, origin: InputOrigin, nowMs: number): ClientStep {
    if (this.#keeper.standing.isUnguarded) return PASSED;
    try {
      return this.#client.hear(message, origin, nowMs);
    } catch {
      // First, by what is held now.
      const outcome = this.#client.failed(message, nowMs);
      return { outcome, effects: this.fault(nowMs) };
    }
  }

  /** One event of the server's stream. Only fence and clipboard messages can be stripped. */
  server(event: ServerEvent, nowMs: number): ServerStep {
    return this.#ear.hear(event, nowMs);
  }

  /** A chunk arrived: `bytes` long, our own replies included. Called before its messages. */
  serverBytes(bytes: number, nowMs: number): void {
    this.#measures.bytes(bytes, nowMs);
    this.#quality.bytes(bytes, nowMs);
  }

  /** Framing of the client's stream was lost, or the stream is not one we read: nothing can be gated. */
  clientLost(reason: GuardingReason | Desync, nowMs: number): readonly GuardEffect[] {
    const { standing, policy, seat } = this.#keeper;
    if (standing.isUnguarded || standing.isClosed) return NOTHING;
    seat.giveUp('unguarded');
    const owed = this.#keeper.enforces(nowMs) ? this.#keeper.releaseAll('unguarded', nowMs) : NOTHING;
    this.#keeper.endOverride('unguarded', nowMs);
    standing.clientLost(typeof reason === 'string' ? reason : reason.reason);
    this.#prober.stop();
    this.#quality.stop(nowMs);
    const close: readonly GuardEffect[] =
      policy.whenUnguarded === 'close' ? [{ type: 'close', reason: 'unguarded' }] : NOTHING;
    const review = this.#keeper.review(nowMs);
    return this.#keeper.out([...owed, ...review, ...this.#keeper.seatWords(nowMs), ...close], nowMs);
  }

  /** The gate or the driver failed; two faults within 60 s latch until reload. */
  fault(nowMs: number): readonly GuardEffect[] {
    const { faults, log, seat } = this.#keeper;
    faults.note(nowMs);
    if (faults.isLatched) this.#quality.stop(nowMs);
    seat.giveUp('fault');
    const owed = this.#keeper.enforces(nowMs) ? this.#keeper.releaseAll('fault', nowMs) : NOTHING;
    try {
      log.note({ type: 'fault', latched: faults.isLatched }, nowMs);
      this.#keeper.endOverride('fault', nowMs);
      this.#keeper.blind(nowMs);
      this.#keeper.review(nowMs);
      return this.#keeper.out([...owed, ...ANNOUNCE, ...this.#keeper.seatWords(nowMs)], nowMs);
    } catch {
      // What fails again at once will fail at the next tick too, and latch.
      return [...owed, ...ANNOUNCE];
    }
  }

  /** Every 50 ms, and after any wait. Probes, releases, state changes. A late tick is safe, only blind. */
  tick(nowMs: number): readonly GuardEffect[] {
    if (this.#keeper.standing.isClosed) return NOTHING;
    try {
      return this.#keeper.out(this.#tick(nowMs), nowMs);
    } catch {
      return this.fault(nowMs);
    }
  }

  setPolicy(policy: Policy, nowMs: number): readonly GuardEffect[] {
    this.#keeper.policy = policy;
    this.#quality.setPolicy(policy.quality, nowMs);
    if (policy.override === 'forbid') this.#keeper.endOverride('user', nowMs);
    return this.#keeper.out(this.#keeper.review(nowMs), nowMs);
  }

  setProfiles(profiles: readonly InstrumentProfile[], nowMs: number): readonly GuardEffect[] {
    this.#instrument.setProfiles(profiles);
    return this.#keeper.out([...this.#keeper.review(nowMs), ...ANNOUNCE], nowMs);
  }

  /**
   * Other documents left this down at the server, which is known only now. It is in the journal of this connection
   * from here on; without a journal among the effects it was not taken.
   */
  inherit(journal: Journal, nowMs: number): readonly GuardEffect[] {
    if (this.#keeper.standing.isClosed || this.#keeper.standing.isUnguarded) return NOTHING;
    this.#leftover.add(journal);
    this.#keeper.owes(journal);
    return this.#keeper.out(this.#ear.pay(nowMs), nowMs);
  }

  /** What the arbiter of the room's lock says to this connection. */
  order(order: SeatOrder, nowMs: number): readonly GuardEffect[] {
    const keeper = this.#keeper;
    // Before anything can fail: a gate that does not hear that it has to let go must not stay open.
    if (order.type !== 'renewed') keeper.seat.isUntold = order.type !== 'solo';
    keeper.missedBeat(nowMs);
    keeper.seat.order(order, keeper.unable(nowMs), nowMs);
    // What is let go of counts as under way, and the sooner a probe follows, the sooner somebody else may begin.
    const released = keeper.review(nowMs);
    return keeper.out([...released, ...this.#client.probe(nowMs), ...keeper.seatWords(nowMs)], nowMs);
  }

  /** What the user decided in the overlay. */
  command(command: GuardCommand, nowMs: number): readonly GuardEffect[] {
    const { standing } = this.#keeper;
    if (standing.isClosed || standing.isUnguarded || this.#keeper.isDetached) return NOTHING;
    const effects: GuardEffect[] = [];
    switch (command.type) {
      case 'override':
        this.#keeper.beginOverride(command.reason, nowMs);
        break;
      case 'end-override':
        this.#keeper.endOverride('user', nowMs);
        break;
      case 're-arm':
        this.#keeper.rearm(nowMs);
        break;
      case 'unstick':
        effects.push(...this.#ear.unstick(nowMs));
        break;
      case 'focus':
        this.#quality.focus(command.on, nowMs);
        break;
      case 'full-quality':
        this.#quality.fullQuality(nowMs);
        break;
    }
    return this.#keeper.out([...effects, ...this.#keeper.review(nowMs), ...ANNOUNCE], nowMs);
  }

  /** The overlay is covered or hidden, so that no warning would be seen; or it is seen again. */
  setInterfered(interfered: boolean, nowMs: number): readonly GuardEffect[] {
    if (this.#keeper.isInterfered === interfered) return NOTHING;
    this.#keeper.isInterfered = interfered;
    this.#keeper.log.note({ type: 'interfered', interfered }, nowMs);
    return this.#keeper.out(this.#keeper.review(nowMs), nowMs);
  }

  /** The extension was updated or disabled under this page: its last word stays, overrides end. */
  detached(nowMs: number): readonly GuardEffect[] {
    if (this.#keeper.isDetached) return NOTHING;
    this.#keeper.isDetached = true;
    this.#quality.detached(nowMs);
    this.#keeper.endOverride('detached', nowMs);
    this.#keeper.log.note({ type: 'detached' }, nowMs);
    return this.#keeper.out(this.#keeper.review(nowMs), nowMs);
  }

  /** The window lost the keyboard. */
  blurred(nowMs: number): readonly GuardEffect[] {
    this.#keeper.endOverride('blur', nowMs);
    return this.#keeper.out(this.#keeper.review(nowMs), nowMs);
  }

  /** The tab was hidden, frozen, or shown again. */
  setVisible(visible: boolean, nowMs: number): readonly GuardEffect[] {
    const gapMs = visible ? Math.max(0, this.#keeper.pulse.sinceMs(nowMs)) : 0;
    this.#keeper.isVisible = visible;
    this.#keeper.log.note({ type: 'blind', cause: 'hidden', gapMs }, nowMs);
    this.#keeper.endOverride('hidden', nowMs);
    this.#keeper.blind(nowMs);
    return this.#keeper.out(this.#keeper.review(nowMs), nowMs);
  }

  /** The connection is closing: releases owed, to be sent before it closes. */
  closing(nowMs: number): readonly GuardEffect[] {
    if (this.#keeper.standing.isUnguarded) return NOTHING;
    return this.#keeper.out(this.#keeper.releaseAll('closing', nowMs), nowMs);
  }

  closed(nowMs: number): readonly GuardEffect[] {
    const { log, gate } = this.#keeper;
    this.#keeper.endOverride('closed', nowMs);
    this.#keeper.standing.closed();
    this.#keeper.seat.giveUp('closed');
    this.#prober.stop();
    this.#quality.stop(nowMs);
    this.#keeper.watch.closed(nowMs);
    const announced = this.#keeper.announce(this.#prober.reading(nowMs), nowMs);
    const effects = [...announced, ...this.#keeper.seatWords(nowMs)];
    log.note({ type: 'closed', unacknowledged: gate.unacknowledged.count }, nowMs);
    return [...effects, ...log.take(nowMs, true)];
  }

  snapshot(nowMs: number): Snapshot {
    const keeper = this.#keeper;
    const { standing, faults, watch, gate } = keeper;
    const path = this.#prober.reading(nowMs);
    return picture({
      connection: this.#connection,
      desktopName: this.#ear.desktopName,
      guarding: standing.guarding(keeper.policy),
      guardingReason: standing.reason ?? (faults.isBlocking(nowMs) ? 'fault' : null),
      session: watch.session,
      blocked: keeper.blocked(path, nowMs),
      gate,
      appearance: keeper.appearance,
      credit: keeper.context(path, nowMs).credit,
      armed: keeper.armed,
      override: keeper.override.reading(keeper.overrideFacts(path, nowMs), nowMs),
      seat: keeper.seat.reading(gate.unacknowledged, nowMs),
      stuckButtons: this.#leftover.stuckMask(path.probe, nowMs),
      instrument: this.#instrument.reading,
      pointer: this.#client.pointer,
      path,
      demand: this.#measures.demand(nowMs),
      supply: this.#measures.supply(nowMs),
      quality: this.#quality.reading(nowMs),
      nowMs,
    });
  }

  #tick(nowMs: number): readonly GuardEffect[] {
    const keeper = this.#keeper;
    const { gate, watch } = keeper;
    keeper.missedBeat(nowMs);
    if (this.#movedBytes > 0) {
      this.#measures.moved(this.#movedBytes, nowMs);
      keeper.outsider.acted(nowMs);
    }
    this.#movedBytes = 0;
    const path = keeper.look(nowMs);
    keeper.beat(path, nowMs);
    const { sequence, oldestAtMs } = gate.unacknowledged;
    watch.tick(path, this.#measures.demand(nowMs), sequence, oldestAtMs, nowMs);
    const effects = [
      ...this.#ear.pay(nowMs),
      ...keeper.releaseIfClosed(path, nowMs),
      // Before the probe, which would take a request's turn whenever one is free.
      ...this.#qualityTick(path, nowMs),
      ...this.#client.probe(nowMs),
      ...keeper.announce(path, nowMs),
      ...keeper.seatWords(nowMs),
      this.#measures.bin(path, watch.session, gate.unacknowledged.count, nowMs),
    ];
    // Last, and counted at the next tick: what fails after it would leave the books with a move that was never sent.
    const view = gate.tick(keeper.context(path, nowMs));
    if (view === null) return effects;
    this.#movedBytes = view.length;
    return [...effects, { type: 'send', bytes: view, purpose: 'view' }];
  }

  /** Only where both streams are read: what is written between messages that are not understood could end the session. */
  #qualityTick(path: PathReading, nowMs: number): readonly GuardEffect[] {
    const { standing, faults, watch, gate, isVisible, log } = this.#keeper;
    if (!standing.isReading || faults.isBlocking(nowMs)) return NOTHING;
    const effects = this.#quality.tick(
      {
        path,
        demand: this.#measures.demand(nowMs),
        supply: this.#measures.supply(nowMs),
        state: watch.session.name,
        flags: watch.session.flags,
        isVisible,
        isDragging: gate.held.sentMask !== 0,
      },
      (bytes) => this.#client.refresh(bytes, nowMs),
      nowMs,
    );
    log.note(this.#quality.change(nowMs), nowMs);
    return effects;
  }
}
