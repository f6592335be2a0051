import { RateMeter } from './rate-meter.ts';
import type { DemandReading } from './readings.ts';

/** action: a button edge, key down or wheel step; motion: a move; retry: an action repeated into silence. */
export type InputKind = 'action' | 'motion' | 'retry';

/**
 * What one WebSocket message costs on the wire beside its payload: WebSocket 6 B masked, TLS 29 B, TCP with
 * timestamps 32 B, IP 20 B, Ethernet 18 B.
 */
export const WIRE_OVERHEAD_BYTES = 105;

/** The retry index looks at this window and needs so many actions in it (docs/model.md, "4: feedback"). */
const RETRY_WINDOW_MS = 5000;
const RETRY_MIN_ACTIONS = 3;
/** More actions than this in 5 s are a flood; the oldest are forgotten. */
const MAX_ACTIONS = 512;

/**
 * Demand: b_user-activity (eq. 1) is what the user attempts, before the gate; b_in is what the gate lets out.
 *
 * @example
 * const demand = new DemandMeter(0);
 * demand.attempted(6, 'action', 10);
 * demand.delivered(6, 'action', 10);
 */
export class DemandMeter {
  readonly #attemptedActions: RateMeter;
  readonly #deliveredActions: RateMeter;
  readonly #attemptedBits: RateMeter;
  readonly #deliveredBits: RateMeter;
  readonly #wireBits: RateMeter;
  #actions: { readonly atMs: number; readonly retry: boolean }[] = [];
  #lastInputMs = -Infinity;

  constructor(nowMs: number) {
    this.#attemptedActions = new RateMeter(1000, nowMs);
    this.#deliveredActions = new RateMeter(1000, nowMs);
    this.#attemptedBits = new RateMeter(1000, nowMs);
    this.#deliveredBits = new RateMeter(1000, nowMs);
    this.#wireBits = new RateMeter(1000, nowMs);
  }

  attempted(bytes: number, kind: InputKind, nowMs: number): void {
    this.#attemptedBits.add(bytes * 8, nowMs);
    this.#lastInputMs = nowMs;
    if (kind === 'motion') return;
    this.#attemptedActions.add(1, nowMs);
    this.#actions.push({ atMs: nowMs, retry: kind === 'retry' });
    if (this.#actions.length > MAX_ACTIONS) this.#actions.shift();
  }

  delivered(bytes: number, kind: InputKind, nowMs: number): void {
    this.#deliveredBits.add(bytes * 8, nowMs);
    this.#wireBits.add((bytes + WIRE_OVERHEAD_BYTES) * 8, nowMs);
    if (kind !== 'motion') this.#deliveredActions.add(1, nowMs);
  }

  reading(nowMs: number): DemandReading {
    return {
      attemptedPerSecond: this.#attemptedActions.perSecond(nowMs),
      deliveredPerSecond: this.#deliveredActions.perSecond(nowMs),
      attemptedBitsPerSecond: this.#attemptedBits.perSecond(nowMs),
      deliveredBitsPerSecond: this.#deliveredBits.perSecond(nowMs),
      wireBitsPerSecond: this.#wireBits.perSecond(nowMs),
      retryRatio: this.#retryRatio(nowMs),
      sinceInputMs: nowMs - this.#lastInputMs,
    };
  }

  #retryRatio(nowMs: number): number {
    this.#actions = this.#actions.filter((action) => nowMs - action.atMs <= RETRY_WINDOW_MS);
    if (this.#actions.length < RETRY_MIN_ACTIONS) return 0;
    return this.#actions.filter((action) => action.retry).length / this.#actions.length;
  }
}
