import { isKasmEncoding } from '../rfb/dialect.ts';
import type { QualityReason } from './quality-reading.ts';

/** -32 to -23: levels 0 to 9 (rfbproto "JPEG Quality Level Pseudo-encoding"). */
const QUALITY = -32;
/** -256 to -247 (rfbproto "Compression Level Pseudo-encoding"). */
const COMPRESS = -256;
/** TigerVNC's and TurboVNC's finer quality, -512 to -412, which takes the place of the level. */
const FINE_QUALITY = -512;
const FINE_QUALITIES = 101;

/** Level of the first quality entry of a SetEncodings list; null: it has none. */
export function qualityOf(list: readonly number[]): number | null {
  const entry = list.find(isQuality);
  return entry === undefined ? null : entry - QUALITY;
}

/** Why a page's list has to stay as it is; null: its level may be replaced. */
export function untouchable(list: readonly number[]): QualityReason | null {
  if (list.some(isKasmEncoding)) return 'unread';
  const levels = list.filter(isQuality).length;
  if (levels === 0) return 'lossless-page';
  return levels > 1 || list.some((each) => isWithin(each, FINE_QUALITY, FINE_QUALITIES))
    ? 'two-levels'
    : null;
}

/**
 * The same list with its one quality entry replaced, and its one compress entry raised where it is lower: nothing is
 * added or removed, and the order stays. Servers react to what disappears (docs/wire.md, quality).
 *
 * @example
 * withQuality([7, -26, -254], 2, 1); // [7, -30, -254]
 */
export function withQuality(
  list: readonly number[],
  level: number,
  lowestCompress: number,
): readonly number[] {
  const isOneCompress = list.filter(isCompress).length === 1;
  return list.map((each) => {
    if (isQuality(each)) return QUALITY + level;
    return isOneCompress && isCompress(each) ? Math.max(each, COMPRESS + lowestCompress) : each;
  });
}

function isQuality(encoding: number): boolean {
  return isWithin(encoding, QUALITY, 10);
}

function isCompress(encoding: number): boolean {
  return isWithin(encoding, COMPRESS, 10);
}

function isWithin(value: number, lowest: number, count: number): boolean {
  return value >= lowest && value < lowest + count;
}
