import type { SessionState } from '../../session/session-state.ts';
import type { Quantity } from './quantity.ts';

/** A point of the demand-supply plane (the paper's Fig. 5). */
export interface PhasePoint {
  /** d: actions per second. */
  readonly demandPerSecond: number;
  /** s: bits per second. */
  readonly supplyBitsPerSecond: number;
}

/** What is known about one function of the instrument (a profile's, or a kind of input: `UNMARKED` in bin.ts). */
export interface FunctionReading {
  readonly function: string;
  /** b_action: bit/s attempted over the whole session. */
  readonly activity: Quantity;
  /** Actions attempted and let out since the beginning. */
  readonly actions: number;
  readonly delivered: number;
  /** G: bits of picture per bit of input. */
  readonly gain: Quantity;
}

/** q_mos of eq. 6 on a scale of 1 to 5, and what it lost to what. An estimate by a model nobody has calibrated. */
export interface ExperienceReading {
  /** For drags, focus and jogging: expert work. */
  readonly tight: number | null;
  /** For clicking and waiting. */
  readonly loose: number | null;
  /** Terms of X for the tight one: q = 1 + 4 exp(-sum). */
  readonly delayTerm: number;
  readonly freezeTerm: number;
  readonly retryTerm: number;
  /** Whole session: 0.7 mean + 0.3 tenth percentile; null before the first minute with input. */
  readonly sessionTight: number | null;
  readonly sessionLoose: number | null;
}

/** Eq. 7 and its label, as shares of time. */
export interface IdleReading {
  /** Share of time on an ideal path that the user was idle; a moving minute. */
  readonly think: Quantity;
  /**
   * The same on a path that is not ideal, without the idle episodes that are labelled as thinking: they began while
   * the path was ideal, and eq. 7 would call them aborts.
   */
  readonly abort: Quantity;
  /** p_idle as eq. 7 prints it: by the path of this moment alone, whatever the label says. */
  readonly idle: Quantity;
}

/** Every quantity of the paper at one instant of a session. */
export interface ModelReading {
  readonly atMs: number;
  /** Since the first bin. */
  readonly lengthMs: number;
  /** b_user-activity (eq. 1): attempted input, bit/s over the last second, and in actions/s. */
  readonly activity: Quantity;
  readonly activityPerSecond: Quantity;
  /** b_in: input that went out, bit/s; and with headers on the wire. */
  readonly input: Quantity;
  readonly inputWire: Quantity;
  /** delta b_out: bit/s that arrived over the last second. */
  readonly supply: Quantity;
  /** b_seed: bit/s that arrive while nobody does anything on an ideal path. */
  readonly seed: Quantity;
  /** G over all functions, bit per bit. */
  readonly gain: Quantity;
  readonly functions: readonly FunctionReading[];
  /** C: bit/s of the bottleneck towards the user. */
  readonly capacity: Quantity;
  /** psi_net, psi_f (towards the instrument) and psi_r (from it), 0 to 1. */
  readonly path: Quantity;
  readonly pathForward: Quantity;
  readonly pathReverse: Quantity;
  /** H: actions/s that the user adds (negative) or leaves out (positive) when all the expected picture is missing. */
  readonly feedback: Quantity;
  /** What H and rho together say: pushes = positive feedback, the user retries; yields = negative feedback. */
  readonly feedbackSign: 'pushes' | 'yields' | 'unknown';
  /** L = G psi_f psi_r H as a ratio; at -1 and below demand grows by itself. */
  readonly loopGain: Quantity;
  /** rho. */
  readonly retryRatio: Quantity;
  /** (s0, d0): the optimum performance threshold point. */
  readonly threshold: { readonly demand: Quantity; readonly supply: Quantity };
  /** (s0', d0'): where the user last gave up; null: never yet. */
  readonly recovery: PhasePoint | null;
  readonly idle: IdleReading;
  /** Eq. 5, corrected: what the closed loop should supply now, bit/s, beside what it does (`supply`). */
  readonly closedLoopSupply: Quantity;
  readonly experience: ExperienceReading;
  /** Milliseconds in each state. */
  readonly timeInState: Readonly<Record<SessionState, number>>;
  /** Milliseconds of which nothing is known: hidden tab, slept machine. */
  readonly unseenMs: number;
}

/** One second of a session, for plots, reports and CSV. Bounded by {@link MAX_ROWS}. */
export interface SeriesRow extends PhasePoint {
  readonly atMs: number;
  readonly state: SessionState;
  readonly deliveredPerSecond: number;
  /** Largest RTT_eff of the second: a stall shows as it grows. */
  readonly effectiveMs: number | null;
  readonly baseMs: number | null;
  readonly pathQuality: number;
  readonly tight: number | null;
  readonly loose: number | null;
}

/** Four hours; then every two rows become one, and rows stand for twice the time. */
export const MAX_ROWS = 14_400;
