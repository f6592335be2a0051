import { choice, type Decoder, object, tagged } from '../decode/decode.ts';
import { counter } from '../room/name-decoders.ts';
import type { SeatWord } from './seat-order.ts';

type Of<T extends SeatWord['type']> = Extract<SeatWord, { type: T }>;

/** What a gate says of the lock. It comes from the page's world: it can lie about its own gate, and nothing else. */
export const seatWordDecoder: Decoder<SeatWord> = tagged<SeatWord>({
  renew: object<Of<'renew'>>({
    type: choice('renew'),
    epoch: counter,
    nonce: counter,
    idleMs: counter,
    unacknowledged: counter,
  }),
  drained: object<Of<'drained'>>({ type: choice('drained'), epoch: counter, unacknowledged: counter }),
});
