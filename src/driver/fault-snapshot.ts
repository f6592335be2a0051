import { DEFAULT_QUALITY } from '../model/codec/quality-policy.ts';
import { unreadQuality, unreadSince } from '../model/codec/quality-reading.ts';
import type { GuardingReason, Snapshot } from '../model/snapshot.ts';

/**
 * The picture of a connection whose guard cannot say anything any more: what was known last, and that it is not
 * guarded as it should be. Never green.
 */
export function faultSnapshot(
  connection: string,
  nowMs: number,
  last: Snapshot | null,
  guarding: 'unverified' | 'unguarded' | 'closed',
  guardingReason: GuardingReason = 'fault',
): Snapshot {
  const known = last ?? nothingKnown(connection, nowMs);
  const wasFault = known.guarding === guarding;
  return {
    ...known,
    nowMs,
    guarding,
    guardingReason,
    override: { state: 'impossible', remainingMs: 0 },
    // Control that cannot be kept to is none.
    seat: { state: known.seat.state === 'solo' ? 'solo' : 'watching', leftMs: 0 },
    state: 'breakdown',
    stateSinceMs: wasFault ? known.stateSinceMs : nowMs,
    quality: unreadSince(known.quality),
    // In an unguarded connection everything passes, and saying otherwise would be a false comfort.
    blocked: guarding === 'unguarded' ? null : guarding === 'closed' ? 'closed' : 'fault',
    blockedMs: guarding === 'unguarded' ? 0 : wasFault ? known.blockedMs + (nowMs - known.nowMs) : 0,
  };
}

function nothingKnown(connection: string, nowMs: number): Snapshot {
  return {
    connection,
    nowMs,
    guarding: 'connecting',
    guardingReason: null,
    state: 'breakdown',
    stateSinceMs: nowMs,
    flags: { warn: false, noData: true, degraded: false, nonIdeal: false },
    idleLabel: null,
    blocked: null,
    blockedMs: 0,
    unacknowledged: 0,
    droppedPresses: 0,
    cutBurst: null,
    normalCredit: { used: 0, limit: 0 },
    hazardousCredit: { used: 0, limit: 0 },
    waitingMs: null,
    armed: false,
    override: { state: 'impossible', remainingMs: 0 },
    seat: { state: 'solo', leftMs: 0 },
    confirm: null,
    stuckButtons: 0,
    instrument: { match: 'none', name: '', socketHost: '', width: 0, height: 0 },
    pointer: null,
    path: {
      probe: 'none',
      confidence: 'low',
      roundTripMs: null,
      effectiveMs: null,
      baseMs: null,
      excessMs: 0,
      trendMsPerSecond: 0,
      unansweredMs: Number.POSITIVE_INFINITY,
      stallAfterMs: 0,
      level: 'stall',
      quality: 0,
      probeBitsPerSecond: 0,
    },
    demand: {
      attemptedPerSecond: 0,
      deliveredPerSecond: 0,
      attemptedBitsPerSecond: 0,
      deliveredBitsPerSecond: 0,
      wireBitsPerSecond: 0,
      retryRatio: 0,
      sinceInputMs: Number.POSITIVE_INFINITY,
    },
    supply: {
      rateBitsPerSecond: 0,
      updatesPerSecond: 0,
      freezes: 0,
      frozenRatio: 0,
      sinceUpdateMs: Number.POSITIVE_INFINITY,
    },
    quality: unreadQuality(DEFAULT_QUALITY),
    desktopName: '',
  };
}
