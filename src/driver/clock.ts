/** A clock difference below this is the coarseness of timers (100 ms with Firefox' fingerprinting protection). */
const TOLERANCE_MS = 120;

/**
 * A clock for ages and deadlines. performance.now() stands still while the machine sleeps in Chromium and in
 * Firefox on Linux (w3c/hr-time#115), so a permit measured by it alone would survive a closed lid. Elapsed time
 * is the larger of what the monotonic clock and the wall clock say, in either direction of the wall clock: a
 * clock that somebody sets costs a moment of caution. A monotonic clock that is slow, not only one that stood still,
 * is never further behind than the tolerance: a lease of control is counted on this clock (lock-times.ts).
 *
 * @example
 * const nowMs = sleepCorrectedClock(() => performance.now(), () => Date.now());
 */
export function sleepCorrectedClock(monotonicMs: () => number, wallMs: () => number): () => number {
  let lastMonotonicMs = monotonicMs();
  let lastWallMs = wallMs();
  let missedMs = 0;
  let lagMs = 0;
  return () => {
    const nowMonotonicMs = monotonicMs();
    const nowWallMs = wallMs();
    const monotonicElapsedMs = nowMonotonicMs - lastMonotonicMs;
    const wallElapsedMs = Math.abs(nowWallMs - lastWallMs);
    // Only real jumps are added: taking the larger of two rounded numbers at every call would run fast.
    const aheadMs = wallElapsedMs - monotonicElapsedMs;
    if (aheadMs > TOLERANCE_MS) missedMs += aheadMs;
    else {
      lagMs = Math.max(0, lagMs + aheadMs);
      const driftMs = Math.max(0, lagMs - TOLERANCE_MS);
      missedMs += driftMs;
      lagMs -= driftMs;
    }
    lastMonotonicMs = nowMonotonicMs;
    lastWallMs = nowWallMs;
    // To 10 us, finer than any browser's clock without isolation: so a time prints short, and reads back the same.
    return Math.round((nowMonotonicMs + missedMs) * 100) / 100;
  };
}
