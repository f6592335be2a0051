/** RFC 9438: C = 0.4 segments/s^3, a window falls to 0.7 of itself at a loss. */
const CUBIC_C = 0.4;
const CUBIC_BETA = 0.7;
const SEGMENT_BYTES = 1448;
const FIRST_WINDOW_SEGMENTS = 10;
const STEP_MS = 5;

export interface CubicQueueOptions {
  readonly capacityBitsPerSecond: number;
  /** Flows that begin at time 0. */
  readonly flows: number;
  /** Round trip without the queue. */
  readonly roundTripMs?: number;
  /** What the bottleneck's buffer holds, as time at its rate. */
  readonly bufferMs?: number;
}

interface Flow {
  windowSegments: number;
  isSlowStart: boolean;
  maxSegments: number;
  lossAtMs: number;
}

/**
 * The queue that greedy CUBIC flows fill at a drop-tail bottleneck, as a fluid: slow start until the buffer is full,
 * then the cubic of RFC 9438 section 4.2. What a session beside them sees of it: a delay, and the rate they leave.
 * A model, not a measurement: no packets, all flows see a loss at the same time.
 */
export class CubicQueue {
  readonly #capacity: number;
  readonly #roundTripMs: number;
  readonly #bufferBits: number;
  readonly #flows: Flow[];
  #atMs = 0;
  #queueBits = 0;

  constructor({ capacityBitsPerSecond, flows, roundTripMs = 40, bufferMs = 500 }: CubicQueueOptions) {
    this.#capacity = capacityBitsPerSecond;
    this.#roundTripMs = roundTripMs;
    this.#bufferBits = (capacityBitsPerSecond * bufferMs) / 1000;
    this.#flows = Array.from({ length: flows }, () => ({
      windowSegments: FIRST_WINDOW_SEGMENTS,
      isSlowStart: true,
      maxSegments: 0,
      lossAtMs: 0,
    }));
  }

  /**
   * Time must not go back. A session of one flow's appetite gets an equal share, and more while the link is not full.
   * `lossRatio`: the odds of a packet of the session's to find no room. At a loss each flow loses a segment of its window,
   * and whoever shares the queue for that round trip has the same odds (slow start ends by delay, as with HyStart).
   */
  at(nowMs: number): {
    readonly delayMs: number;
    readonly shareForOthersBitsPerSecond: number;
    readonly lossRatio: number;
  } {
    while (this.#atMs + STEP_MS <= nowMs) this.#step();
    const delayMs = (this.#queueBits / this.#capacity) * 1000;
    const fair = this.#capacity / (this.#flows.length + 1);
    const left = this.#capacity - this.#offeredBitsPerSecond();
    return { delayMs, shareForOthersBitsPerSecond: Math.max(fair, left), lossRatio: this.#lossRatio() };
  }

  #lossRatio(): number {
    const roundTripMs = this.#roundTripMs + (this.#queueBits / this.#capacity) * 1000;
    let odds = 0;
    for (const { maxSegments, lossAtMs } of this.#flows) {
      if (maxSegments > 0 && this.#atMs - lossAtMs <= roundTripMs) odds += 1 / maxSegments;
    }
    return this.#flows.length === 0 ? 0 : odds / this.#flows.length;
  }

  #offeredBitsPerSecond(): number {
    const roundTripMs = this.#roundTripMs + (this.#queueBits / this.#capacity) * 1000;
    let bits = 0;
    for (const { windowSegments } of this.#flows) bits += windowSegments * SEGMENT_BYTES * 8;
    return (bits / roundTripMs) * 1000;
  }

  #step(): void {
    this.#atMs += STEP_MS;
    const offered = this.#offeredBitsPerSecond();
    // The session's own traffic takes its share of a full link.
    const served = this.#capacity * (this.#flows.length / (this.#flows.length + 1));
    this.#queueBits = Math.max(0, this.#queueBits + ((offered - served) * STEP_MS) / 1000);
    const isLoss = this.#queueBits >= this.#bufferBits;
    this.#queueBits = Math.min(this.#queueBits, this.#bufferBits);
    const roundTripMs = this.#roundTripMs + (this.#queueBits / this.#capacity) * 1000;
    for (const flow of this.#flows) this.#grow(flow, isLoss, roundTripMs);
  }

  #grow(flow: Flow, isLoss: boolean, roundTripMs: number): void {
    if (isLoss && this.#atMs - flow.lossAtMs > roundTripMs) {
      flow.maxSegments = flow.windowSegments;
      flow.windowSegments *= CUBIC_BETA;
      flow.isSlowStart = false;
      flow.lossAtMs = this.#atMs;
      return;
    }
    if (flow.isSlowStart) {
      flow.windowSegments *= 2 ** (STEP_MS / roundTripMs);
      return;
    }
    const sinceS = (this.#atMs - flow.lossAtMs) / 1000;
    const plateauS = Math.cbrt((flow.maxSegments * (1 - CUBIC_BETA)) / CUBIC_C);
    const target = CUBIC_C * (sinceS - plateauS) ** 3 + flow.maxSegments;
    flow.windowSegments = Math.max(flow.windowSegments, target);
  }
}
