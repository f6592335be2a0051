import { DEFAULT_QUALITY, type QualityChoice } from '../../../src/model/codec/quality-policy.ts';
import type { QualityReading } from '../../../src/model/codec/quality-reading.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { type SnapshotParts, snapshotOf } from '../snapshots.ts';

/** noVNC's own level 6 on a server that heeds it, with what the test cares about changed. */
export function qualityOf(parts: Partial<QualityReading> = {}): QualityReading {
  return {
    policy: DEFAULT_QUALITY,
    support: 'works',
    reason: null,
    level: 6,
    pageLevel: 6,
    cause: 'page',
    offer: null,
    isFocused: false,
    isLossy: false,
    full: { state: 'off', share: 0 },
    ...parts,
  };
}

/** A session on a good link, with a picture of this quality. */
export function pictured(quality: Partial<QualityReading> = {}, parts: SnapshotParts = {}): Snapshot {
  return snapshotOf({ ...parts, quality: qualityOf(quality) });
}

/** What is in force where the user chose this and the facility allows all. */
export function chose(choice: QualityChoice): Pick<QualityReading, 'policy'> {
  return { policy: { ...DEFAULT_QUALITY, choice } };
}
