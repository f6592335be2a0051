/** What the user gets and gives in one second, as eq. 6 has it: supply as it is felt, and demand that was in vain. */
export interface OpinionSight {
  /** T_resp: upper quartile over 10 s of the larger of RTT_eff and the time to a picture. */
  readonly responseMs: number;
  /** Share of the last 30 s that was frozen, and freezes in it. */
  readonly frozenRatio: number;
  readonly freezes: number;
  /** rho. */
  readonly retryRatio: number;
}

/** tight: drags, focus, jogging, expert work; loose: clicking and waiting. */
export type OpinionGrip = 'tight' | 'loose';

/** Milliseconds of delay, beyond what nobody notices, at which 1 / e of the four grades above poor is left. */
const SCALE_MS: Readonly<Record<OpinionGrip, number>> = { tight: 390, loose: 900 };
const UNNOTICED_MS = 50;
const FROZEN_SCALE = 0.45;
const FREEZES_SCALE = 9.4;
const RETRY_WEIGHT = 1.5;

/** The terms of X: q_mos = 1 + 4 exp(-(delay + freeze + retry)). */
export interface OpinionTerms {
  readonly delay: number;
  readonly freeze: number;
  readonly retry: number;
}

export function opinionTerms(sight: OpinionSight, grip: OpinionGrip): OpinionTerms {
  return {
    delay: Math.max(0, sight.responseMs - UNNOTICED_MS) / SCALE_MS[grip],
    freeze: sight.frozenRatio / FROZEN_SCALE + sight.freezes / FREEZES_SCALE,
    retry: RETRY_WEIGHT * sight.retryRatio,
  };
}

/**
 * q_mos (eq. 6), 1 to 5. The paper leaves f open; this is an exponential of delay, freezes and effort in vain (IQX,
 * Fiedler 2010), with weights from the literature and no user asked (docs/model.md). The quality of the pictures is
 * not in it: nothing reads it yet.
 *
 * @example
 * meanOpinion(opinionTerms({ responseMs: 315, frozenRatio: 0, freezes: 0, retryRatio: 0 }, 'tight')); // 3.03
 */
export function meanOpinion({ delay, freeze, retry }: OpinionTerms): number {
  return 1 + 4 * Math.exp(-(delay + freeze + retry));
}
