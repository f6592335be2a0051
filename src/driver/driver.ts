import type { SeatOrder } from '../model/control/seat-order.ts';
import type { GuardCommand } from '../model/gate/command.ts';
import type { Journal } from '../model/gate/journal.ts';
import type { GuardEffect, ServerOutcome } from '../model/gate/outcome.ts';
import type { ClientStep } from '../model/guard/client-ear.ts';
import type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
import type { Policy } from '../model/policy/policy.ts';
import type { ClientMessage, Desync, DesyncReason, ServerEvent } from '../model/rfb/messages.ts';
import type { GuardingReason } from '../model/snapshot.ts';
import { ClientStream } from './client-stream.ts';
import { type DriverOptions, type DriverParts, REAL_PARTS } from './driver-options.ts';
import { Outbox } from './outbox.ts';
import { NONCE_BYTES, ProbeLedger } from './probe-ledger.ts';
import { RenewalNumbers } from './renewal-numbers.ts';
import { SafeGuard } from './safe-guard.ts';
import { ServerStream } from './server-stream.ts';
import { SessionNews } from './session-news.ts';
import { inputKind } from './surroundings.ts';
import { VersionSniff } from './version-sniff.ts';

/** How often the guard is asked whether time alone changed something. */
export const TICK_MS = 50;
/** An RFB connection that is being driven. */
interface Session {
  readonly guard: SafeGuard;
  readonly client: ClientStream;
  readonly server: ServerStream;
  readonly outbox: Outbox;
  readonly stopTicks: () => void;
  /** What the connection began with. */
  readonly left: Journal | null;
}

/**
 * One Guard on one live channel. It delivers: what the guard decides about messages is done to bytes here, and
 * nothing else is. No method ever throws; what fails is caught here, told to the guard, and from then on bytes
 * pass unharmed. It is long on purpose: every way in stands in one place, where one can see that each is caught.
 *
 * @example
 * const driver = new Driver({ connection: '1', policy, visible: true, channel, surroundings, onSnapshot });
 * socket.onmessage = (event) => page(driver.server(new Uint8Array(event.data)));
 * page.onsend = (bytes) => driver.client(bytes);
 */
export class Driver {
  readonly #options: DriverOptions;
  readonly #parts: DriverParts;
  readonly #sniff = new VersionSniff();
  readonly #ledger = new ProbeLedger();
  readonly #news: SessionNews;
  readonly #renewals: RenewalNumbers;
  #policy: Policy;
  #profiles: readonly InstrumentProfile[];
  #visible: boolean;
  #interfered = false;
  #detached = false;
  #session: Session | null = null;
  #phase: 'sniffing' | 'driving' | 'foreign' | 'closed' = 'sniffing';
  /** The time that the guard was given last: what it then says is of that time, as a replay of its trace tells it. */
  #askedAtMs = 0;

  constructor(options: DriverOptions, parts: DriverParts = REAL_PARTS) {
    this.#options = options;
    this.#parts = parts;
    this.#policy = options.policy;
    this.#profiles = options.profiles;
    this.#visible = options.visible;
    this.#news = new SessionNews(options);
    this.#renewals = new RenewalNumbers(options.surroundings.randomBytes);
  }

  /** The connection is none of ours: it can be forgotten, nothing about it was or will be said. */
  get isForeign(): boolean {
    return this.#phase === 'foreign';
  }

  /** The connection is a VNC session: what the page sends has to go through `client`. */
  get isDriving(): boolean {
    return this.#phase === 'driving';
  }

  /** A chunk from the server. The answer is what the page gets now: the same array if nothing is missing. */
  server(chunk: Uint8Array): Uint8Array {
    if (this.#phase === 'driving') return this.#serverChunk(chunk);
    if (this.#phase !== 'sniffing') return chunk;
    const verdict = this.#sniff.push(chunk);
    if (verdict === 'foreign') this.#phase = 'foreign';
    if (verdict !== 'rfb') return chunk;
    this.#start();
    // The page has had these bytes; the wire has not.
    if (this.#sniff.count > 0) this.#serverChunk(this.#sniff.seen);
    const answer = this.#serverChunk(chunk);
    this.#tell();
    return answer;
  }

  /** A chunk the page wrote. It is sent through the channel, in whole, in part, later or not at all. */
  client(chunk: Uint8Array): void {
    const session = this.#session;
    // Nobody sends before the server has said its version; who does, does not speak RFB.
    if (session === null) {
      this.#options.channel.send(chunk);
      return;
    }
    try {
      session.client.push(chunk);
    } catch {
      this.#failClient(session);
    }
    if (this.#news.isAnnounced) this.#tell();
  }

  /** The page's stream is not one that can be read, for a reason outside of it. The page's bytes just pass. */
  unreadable(reason: GuardingReason): void {
    if (this.#phase !== 'sniffing' && this.#phase !== 'driving') return;
    const session = this.#session ?? this.#start();
    if (session.client.isLost) return;
    this.#contain(() => this.#perform(session.guard.clientLost(reason, this.#nowMs())));
    session.client.abandon();
    this.#tell();
  }

  /** The server's stream goes on in a form that is not read (Blobs, after binaryType was changed). */
  serverUnreadable(reason: DesyncReason): void {
    const session = this.#session;
    if (session === null || session.server.isLost) return;
    this.#judgeServer({ type: 'desync', offsetBytes: 0, reason, value: 0 }, this.#nowMs());
    session.server.lose();
    this.#tell();
  }

  setPolicy(policy: Policy): void {
    this.#policy = policy;
    this.#act((guard, nowMs) => guard.setPolicy(policy, nowMs));
  }

  setProfiles(profiles: readonly InstrumentProfile[]): void {
    this.#profiles = profiles;
    this.#act((guard, nowMs) => guard.setProfiles(profiles, nowMs));
  }

  /** What other documents left down at this server; what the connection began with is in hand already. */
  inherit(journal: Journal): void {
    const left = this.#session?.left ?? null;
    this.#act((guard, nowMs) => guard.inherit(journal, left, nowMs));
  }

  /** What the user decided in the overlay. */
  command(command: GuardCommand): void {
    this.#act((guard, nowMs) => guard.command(command, nowMs));
  }

  /** What the arbiter of the room's lock says to this connection. */
  order(order: SeatOrder): void {
    const own = this.#renewals.toGuard(order);
    this.#act((guard, nowMs) => guard.order(own, nowMs));
  }

  setInterfered(interfered: boolean): void {
    this.#interfered = interfered;
    this.#act((guard, nowMs) => guard.setInterfered(interfered, nowMs));
  }

  /** The extension is gone; its last policy stays. */
  detached(): void {
    this.#detached = true;
    this.#act((guard, nowMs) => guard.detached(nowMs));
  }

  /** The window lost the keyboard. */
  blurred(): void {
    this.#act((guard, nowMs) => guard.blurred(nowMs));
  }

  /** The tab was hidden or frozen, or is shown again. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#act((guard, nowMs) => guard.setVisible(visible, nowMs));
  }

  /** The page is about to close the connection: what is owed to the server is sent first. */
  closing(): void {
    this.#act((guard, nowMs) => guard.closing(nowMs));
  }

  /** The connection is closed. */
  closed(): void {
    const session = this.#session;
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    if (session === null) return;
    session.stopTicks();
    this.#contain(() => {
      this.#perform(session.guard.closed(this.#nowMs()));
      this.#tell();
    });
  }

  #nowMs(): number {
    this.#askedAtMs = this.#options.surroundings.nowMs();
    return this.#askedAtMs;
  }

  #start(): Session {
    const { surroundings, connection, channel, socketHost, journal } = this.#options;
    const wire = this.#parts.wire();
    const left = journal.read();
    const guard = new SafeGuard(connection, this.#ledger, () =>
      this.#parts.guard({
        connection,
        policy: this.#policy,
        profiles: this.#profiles,
        socketHost,
        journal: left,
        nowMs: this.#nowMs(),
        randomNonce: () => surroundings.randomBytes(NONCE_BYTES),
      }),
    );
    const session: Session = {
      left,
      guard,
      client: new ClientStream(wire, {
        judge: (message) => this.#judgeClient(message),
        lost: (desync) => this.#clientLost(desync),
        perform: (effects) => this.#perform(effects),
        send: (bytes) => channel.send(bytes),
      }),
      server: new ServerStream(wire, this.#ledger, (event, nowMs) => this.#judgeServer(event, nowMs)),
      outbox: new Outbox(this.#ledger, (bytes) => {
        guard.sent(bytes);
        channel.send(bytes);
      }),
      stopTicks: surroundings.every(TICK_MS, () => this.#contain(() => this.#tick())),
    };
    this.#session = session;
    this.#phase = 'driving';
    const nowMs = this.#nowMs();
    if (!this.#visible) this.#perform(guard.setVisible(false, nowMs));
    if (this.#interfered) this.#perform(guard.setInterfered(true, nowMs));
    if (this.#detached) this.#perform(guard.detached(nowMs));
    return session;
  }

  #serverChunk(chunk: Uint8Array): Uint8Array {
    const session = this.#session;
    if (session === null) return chunk;
    const nowMs = this.#nowMs();
    let answer: Uint8Array;
    try {
      this.#perform(session.guard.serverBytes(chunk.length, nowMs));
      answer = session.server.push(chunk, nowMs);
    } catch {
      answer = this.#failServer(session, chunk, nowMs);
    }
    if (this.#news.isAnnounced) this.#tell();
    return answer;
  }

  #judgeClient(message: ClientMessage): ClientStep {
    const session = this.#session;
    if (session === null) return { outcome: { type: 'send' }, effects: [] };
    const kind = inputKind(message);
    const eventAgeMs = kind === null ? null : this.#options.surroundings.eventAgeMs(kind);
    return session.guard.client(message, { eventAgeMs }, this.#nowMs());
  }

  #judgeServer(event: ServerEvent, nowMs: number): ServerOutcome {
    const session = this.#session;
    if (session === null) return 'deliver';
    const { outcome, effects } = session.guard.server(event, nowMs);
    // Before the page hears of it: the guard has counted these as sent before anything the page sends now.
    this.#perform(effects);
    return outcome;
  }

  #clientLost(desync: Desync): void {
    const session = this.#session;
    if (session !== null) this.#perform(session.guard.clientLost(desync, this.#nowMs()), true);
    this.#news.announce();
  }

  #tick(): void {
    const session = this.#session;
    if (session === null || this.#phase !== 'driving') return;
    const nowMs = this.#nowMs();
    this.#perform(session.guard.tick(nowMs));
    const late = session.server.overdue(nowMs);
    if (late.length > 0) this.#options.channel.deliver(late);
    if (this.#news.isDue(nowMs)) this.#tell();
  }

  #act(call: (guard: SafeGuard, nowMs: number) => readonly GuardEffect[]): void {
    const session = this.#session;
    if (session === null || this.#phase !== 'driving') return;
    this.#contain(() => {
      this.#perform(call(session.guard, this.#nowMs()));
      if (this.#news.isAnnounced) this.#tell();
    });
  }

  /** A page that broke the language under us must not hear of it: its timers and events are not the place. */
  #contain(action: () => void): void {
    try {
      action();
    } catch {
      this.#news.announce();
    }
  }

  /** @param isLast the client's stream is being given up at a message boundary: the last chance to write */
  #perform(effects: readonly GuardEffect[], isLast = false): void {
    const session = this.#session;
    if (session === null) return;
    const { isMidMessage, isLost: isClientLost } = session.client;
    session.outbox.post(effects, { isMidMessage, isClientLost, isServerLost: session.server.isLost }, isLast);
    for (const effect of effects) {
      if (effect.type === 'seat') this.#options.onSeat(this.#renewals.toRoom(effect.word));
      if (effect.type === 'outsider') this.#options.onOutsider();
      if (effect.type === 'close') this.#options.channel.close();
      if (effect.type === 'journal') this.#options.journal.write(effect.journal);
      this.#news.note(effect, this.#askedAtMs);
    }
  }

  #tell(): void {
    const session = this.#session;
    if (session === null) return;
    const nowMs = this.#nowMs();
    this.#news.tell(() => {
      const snapshot = session.guard.snapshot(nowMs, this.#phase === 'closed');
      this.#perform(session.guard.owed(snapshot));
      return snapshot;
    }, nowMs);
  }

  /** The client's stream could not be read to the end of a chunk by a fault of ours: it passes, and that is seen. */
  #failClient(session: Session): void {
    try {
      const nowMs = this.#nowMs();
      this.#perform(session.guard.fault(nowMs));
      if (!session.client.isLost) this.#perform(session.guard.clientLost('fault', nowMs));
    } catch {
      // Only the page's bytes matter now.
    }
    session.client.abandon();
    this.#news.announce();
  }

  #failServer(session: Session, chunk: Uint8Array, nowMs: number): Uint8Array {
    this.#news.announce();
    try {
      this.#perform(session.guard.fault(nowMs));
      this.#judgeServer({ type: 'desync', offsetBytes: 0, reason: 'bad-encoding-data', value: 0 }, nowMs);
      return session.server.abandon(nowMs);
    } catch {
      session.server.lose();
      return chunk;
    }
  }
}
