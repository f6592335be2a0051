import { RateMeter } from './rate-meter.ts';
import type { SupplyReading } from './readings.ts';

/** Gaps the average is taken over; older ones fall out. */
const MAX_GAPS = 30;
/** A gap is a freeze above max(3 avg, avg + 150 ms): WebRTC's definition of freezeCount. */
const FREEZE_RATIO = 3;
const FREEZE_MARGIN_MS = 150;
/** The picture flows while updates come at least this often; a longer silence is a still picture, not a freeze. */
const FLOWING_GAP_MS = 1000;
const MIN_FLOWING_GAPS = 5;
const FREEZE_WINDOW_MS = 30_000;
/** More freezes than this in 30 s add nothing to the judgement; the oldest are forgotten. */
const MAX_FREEZES = 64;

/**
 * Supply, delta b_out: what arrives from the server. A still picture is not a freeze: freezes are judged only
 * while updates were flowing, and only once the next update ends them.
 */
export class SupplyMeter {
  readonly #bits: RateMeter;
  readonly #updates: RateMeter;
  #gapsMs: number[] = [];
  #freezes: { readonly endMs: number; readonly lengthMs: number }[] = [];
  #lastUpdateMs = -Infinity;

  constructor(nowMs: number) {
    this.#bits = new RateMeter(1000, nowMs);
    this.#updates = new RateMeter(1000, nowMs);
  }

  /** Bytes of the server's stream, without the replies to our own probes. */
  bytes(count: number, nowMs: number): void {
    this.#bits.add(count * 8, nowMs);
  }

  /** A framebuffer update was complete. */
  update(nowMs: number): void {
    const gapMs = nowMs - this.#lastUpdateMs;
    this.#lastUpdateMs = nowMs;
    this.#updates.add(1, nowMs);
    if (!Number.isFinite(gapMs)) return;
    const averageMs = this.#gapsMs.reduce((sum, gap) => sum + gap, 0) / Math.max(1, this.#gapsMs.length);
    const flowing = this.#gapsMs.length >= MIN_FLOWING_GAPS && averageMs <= FLOWING_GAP_MS;
    if (flowing && gapMs > Math.max(FREEZE_RATIO * averageMs, averageMs + FREEZE_MARGIN_MS)) {
      this.#freezes.push({ endMs: nowMs, lengthMs: gapMs });
      if (this.#freezes.length > MAX_FREEZES) this.#freezes.shift();
    }
    this.#gapsMs.push(gapMs);
    if (this.#gapsMs.length > MAX_GAPS) this.#gapsMs.shift();
  }

  reading(nowMs: number): SupplyReading {
    this.#freezes = this.#freezes.filter((freeze) => nowMs - freeze.endMs <= FREEZE_WINDOW_MS);
    const frozenMs = this.#freezes.reduce((sum, freeze) => sum + freeze.lengthMs, 0);
    return {
      rateBitsPerSecond: this.#bits.perSecond(nowMs),
      updatesPerSecond: this.#updates.perSecond(nowMs),
      freezes: this.#freezes.length,
      frozenRatio: Math.min(1, frozenMs / FREEZE_WINDOW_MS),
      sinceUpdateMs: nowMs - this.#lastUpdateMs,
    };
  }
}
