import type { SeatOrder } from '../model/control/seat-order.ts';
import type { GuardCommand } from '../model/gate/command.ts';
import type { Journal } from '../model/gate/journal.ts';
import type { GuardEffect } from '../model/gate/outcome.ts';
import type { ClientStep, InputOrigin } from '../model/guard/client-ear.ts';
import type { ServerStep } from '../model/guard/server-ear.ts';
import { Guard, type GuardOptions } from '../model/guard.ts';
import type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
import type { Policy } from '../model/policy/policy.ts';
import type { ClientMessage, Desync, ServerEvent } from '../model/rfb/messages.ts';
import type { GuardingReason, Snapshot } from '../model/snapshot.ts';
import { TraceRecorder } from '../model/trace/trace-recorder.ts';
import type { GuardPart } from './safe-guard.ts';

/** Where the lines of a trace go. */
export interface TraceSink {
  /** Milliseconds since 1970 by the user's clock. */
  readonly wallMs: () => number;
  readonly write: (line: string) => void;
  /** The connection is closed: what waits must go now. */
  readonly end: () => void;
}

/**
 * A guard whose calls are written down. It decides as the guard inside does; a failure to write ends the trace and
 * changes nothing else.
 */
export class TracedGuard implements GuardPart {
  readonly #guard: Guard;
  readonly #sink: TraceSink;
  readonly #socketHost: string;
  #recorder: TraceRecorder | null;

  constructor(options: GuardOptions, sink: TraceSink) {
    this.#sink = sink;
    this.#socketHost = options.socketHost;
    this.#recorder = new TraceRecorder(sink.write);
    this.#note((recorder) => recorder.begin(options, sink.wallMs()));
    this.#guard = new Guard({
      ...options,
      randomNonce: () => {
        const nonce = options.randomNonce();
        this.#note((recorder) => recorder.nonce(nonce));
        return nonce;
      },
    });
  }

  client(message: ClientMessage, { eventAgeMs }: InputOrigin, nowMs: number): ClientStep {
    // Such a time prints with all its digits otherwise, sixteen of them about nothing.
    const ageMs = eventAgeMs === null ? null : Math.round(eventAgeMs * 100) / 100;
    this.#note((recorder) => recorder.client(message, ageMs, nowMs));
    return this.#guard.client(message, { eventAgeMs: ageMs }, nowMs);
  }

  server(event: ServerEvent, nowMs: number): ServerStep {
    this.#note((recorder) => recorder.server(event, nowMs));
    const step = this.#guard.server(event, nowMs);
    if (step.outcome === 'strip') this.#note((recorder) => recorder.answered(event, step.outcome));
    return step;
  }

  serverBytes(bytes: number, nowMs: number): void {
    this.#note((recorder) => recorder.call({ type: 'bytes', atMs: nowMs, bytes }));
    this.#guard.serverBytes(bytes, nowMs);
  }

  clientLost(reason: GuardingReason | Desync, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.clientLost(reason, nowMs));
    return this.#guard.clientLost(reason, nowMs);
  }

  setPolicy(policy: Policy, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.policy(policy, nowMs));
    return this.#guard.setPolicy(policy, nowMs);
  }

  setProfiles(profiles: readonly InstrumentProfile[], nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.profiles(profiles, this.#socketHost, nowMs));
    return this.#guard.setProfiles(profiles, nowMs);
  }

  inherit(journal: Journal, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.inherit(journal, nowMs));
    return this.#guard.inherit(journal, nowMs);
  }

  command(command: GuardCommand, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.command(command, nowMs));
    return this.#guard.command(command, nowMs);
  }

  order(order: SeatOrder, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.call({ type: 'seat', atMs: nowMs, order }));
    return this.#guard.order(order, nowMs);
  }

  setInterfered(interfered: boolean, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.call({ type: 'interfered', atMs: nowMs, is: interfered }));
    return this.#guard.setInterfered(interfered, nowMs);
  }

  setVisible(visible: boolean, nowMs: number): readonly GuardEffect[] {
    this.#note((recorder) => recorder.call({ type: 'visible', atMs: nowMs, is: visible }));
    return this.#guard.setVisible(visible, nowMs);
  }

  tick(nowMs: number): readonly GuardEffect[] {
    this.#plain('tick', nowMs);
    return this.#guard.tick(nowMs);
  }

  fault(nowMs: number): readonly GuardEffect[] {
    this.#plain('fault', nowMs);
    return this.#guard.fault(nowMs);
  }

  detached(nowMs: number): readonly GuardEffect[] {
    this.#plain('detached', nowMs);
    return this.#guard.detached(nowMs);
  }

  blurred(nowMs: number): readonly GuardEffect[] {
    this.#plain('blurred', nowMs);
    return this.#guard.blurred(nowMs);
  }

  closing(nowMs: number): readonly GuardEffect[] {
    this.#plain('closing', nowMs);
    return this.#guard.closing(nowMs);
  }

  closed(nowMs: number): readonly GuardEffect[] {
    this.#plain('closed', nowMs);
    this.#note(() => this.#sink.end());
    return this.#guard.closed(nowMs);
  }

  /** The picture is asked for several times a second, and the reading of a rate rounds it anew. */
  snapshot(nowMs: number): Snapshot {
    this.#plain('snapshot', nowMs);
    return this.#guard.snapshot(nowMs);
  }

  #plain(
    type: 'tick' | 'snapshot' | 'fault' | 'detached' | 'blurred' | 'closing' | 'closed',
    atMs: number,
  ): void {
    this.#note((recorder) => recorder.call({ type, atMs }));
  }

  #note(write: (recorder: TraceRecorder) => void): void {
    if (this.#recorder === null) return;
    try {
      write(this.#recorder);
    } catch {
      this.#recorder = null;
    }
  }
}
