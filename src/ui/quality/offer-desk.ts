/** The offer must have stood for this long: what one bad second calls for is no reason to ask. */
export const OFFER_AFTER_MS = 2_000;
/** Shown for at least this long: the network may be well again before anybody has read it. */
export const OFFER_FOR_MS = 10_000;
/** After "not now" nobody asks again for this long: a working day. */
export const NOT_NOW_MS = 8 * 3_600_000;

/** Whether a lower quality is offered, and what must be remembered to stay calm. Plain values. */
export interface OfferDesk {
  readonly wantedSinceMs: number | null;
  readonly shownSinceMs: number | null;
}

export const NO_OFFER: OfferDesk = { wantedSinceMs: null, shownSinceMs: null };

/** @param isWanted it would help, and nobody has said "not now" lately */
export function advanceOffer(desk: OfferDesk, isWanted: boolean, nowMs: number): OfferDesk {
  const wantedSinceMs = isWanted ? (desk.wantedSinceMs ?? nowMs) : null;
  const { shownSinceMs } = desk;
  if (shownSinceMs !== null) {
    const stays = isWanted || nowMs - shownSinceMs < OFFER_FOR_MS;
    return { wantedSinceMs, shownSinceMs: stays ? shownSinceMs : null };
  }
  const isDue = wantedSinceMs !== null && nowMs - wantedSinceMs >= OFFER_AFTER_MS;
  return { wantedSinceMs, shownSinceMs: isDue ? nowMs : null };
}

/**
 * Reads what is stored of the last "not now", as wall-clock time; null: none, or not readable.
 * @example decodeNotNow({ notNowAt: 1_700_000_000_000 })
 */
export function decodeNotNow(input: unknown): number | null {
  const at: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, 'notNowAt') : null;
  return typeof at === 'number' && Number.isFinite(at) ? at : null;
}

/** A time ahead of the clock is of a clock that was wrong, and holds nothing up. */
export function isPutOff(notNowAt: number | null, wallMs: number): boolean {
  return notNowAt !== null && wallMs >= notNowAt && wallMs - notNowAt < NOT_NOW_MS;
}
