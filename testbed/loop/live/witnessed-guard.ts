import type { GuardEffect } from '../../../src/model/gate/outcome.ts';
import type { ClientStep } from '../../../src/model/guard/client-ear.ts';
import type { ServerStep } from '../../../src/model/guard/server-ear.ts';
import { Guard, type GuardOptions } from '../../../src/model/guard.ts';
import type { ServerEvent } from '../../../src/model/rfb/messages.ts';

/** A probe that went out, or the answer to one. */
export interface ProbeEvent {
  readonly type: 'sent' | 'answered';
  /** Counts from 0. */
  readonly id: number;
  readonly atMs: number;
}

const FENCE = 248;
const FENCE_HEAD_BYTES = 9;
const NONCE_BYTES = 16;
/** Fences that are not answered; a server that answers none is not asked about by more than this. */
const MAX_UNANSWERED = 1000;

/** The real guard, and beside it when each fence probe went out and was answered. */
export class WitnessedGuard extends Guard {
  readonly #listener: (event: ProbeEvent) => void;
  readonly #unanswered = new Map<string, number>();
  #probes = 0;

  constructor(options: GuardOptions, listener: (event: ProbeEvent) => void) {
    super(options);
    this.#listener = listener;
  }

  override client(...[message, origin, nowMs]: Parameters<Guard['client']>): ClientStep {
    const step = super.client(message, origin, nowMs);
    this.#note(step.effects, nowMs);
    return step;
  }

  override server(event: ServerEvent, nowMs: number): ServerStep {
    const step = super.server(event, nowMs);
    if (event.type === 'fence' && step.outcome === 'strip') {
      const nonce = keyOf(event.payload);
      const id = this.#unanswered.get(nonce);
      this.#unanswered.delete(nonce);
      if (id !== undefined) this.#listener({ type: 'answered', id, atMs: nowMs });
    }
    this.#note(step.effects, nowMs);
    return step;
  }

  override tick(nowMs: number): readonly GuardEffect[] {
    const effects = super.tick(nowMs);
    this.#note(effects, nowMs);
    return effects;
  }

  #note(effects: readonly GuardEffect[], nowMs: number): void {
    for (const effect of effects) {
      if (effect.type !== 'send' || effect.purpose !== 'probe' || effect.bytes[0] !== FENCE) continue;
      if (effect.bytes.length !== FENCE_HEAD_BYTES + NONCE_BYTES) continue;
      if (this.#unanswered.size >= MAX_UNANSWERED) continue;
      const id = this.#probes++;
      this.#unanswered.set(keyOf(effect.bytes.subarray(FENCE_HEAD_BYTES)), id);
      this.#listener({ type: 'sent', id, atMs: nowMs });
    }
  }
}

function keyOf(nonce: Uint8Array): string {
  return Buffer.from(nonce).toString('hex');
}
