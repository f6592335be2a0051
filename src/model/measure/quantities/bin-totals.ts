import type { Bin, BinActivity } from '../bin.ts';

/** A move without a button: the page draws the cursor itself, so it is input that asks for no picture. */
export const POINTING = 'pointing';

/** What one bin holds over all functions. */
export interface BinTotals {
  readonly actions: number;
  readonly delivered: number;
  readonly attemptedBits: number;
  readonly deliveredBits: number;
  /** Those of `deliveredBits`, and of `attemptedBits`, that may ask for a picture: all but pointing. */
  readonly askingBits: number;
  readonly attemptedAskingBits: number;
  readonly messages: number;
}

export function totalsOf({ activity }: Bin): BinTotals {
  const totals = {
    actions: 0,
    delivered: 0,
    attemptedBits: 0,
    deliveredBits: 0,
    askingBits: 0,
    attemptedAskingBits: 0,
    messages: 0,
  };
  for (const each of activity) {
    totals.actions += each.actions;
    totals.delivered += each.delivered;
    totals.attemptedBits += 8 * each.attemptedBytes;
    totals.deliveredBits += 8 * each.deliveredBytes;
    totals.messages += each.messages;
    if (!asks(each)) continue;
    totals.askingBits += 8 * each.deliveredBytes;
    totals.attemptedAskingBits += 8 * each.attemptedBytes;
  }
  return totals;
}

/** Whether what went out may have asked for a picture. */
export function asks(activity: BinActivity): boolean {
  return activity.function !== POINTING;
}
