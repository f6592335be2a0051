import { describe, expect, it } from 'vitest';
import {
  advanceOffer,
  decodeNotNow,
  isPutOff,
  NO_OFFER,
  NOT_NOW_MS,
  OFFER_AFTER_MS,
  OFFER_FOR_MS,
  type OfferDesk,
} from '../../../src/ui/quality/offer-desk.ts';

/** Moves on as the wish was, one entry for each half second. */
function deskAfter(wishes: readonly boolean[], from: OfferDesk = NO_OFFER, fromMs = 0): OfferDesk {
  return wishes.reduce((desk, isWanted, index) => advanceOffer(desk, isWanted, fromMs + index * 500), from);
}
const long = (isWanted: boolean, ms: number): readonly boolean[] =>
  Array.from({ length: ms / 500 + 1 }, () => isWanted);

describe('the offer', () => {
  it('comes when it has been wanted for a while, and not sooner', () => {
    expect(deskAfter(long(true, OFFER_AFTER_MS - 500)).shownSinceMs).toBeNull();
    expect(deskAfter(long(true, OFFER_AFTER_MS)).shownSinceMs).toBe(OFFER_AFTER_MS);
  });

  it('does not come of wishes that are interrupted', () => {
    const flicker = Array.from({ length: 60 }, (_, index) => index % 3 !== 2);
    expect(deskAfter(flicker).shownSinceMs).toBeNull();
  });

  it('stays long enough to be read when the network is well again, and goes then', () => {
    const shown = deskAfter(long(true, OFFER_AFTER_MS));
    const atMs = OFFER_AFTER_MS + 500;
    expect(deskAfter(long(false, OFFER_FOR_MS - 1_000), shown, atMs).shownSinceMs).toBe(OFFER_AFTER_MS);
    expect(deskAfter(long(false, OFFER_FOR_MS), shown, atMs).shownSinceMs).toBeNull();
  });
});

describe('"not now"', () => {
  it('holds for a working day', () => {
    expect(isPutOff(1_000, 1_000 + NOT_NOW_MS - 1)).toBe(true);
    expect(isPutOff(1_000, 1_000 + NOT_NOW_MS)).toBe(false);
    expect(isPutOff(null, 1_000)).toBe(false);
  });

  it('of a clock that ran ahead holds nothing up', () => {
    expect(isPutOff(5_000, 1_000)).toBe(false);
  });

  it('is read from what was stored, and from nothing else', () => {
    expect(decodeNotNow({ notNowAt: 7 })).toBe(7);
    for (const other of [undefined, null, 7, {}, { notNowAt: '7' }, { notNowAt: Number.NaN }]) {
      expect(decodeNotNow(other)).toBeNull();
    }
  });
});
