import type { NetLevel } from '../session/session-state.ts';

/** How the round trip is measured on this connection (docs/wire.md, probes). */
export type ProbeKind = 'fence' | 'refresh' | 'clipboard' | 'none';

/** high: an exact probe with a settled baseline; low: no usable probe, or still learning. */
export type Confidence = 'high' | 'low';

/** What is known about the path at one instant. All times in milliseconds; null where nothing was measured yet. */
export interface PathReading {
  readonly probe: ProbeKind;
  readonly confidence: Confidence;
  /** The newest completed round trip. */
  readonly roundTripMs: number | null;
  /** RTT_eff: the larger of the newest round trip and the age of the oldest outstanding probe. */
  readonly effectiveMs: number | null;
  /** Windowed minimum of the round trip. */
  readonly baseMs: number | null;
  /** e = RTT_eff - base, never negative. */
  readonly excessMs: number;
  /** Least-squares slope of e over 2 s, in ms per second. */
  readonly trendMsPerSecond: number;
  /**
   * Age of the oldest probe that was not answered, counting one that is overdue (timers frozen, machine slept)
   * from when it should have gone out. Infinity before the first answer.
   */
  readonly unansweredMs: number;
  /** unansweredMs at which the path counts as stalled: clamp(SRTT + 4 RTTVAR + 150, 250, 1500). */
  readonly stallAfterMs: number;
  readonly level: NetLevel;
  /** psi_net = exp(-max(0, e - 30 ms) / 200 ms); 0 in a stall. */
  readonly quality: number;
  /** Probes and replies per second and their bits, one direction, RFB layer. */
  readonly probeBitsPerSecond: number;
}

/** Demand: b_user-activity before the gate, b_in after it. EWMA, 1 s. */
export interface DemandReading {
  readonly attemptedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly attemptedBitsPerSecond: number;
  readonly deliveredBitsPerSecond: number;
  /** Estimate of deliveredBitsPerSecond on the wire: each WebSocket message carries about 100 B of headers. */
  readonly wireBitsPerSecond: number;
  /** rho: retries / actions over 5 s, once there are 3 actions; 0 before. */
  readonly retryRatio: number;
  /** Time since the last attempted action; Infinity before the first. */
  readonly sinceInputMs: number;
}

/** Supply: delta b_out, what arrives. EWMA, 1 s. Our own probe replies are not counted. */
export interface SupplyReading {
  readonly rateBitsPerSecond: number;
  readonly updatesPerSecond: number;
  /** Freezes in the last 30 s: a gap above max(3 avg, avg + 150 ms) of the last 30 gaps while the picture flows. */
  readonly freezes: number;
  /** Share of the last 30 s that was frozen, 0 to 1. */
  readonly frozenRatio: number;
  readonly sinceUpdateMs: number;
}
