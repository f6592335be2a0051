/**
 * A quality level of the Tight encodings (rfbproto "JPEG Quality Level Pseudo-encoding", -32 to -23) that is worth
 * choosing: on TigerVNC 3 takes more bytes than 2 and looks no better, and 5 costs hardly less than 6.
 */
export type QualityLevel = (typeof LADDER)[number];

/** From the fewest bytes to the best picture. */
export const LADDER = [0, 1, 2, 4, 6, 7, 8, 9] as const;

/** @example isQualityLevel(5) // false */
export function isQualityLevel(value: number): value is QualityLevel {
  return LADDER.some((level) => level === value);
}
