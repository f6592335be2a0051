import type { ObservedRun } from '../observed-run.ts';
import type { Matching } from './press-fate.ts';
import { isKnowable } from './trouble-time.ts';

/** Contacts with the pole piece by what led to them. What is neither knowable nor latched had no trouble to blame. */
export interface Contacts {
  readonly total: number;
  /** By a press that was made when a gate could know of a trouble. */
  readonly knowable: number;
  /** By a press made before that, while or before the trouble began: no gate can recall a motion. */
  readonly latched: number;
}

/** Whose press it was decides, not when it touched. */
export function contactsOf({ truth, troubles }: ObservedRun, { byInput }: Matching): Contacts {
  let [total, knowable, latched] = [0, 0, 0];
  for (const entry of truth) {
    if (entry.type !== 'contact') continue;
    total += 1;
    const madeAtMs = byInput.get(entry.inputNumber)?.made.madeAtMs;
    if (madeAtMs === undefined) continue;
    if (isKnowable(troubles, madeAtMs)) knowable += 1;
    else if (troubles.some(({ fromMs, untilMs }) => fromMs <= entry.atMs && untilMs >= madeAtMs))
      latched += 1;
  }
  return { total, knowable, latched };
}

/**
 * How far the stage went after the hand had let go, um, over all motions that a held button drove. The instrument only
 * knows when the release reached it; the part of the motion behind the hand's release is taken by time, as if the
 * speed had been even.
 */
export function overshootUm({ truth }: ObservedRun, { byInput }: Matching): number {
  const moving = new Map<'xy' | 'z', { readonly atMs: number; readonly inputNumber: number }>();
  let sum = 0;
  for (const entry of truth) {
    if (entry.type === 'motion') moving.set(entry.axis, entry);
    if (entry.type !== 'rest') continue;
    const motion = moving.get(entry.axis);
    moving.delete(entry.axis);
    // 0 there: nothing was held, as with a click that centres the picture.
    if (motion === undefined || !(entry.overshootUm > 0)) continue;
    const releasedAtMs = byInput.get(motion.inputNumber)?.made.releasedAtMs ?? null;
    const lastedMs = entry.atMs - motion.atMs;
    const behindMs = releasedAtMs === null ? 0 : entry.atMs - Math.max(releasedAtMs, motion.atMs);
    const share = lastedMs > 0 ? Math.min(1, Math.max(0, behindMs / lastedMs)) : 0;
    sum += Math.max(entry.overshootUm, share * Math.abs(entry.travelUm));
  }
  return sum;
}
