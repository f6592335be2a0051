import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** How long "the picture is complete" stays beside the badge. */
export const COMPLETE_MS = 10_000;

/** What stands beside the badge about the picture of one connection. */
export interface QualityShow {
  /** Not for measurement. */
  readonly lossy: boolean;
  /** Of "full quality now", 0 to 1; null: it was not asked for, or is over. */
  readonly coming: number | null;
  readonly complete: boolean;
  readonly focused: boolean;
  /** The user's own choice, which one press takes back; null: the page's quality stays anyway. */
  readonly chosen: Exclude<QualityChoice, { type: 'suggest' }> | null;
}

/** @param completeMs for how long the picture has been complete */
export function qualityShow({ quality, guarding }: Snapshot, completeMs: number): QualityShow | null {
  if (guarding === 'connecting' || guarding === 'closed') return null;
  const { full, policy, support } = quality;
  const canChoose = support !== 'none';
  const show: QualityShow = {
    lossy: quality.isLossy,
    coming: full.state === 'coming' ? full.share : null,
    // Where a server sends JPEG at the best level, too, a complete picture is lossy still: both are said.
    complete: full.state === 'complete' && completeMs < COMPLETE_MS,
    focused: canChoose && quality.isFocused,
    chosen: canChoose && policy.choice.type !== 'suggest' ? policy.choice : null,
  };
  return show.lossy || show.coming !== null || show.complete || show.focused || show.chosen !== null
    ? show
    : null;
}

/** Whether anything can be done about the picture of this connection. */
export function canChoose({ quality, guarding }: Snapshot): boolean {
  return guarding !== 'connecting' && guarding !== 'closed' && quality.support !== 'none';
}
