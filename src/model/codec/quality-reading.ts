import type { QualityLevel } from './quality-level.ts';
import type { QualityPolicy } from './quality-policy.ts';

/**
 * Whether the quality of this connection can be chosen.
 * - learning: nothing is known yet
 * - works: a change was followed by another number of bytes, or is expected to be on this server
 * - no-effect: the server sends no JPEG, or as many bytes at any level (QEMU without lossy=on)
 * - none: it must not be touched, for `reason`
 */
export type QualitySupport = 'learning' | 'works' | 'no-effect' | 'none';

/** Why the quality is left alone. */
export type QualityReason =
  /** The page asks for no quality: the server sends without loss, and that is the page's will. */
  | 'lossless-page'
  /** Two quality entries: which of them counts differs between servers. */
  | 'two-levels'
  /** The server's dialect, or its stream, is not one that we read. */
  | 'unread'
  /** A server whose encoder answers a change with more than a change (neatvnc, UltraVNC). */
  | 'server';

/** What made the level what it is. */
export type QualityCause = 'page' | 'user' | 'network' | 'retries' | 'opinion' | 'idle' | 'clear' | 'full';

/** The picture's quality as the overlay shows it. Plain data. */
export interface QualityReading {
  /** In force: what the user chose on this site, and how far the facility lets a choice go. */
  readonly policy: QualityPolicy;
  readonly support: QualitySupport;
  readonly reason: QualityReason | null;
  /** In force at the server, 0 to 9; null: the page asked for none. A page's own may be off the ladder. */
  readonly level: number | null;
  /** What the page asks for itself. */
  readonly pageLevel: number | null;
  readonly cause: QualityCause;
  /** What automatic would choose now; null unless the choice is "suggest" and it would help. */
  readonly offer: QualityLevel | null;
  /** The user focuses: no level below 6. */
  readonly isFocused: boolean;
  /** What is on the screen was, or may have been, sent with loss: not for measurement. */
  readonly isLossy: boolean;
  /** "Full quality now": asked for, and whether all of the picture has come since, 0 to 1. */
  readonly full: { readonly state: 'off' | 'coming' | 'complete'; readonly share: number };
}

/** Nothing is known of the picture, and nothing is done about it. */
export function unreadQuality(policy: QualityPolicy): QualityReading {
  return {
    policy,
    support: 'none',
    reason: 'unread',
    level: null,
    pageLevel: null,
    cause: 'page',
    offer: null,
    isFocused: false,
    isLossy: true,
    full: { state: 'off', share: 0 },
  };
}

/** Nothing is done any more, and what was told last may still be in force. */
export function unreadSince({ policy, level, pageLevel, cause, isFocused }: QualityReading): QualityReading {
  return { ...unreadQuality(policy), level, pageLevel, cause, isFocused };
}
