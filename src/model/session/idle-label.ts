import type { Session } from './session.ts';
import type { IdleLabel } from './session-state.ts';
import { ABORT_LOOKBACK_MS, SUPPRESSED_LOOKBACK_MS } from './thresholds.ts';

/**
 * Why the user does nothing, judged once, when the idle episode begins. The paper's eq. 7 would call a thinking
 * user an aborting one as soon as the network gets worse; this label stays what it was (docs/model.md, "7: idle").
 */
export function idleLabel({ flags, net, input }: Session, nowMs: number): IdleLabel {
  if (flags.noData) return 'no-data';
  if (nowMs - input.lastDroppedMs <= SUPPRESSED_LOOKBACK_MS) return 'suppressed';
  const startMs = Number.isFinite(input.lastAttemptMs) ? input.lastAttemptMs : nowMs;
  const wasBad = net.lastBadMs >= startMs - ABORT_LOOKBACK_MS;
  return net.level !== 'ok' || wasBad || input.oldestUnacknowledgedAtMs !== null || input.retryRatio > 0
    ? 'abort'
    : 'think';
}
