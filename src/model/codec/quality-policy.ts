import type { QualityLevel } from './quality-level.ts';

/**
 * Who decides about the quality of the picture.
 * - suggest: the page's own quality stays; another is offered when it would help
 * - automatic: the quality follows the network, between the user's own bounds
 * - fixed: the user's level, whatever the network does
 */
export type QualityChoice =
  | { readonly type: 'suggest' }
  | { readonly type: 'automatic'; readonly lowest: QualityLevel; readonly highest: QualityLevel }
  | { readonly type: 'fixed'; readonly level: QualityLevel };

/** The choice on a site, and how far a facility lets any choice go. Bounds that leave nothing are no policy. */
export interface QualityPolicy {
  readonly choice: QualityChoice;
  readonly lowest: QualityLevel;
  readonly highest: QualityLevel;
}

/** Nothing changes silently before the user has said so. */
export const DEFAULT_QUALITY: QualityPolicy = { choice: { type: 'suggest' }, lowest: 0, highest: 9 };
