/** Every time of the control lock, in milliseconds. Sources: docs/decisions.md; the model in test/spin holds them. */

/** The holder's gate asks for a new lease so often. */
export const RENEW_MS = 2000;
/** The arbiter counts it from when it received the renewal. */
export const LEASE_MS = 6000;
/** The gate closes so much earlier, counted from when it sent the renewal. */
export const LEASE_GUARD_MS = 1000;
/** After a lease that ran out: what the former holder sent may be on its way for so long. */
export const DRAIN_MS = 2000;
/** Whoever is offered control takes it by then, or the next one is asked. */
export const OFFER_MS = 15_000;
/** A request is dropped then, unless it was made again: longer than an idle holder keeps control. */
export const REQUEST_MS = 10 * 60_000;
/** Between two requests of one member. */
export const REQUEST_AGAIN_MS = 3000;
/** A holder who does nothing for so long, while somebody waits, is warned; and passed on after the warning. */
export const IDLE_MS = 5 * 60_000;
export const IDLE_WARNING_MS = 60_000;
/** After a restart only the former holder may go on, for so long. */
export const RESTART_GRACE_MS = LEASE_MS + DRAIN_MS;

/** What the arbiter counts by. An argument, so that a test can break a rule and be seen to notice. */
export interface LockTimes {
  readonly leaseMs: number;
  readonly drainMs: number;
  readonly offerMs: number;
  readonly requestMs: number;
  readonly requestAgainMs: number;
  readonly idleMs: number;
  readonly idleWarningMs: number;
}

export const LOCK_TIMES: LockTimes = {
  leaseMs: LEASE_MS,
  drainMs: DRAIN_MS,
  offerMs: OFFER_MS,
  requestMs: REQUEST_MS,
  requestAgainMs: REQUEST_AGAIN_MS,
  idleMs: IDLE_MS,
  idleWarningMs: IDLE_WARNING_MS,
};
