/** One way of the bottleneck, as packets see it. */
export interface NetworkWay {
  readonly rateBitsPerSecond: number;
  /** Propagation, one way. */
  readonly delayMs: number;
  /** Mean of the exponentially distributed extra delay; packets do not overtake. */
  readonly jitterMs: number;
  /** What the drop-tail queue holds, as time at its rate. */
  readonly queueMs: number;
  /** Share of packets lost beside those that the queue drops. */
  readonly lossRatio: number;
}

/** What the network is from a moment on. */
export interface NetworkStep {
  readonly atMs: number;
  /** Towards the instrument. */
  readonly up: NetworkWay;
  /** Towards the user. */
  readonly down: NetworkWay;
  /** Greedy TCP flows of others that share the way down. */
  readonly flows: number;
  /** Nothing passes. */
  readonly cut: 'none' | 'both' | 'up' | 'down';
}

/** The schedule of a run, the first step at 0. The same profile and seed give the same schedule. */
export interface Network {
  readonly steps: readonly NetworkStep[];
}
