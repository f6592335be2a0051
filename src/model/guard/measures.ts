import type { ClientOutcome, GuardEffect } from '../gate/outcome.ts';
import type { Verdict } from '../gate/verdict.ts';
import { BinMeter } from '../measure/bin-meter.ts';
import { DemandMeter } from '../measure/demand-meter.ts';
import type { DemandReading, PathReading, SupplyReading } from '../measure/readings.ts';
import { SupplyMeter } from '../measure/supply-meter.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import type { Session } from '../session/session.ts';

/** Counts what goes out and what comes in, for the state of the moment and for the session model. */
export class Measures {
  readonly #demand: DemandMeter;
  readonly #supply: SupplyMeter;
  readonly #bins: BinMeter;

  constructor(nowMs: number) {
    this.#demand = new DemandMeter(nowMs);
    this.#supply = new SupplyMeter(nowMs);
    this.#bins = new BinMeter(nowMs);
  }

  demand(nowMs: number): DemandReading {
    return this.#demand.reading(nowMs);
  }

  supply(nowMs: number): SupplyReading {
    return this.#supply.reading(nowMs);
  }

  /** Bytes of the server's stream; taken back, as a negative number, when they turn out to be a reply to us. */
  bytes(count: number, nowMs: number): void {
    this.#supply.bytes(count, nowMs);
    this.#bins.bytes(count, nowMs);
  }

  server(event: ServerEvent, nowMs: number): void {
    if (event.type === 'update-end') this.#supply.update(nowMs);
    this.#bins.server(event, nowMs);
  }

  /** A probe was answered. */
  answered({ roundTripMs }: PathReading): void {
    this.#bins.answered(roundTripMs);
  }

  /** The page's client wrote a message that is input, and the gate has judged it. */
  input(message: ClientMessage, verdict: Verdict, nowMs: number): void {
    const { nature, outcome } = verdict;
    const attemptedBytes = message.endByte - message.startByte;
    const deliveredBytes = bytesOut(outcome, attemptedBytes);
    this.#demand.attempted(attemptedBytes, nature, nowMs);
    if (outcome.type !== 'drop') this.#demand.delivered(deliveredBytes, nature, nowMs);
    const judged = { kind: nature, function: verdict.function, attemptedBytes, deliveredBytes };
    this.#bins.input(message, judged, nowMs);
  }

  /** A move that had to wait went out. */
  moved(bytes: number, nowMs: number): void {
    this.#demand.delivered(bytes, 'motion', nowMs);
    this.#bins.moved(bytes);
  }

  /** What happened since the last tick. */
  bin(path: PathReading, session: Session, unacknowledged: number, nowMs: number): GuardEffect {
    const sight = {
      path,
      demand: this.demand(nowMs),
      supply: this.supply(nowMs),
      session,
      unacknowledged,
    };
    return { type: 'bin', bin: this.#bins.take(sight, nowMs) };
  }
}

/** How much of a message of so many bytes goes out. */
function bytesOut(outcome: ClientOutcome, bytes: number): number {
  if (outcome.type === 'drop') return 0;
  return outcome.type === 'send' ? bytes : outcome.bytes.length;
}
