import type { GuardPart } from '../../src/driver/safe-guard.ts';
import type { Journal } from '../../src/model/gate/journal.ts';
import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import type { ClientStep } from '../../src/model/guard/client-ear.ts';
import { Guard, type GuardOptions } from '../../src/model/guard.ts';
import type { InstrumentProfile } from '../../src/model/policy/instrument-profile.ts';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { ClientMessage, ServerEvent } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { FENCE_REQUEST, fenceReply, rect, serverInit, update } from '../../testbed/loop/server-events.ts';
import { setEncodings } from './guard-messages.ts';
import { type Received, ServerView } from './guard-server-view.ts';

export const TICK_MS = 50;
const FENCE_BYTES = 9 + 16;

interface UnderWay {
  readonly dueMs: number;
  readonly payload: Uint8Array | null;
}

interface BenchOptions {
  readonly oneWayMs?: number;
  readonly policy?: Policy;
  readonly profiles?: readonly InstrumentProfile[];
  readonly journal?: Journal | null;
  readonly randomNonce?: GuardOptions['randomNonce'];
  /** false: the server never offers fences. */
  readonly fences?: boolean;
  /** Pseudo-encodings in the server's first update. */
  readonly afterInit?: readonly number[];
  /** The guard, if it is not the plain one. */
  readonly build?: (options: GuardOptions) => GuardPart;
}

/**
 * A guard between a user and a server that answers fences, over a link that delays, stalls and heals like TCP:
 * nothing is lost, everything is late. The clock is moved by hand.
 */
export class GuardBench {
  readonly guard: GuardPart;
  /** What the page and the guard sent, in the order of sending. */
  readonly sent = new ServerView();
  readonly effects: GuardEffect[] = [];
  readonly announced: Snapshot[] = [];
  nowMs = 1000;
  oneWayMs: number;
  jitterMs: () => number = () => 0;
  ticking = true;
  #cut = false;
  #up: UnderWay[] = [];
  #down: UnderWay[] = [];
  /** When the probes were sent that are not answered. */
  readonly unansweredSinceMs: number[] = [];
  /** When the newest probe was sent that is answered: what was sent before it, the server has read. */
  readUntilMs = Number.NEGATIVE_INFINITY;
  #nextTickMs: number;

  constructor({
    oneWayMs = 10,
    policy = STRICT_POLICY,
    profiles = [],
    journal = null,
    randomNonce,
    fences = true,
    afterInit = [],
    build = (options) => new Guard(options),
  }: BenchOptions = {}) {
    let nonces = 0;
    this.oneWayMs = oneWayMs;
    this.#nextTickMs = this.nowMs + TICK_MS;
    this.guard = build({
      connection: '1',
      policy,
      profiles,
      socketHost: 'instrument.example:6080',
      journal,
      nowMs: this.nowMs,
      randomNonce:
        randomNonce ??
        (() => {
          const nonce = new Uint8Array(16);
          new DataView(nonce.buffer).setUint32(0, ++nonces);
          return nonce;
        }),
    });
    this.#handshake(fences, afterInit);
  }

  /** Lets time pass in steps of at most one tick. */
  run(ms: number, each?: () => void): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      const nextMs = Math.min(endMs, this.#nextTickMs, ...[...this.#up, ...this.#down].map((it) => it.dueMs));
      this.nowMs = Math.max(this.nowMs, this.#cut ? Math.min(endMs, this.#nextTickMs) : nextMs);
      this.#deliver();
      if (this.nowMs >= this.#nextTickMs) {
        this.#nextTickMs = this.nowMs + TICK_MS;
        if (this.ticking) this.#perform(this.guard.tick(this.nowMs));
        each?.();
      }
    }
  }

  /** Until a condition holds; how long that took, Infinity if it did not within the limit. */
  until(condition: (snapshot: Snapshot) => boolean, limitMs: number, each?: () => void): number {
    const startMs = this.nowMs;
    while (this.nowMs - startMs < limitMs) {
      if (condition(this.snapshot())) return this.nowMs - startMs;
      this.run(TICK_MS, each);
    }
    return condition(this.snapshot()) ? this.nowMs - startMs : Number.POSITIVE_INFINITY;
  }

  client(
    message: ClientMessage,
    eventAgeMs: number | null = 0,
  ): ClientStep & { readonly received: Received | null } {
    const step = this.guard.client(message, { eventAgeMs }, this.nowMs);
    const { outcome } = step;
    const received =
      outcome.type === 'send'
        ? this.sent.message(message, this.nowMs)
        : outcome.type === 'replace'
          ? this.sent.bytes(outcome.bytes, this.nowMs)
          : null;
    this.#perform(step.effects);
    return { ...step, received };
  }

  perform(effects: readonly GuardEffect[]): void {
    this.#perform(effects);
  }

  cut(): void {
    this.#cut = true;
  }

  heal(): void {
    this.#cut = false;
  }

  get isCut(): boolean {
    return this.#cut;
  }

  snapshot(): Snapshot {
    return this.guard.snapshot(this.nowMs);
  }

  #handshake(fences: boolean, afterInit: readonly number[]): void {
    const say = (event: ServerEvent) => this.#perform(this.guard.server(event, this.nowMs).effects);
    say(serverInit({ name: 'demo' }));
    this.client(setEncodings([ENCODING.raw, ENCODING.fence]));
    const first = update(
      afterInit.map((encoding) => rect(encoding, 0, 0)),
      0,
    );
    for (const event of first) say(event);
    if (fences) say(FENCE_REQUEST);
  }

  #perform(effects: readonly GuardEffect[]): void {
    for (const effect of effects) {
      this.effects.push(effect);
      if (effect.type === 'announce') this.announced.push(this.snapshot());
      if (effect.type !== 'send') continue;
      this.sent.bytes(effect.bytes, this.nowMs);
      if (effect.purpose === 'probe') this.#probe(effect.bytes);
    }
  }

  #probe(bytes: Uint8Array): void {
    this.unansweredSinceMs.push(this.nowMs);
    this.#up.push({ dueMs: this.#dueMs(this.#up), payload: bytes.slice(9) });
  }

  /** Nothing overtakes what was sent before. */
  #dueMs(queue: readonly UnderWay[]): number {
    return Math.max(queue.at(-1)?.dueMs ?? 0, this.nowMs + this.oneWayMs + this.jitterMs());
  }

  #deliver(): void {
    if (this.#cut) return;
    while (this.#up[0] !== undefined && this.#up[0].dueMs <= this.nowMs) {
      const { payload } = this.#up.shift() ?? { payload: null };
      this.#down.push({ dueMs: this.#dueMs(this.#down), payload });
    }
    while (this.#down[0] !== undefined && this.#down[0].dueMs <= this.nowMs) {
      const { payload } = this.#down.shift() ?? { payload: null };
      if (payload === null) continue;
      this.readUntilMs = this.unansweredSinceMs.shift() ?? this.readUntilMs;
      this.guard.serverBytes(FENCE_BYTES, this.nowMs);
      const step = this.guard.server(fenceReply(payload, FENCE_BYTES), this.nowMs);
      if (step.outcome !== 'strip') throw new Error('a reply to our own probe was not stripped');
      this.#perform(step.effects);
    }
  }
}
