/** A question to the server and how long its answer took; an age where none has come. Milliseconds. */
export interface RoundTrip {
  readonly sentAtMs: number;
  readonly roundTripMs: number;
}

/**
 * The round trip that `percent` of the time from `fromMs` to `untilMs` does not exceed; null: nothing was asked. Each
 * counts for as long as no other was asked: where questions wait for one another, as those to x11vnc do, a slow answer
 * would otherwise hide that many could not even be asked.
 */
export function roundTripPercentile(
  trips: readonly RoundTrip[],
  percent: number,
  fromMs: number,
  untilMs: number,
): number | null {
  const inOrder = [...trips].sort((a, b) => a.sentAtMs - b.sentAtMs);
  const weighted = inOrder
    .map(({ sentAtMs, roundTripMs }, at) => {
      const nextMs = inOrder[at + 1]?.sentAtMs ?? untilMs;
      return { roundTripMs, weightMs: Math.min(nextMs, untilMs) - Math.max(sentAtMs, fromMs) };
    })
    .filter(({ weightMs }) => weightMs > 0)
    .sort((a, b) => a.roundTripMs - b.roundTripMs);
  const wantedMs = (percent / 100) * weighted.reduce((sum, { weightMs }) => sum + weightMs, 0);
  let passedMs = 0;
  for (const { roundTripMs, weightMs } of weighted) {
    passedMs += weightMs;
    if (passedMs >= wantedMs) return roundTripMs;
  }
  return null;
}
