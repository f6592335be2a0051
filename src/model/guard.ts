import type { ClientOutcome, GuardEffect, ServerOutcome } from './gate/outcome.ts';
import type { Policy } from './policy/policy.ts';
import type { ClientMessage, Desync, ServerEvent } from './rfb/messages.ts';
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

/**
 * Holds the parts for one connection: the measures, the session's state and the gate. It decides; the driver
 * delivers. Every method takes the time; nothing here reads a clock, so a trace of these calls replays exactly.
 */
export class Guard {
  constructor(_options: GuardOptions) {}

  /** One message the page's client wrote. */
  client(_message: ClientMessage, _origin: InputOrigin, _nowMs: number): ClientStep {
    throw new Error('not built yet');
  }

  /** One event of the server's stream. Only fence and clipboard messages can be stripped. */
  server(_event: ServerEvent, _nowMs: number): ServerStep {
    throw new Error('not built yet');
  }

  /** A chunk arrived: `bytes` long, our own replies included. Called before its messages. */
  serverBytes(_bytes: number, _nowMs: number): void {}

  /** Framing of the client's stream was lost, or the stream is not one we read: nothing can be gated. */
  clientLost(_reason: GuardingReason | Desync, _nowMs: number): readonly GuardEffect[] {
    return [];
  }

  /** The gate or the driver failed; two faults within 60 s latch until reload. */
  fault(_nowMs: number): readonly GuardEffect[] {
    return [];
  }

  /** Every 50 ms, and after any wait. Probes, releases, state changes. A late tick is safe, only blind. */
  tick(_nowMs: number): readonly GuardEffect[] {
    return [];
  }

  setPolicy(_policy: Policy, _nowMs: number): readonly GuardEffect[] {
    return [];
  }

  /** The tab was hidden, frozen, or shown again. */
  setVisible(_visible: boolean, _nowMs: number): readonly GuardEffect[] {
    return [];
  }

  /** The connection is closing: releases owed, to be sent before it closes. */
  closing(_nowMs: number): readonly GuardEffect[] {
    return [];
  }

  closed(_nowMs: number): readonly GuardEffect[] {
    return [];
  }

  /**
   * Nonces of probes whose reply may still arrive. After a desync the driver removes such replies by scanning
   * the bytes, because one that reaches noVNC ends the session ("Unexpected fence response").
   */
  outstandingNonces(): readonly Uint8Array[] {
    return [];
  }

  snapshot(_nowMs: number): Snapshot {
    throw new Error('not built yet');
  }
}
