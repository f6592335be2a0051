/** One direction of a link: what a bottleneck router and a wire do to a byte stream. */
export interface DirectionProfile {
  /** Service rate of the bottleneck; Infinity means the bytes cost no time. */
  readonly rateBitsPerSecond: number;
  /** One-way propagation delay. */
  readonly delayMs: number;
  /** Mean of the exponentially distributed extra delay (other people's traffic). */
  readonly jitterMs: number;
  /**
   * Bytes this direction holds (waiting and in flight) before the sender is paused. A large one on a slow
   * rate is a bloated buffer: full queue / rate is the delay it adds.
   */
  readonly queueLimitBytes: number;
}

/** Both directions of a link, named. */
export interface LinkProfile {
  readonly name: string;
  /** Client to server: input. */
  readonly up: DirectionProfile;
  /** Server to client: pictures. */
  readonly down: DirectionProfile;
}

const open: DirectionProfile = {
  rateBitsPerSecond: Number.POSITIVE_INFINITY,
  delayMs: 0,
  jitterMs: 0,
  queueLimitBytes: 4 * 1024 * 1024,
};

/** As good as loopback. */
export const direct: LinkProfile = { name: 'direct', up: open, down: open };

/** A good wide-area path: 40 ms round trip, 20 Mbit/s. */
export const wan: LinkProfile = {
  name: 'wan',
  up: { rateBitsPerSecond: 20e6, delayMs: 20, jitterMs: 1, queueLimitBytes: 256 * 1024 },
  down: { rateBitsPerSecond: 20e6, delayMs: 20, jitterMs: 1, queueLimitBytes: 256 * 1024 },
};

/** Far away but healthy, as over a geostationary satellite: 600 ms round trip that never changes. */
export const steady: LinkProfile = {
  name: 'steady',
  up: { rateBitsPerSecond: 20e6, delayMs: 300, jitterMs: 1, queueLimitBytes: 2 * 1024 * 1024 },
  down: { rateBitsPerSecond: 20e6, delayMs: 300, jitterMs: 1, queueLimitBytes: 2 * 1024 * 1024 },
};

/**
 * A full path: little rate left, a standing queue of other traffic in front (the delay), which swings (the
 * jitter), and a buffer large enough to add another 0.6 s of the session's own pictures.
 */
export const congested: LinkProfile = {
  name: 'congested',
  up: { rateBitsPerSecond: 1e6, delayMs: 130, jitterMs: 40, queueLimitBytes: 128 * 1024 },
  down: { rateBitsPerSecond: 1.5e6, delayMs: 130, jitterMs: 60, queueLimitBytes: 128 * 1024 },
};
