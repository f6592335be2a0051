/**
 * The paper's five states (section 2.2, Fig. 4). The state is a name for people; whether a press may go out is
 * decided by the permit (gate/permit.ts) from raw ages at the moment of sending.
 */
export type SessionState = 'idle' | 'stable' | 'unstable' | 'breakdown' | 'recovery';

/** The judgement of the path alone, before the user's part is considered. Ordered from good to bad. */
export type NetLevel = 'ok' | 'warn' | 'bad' | 'stall';

/** Why an idle episode began (eq. 7): the user thinks, or gave up on the picture. */
export type IdleLabel = 'think' | 'abort' | 'suppressed' | 'no-data';

/** Facts beside the state; any combination may hold. */
export interface SessionFlags {
  /** The path shows early signs: trend or raised excess delay. */
  readonly warn: boolean;
  /** A probe that should have been answered was not asked or not seen: hidden tab, slept machine, no traffic. */
  readonly noData: boolean;
  /** Left Recovery because it would not end, on a steady but worse link. */
  readonly degraded: boolean;
  /** Idle on a path that is not good: hazardous input is already held back. */
  readonly nonIdeal: boolean;
}
