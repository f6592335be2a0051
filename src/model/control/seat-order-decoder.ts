import { choice, type Decoder, object, tagged } from '../decode/decode.ts';
import { counter } from '../room/name-decoders.ts';
import type { SeatOrder } from './seat-order.ts';

type Of<T extends SeatOrder['type']> = Extract<SeatOrder, { type: T }>;

/** What a gate is told about the lock. In a file of its own, because the hook's bundle needs nothing else. */
export const seatOrderDecoder: Decoder<SeatOrder> = tagged<SeatOrder>({
  solo: object<Of<'solo'>>({ type: choice('solo') }),
  watch: object<Of<'watch'>>({ type: choice('watch') }),
  granted: object<Of<'granted'>>({ type: choice('granted'), epoch: counter }),
  renewed: object<Of<'renewed'>>({ type: choice('renewed'), epoch: counter, nonce: counter }),
  drain: object<Of<'drain'>>({ type: choice('drain'), epoch: counter }),
});
