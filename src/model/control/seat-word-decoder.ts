import { choice, type Decoder, object, tagged } from '../decode/decode.ts';
import { count } from './count-decoder.ts';
import { durationMs } from './duration-decoder.ts';
import type { SeatWord } from './seat-order.ts';

type Of<T extends SeatWord['type']> = Extract<SeatWord, { type: T }>;

/** What a gate says of the lock. It comes from the page's world: it can lie about its own gate, and nothing else. */
export const seatWordDecoder: Decoder<SeatWord> = tagged<SeatWord>({
  renew: object<Of<'renew'>>({
    type: choice('renew'),
    epoch: count,
    nonce: count,
    idleMs: durationMs,
    unacknowledged: count,
  }),
  drained: object<Of<'drained'>>({ type: choice('drained'), epoch: count, unacknowledged: count }),
});
